import type { RowIndex } from "../base/matrix.ts";
import { type Place, rowOfData } from "../ingest/roles.ts";
import type { Column, Finding } from "../ingest/table.ts";
import { counted } from "../ingest/row-checks.ts";
import { levelCounts } from "../ingest/level-counts.ts";
import { boundExtremes } from "../prepare/target.ts";
import type { Fold } from "../split/fold.ts";

type CategoryColumn = Extract<Column, { kind: "category" }>;
type NumberColumn = Exclude<Column, CategoryColumn>;

/** The fewest training rows that can steer the pruning of a network; fewer tell little beside their noise. */
const enough = 30;

/**
 * What the training rows of some folds cannot teach: when to stop, a class that is tested (except classes with fewer
 * than `rare` rows), or any difference.
 */
export function foldFindings(target: Column, folds: readonly Fold[], rare: number): readonly Finding[] {
  const lacking = target.kind === "category" ? missingClasses(target, folds, rare) : constantTargets(target, folds);
  return [...fewRows(folds), ...unevenFolds(folds), ...lacking];
}

function fewRows(folds: readonly Fold[]): readonly Finding[] {
  const least = Math.min(...folds.map(({ train }) => train.length));
  if (least >= enough) return [];
  return [
    {
      code: "few-rows",
      severity: "warning",
      column: null,
      message: `Some folds train on only ${least} rows, too few to find the best size of a network.`,
      action:
        "Kept: each row steers the networks that do not learn it. Give more rows, or read sizes and scores as rough " +
        "guesses.",
    },
  ];
}

/** From this ratio of the largest to the smallest fold on, a mean over folds says little about either. */
const uneven = 2;

function unevenFolds(folds: readonly Fold[]): readonly Finding[] {
  const sizes = folds.map(({ test }) => test.length);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  // A difference of a row or two is normal.
  if (most <= uneven * least || most - least <= uneven) return [];
  return [
    {
      code: "uneven-folds",
      severity: "warning",
      column: null,
      message: `Folds differ a lot in size: the smallest tests ${counted(least, "row", "rows")}, the largest ${most}.`,
      action:
        "Kept; each fold counts the same in every mean. If groups or times must stay together, use fewer folds or " +
        "name a finer column.",
    },
  ];
}

/** The findings, and which targets models do not learn as they are; said once, where these are known as extreme. */
export function withBoundedTargets(
  findings: readonly Finding[],
  target: Column,
  { rows, where = rowOfData }: { readonly rows: RowIndex; readonly where?: Place },
): readonly Finding[] {
  const bounded = boundExtremes(target, rows);
  if (target.kind === "category" || bounded.kind === "category" || bounded === target) return findings;
  const action =
    "Models learn such a target as the nearest other one; scores count it as it is. Look whether it is right.";
  if (findings.some(({ code }) => code === "extreme-target")) {
    return findings.map((one) => (one.code === "extreme-target" ? { ...one, action } : one));
  }
  const moved = rows.filter((row) => target.values[row] !== bounded.values[row]);
  const values = [...moved].map((row) => `${target.values[row]} in ${where(row)}`);
  return [
    ...findings,
    {
      code: "bounded-targets",
      severity: "warning",
      column: target.name,
      message: `${counted(moved.length, "target lies", "targets lie")} far from all others: ${listed(values)}.`,
      action,
    },
  ];
}

function missingClasses(target: CategoryColumn, folds: readonly Fold[], rare: number): readonly Finding[] {
  const missing = folds.flatMap(({ id, train, test }) => {
    const tested = [...levelCounts(target, test).entries()].filter(([, rows]) => rows >= rare);
    const untaught = new Set(tested.map(([code]) => code));
    for (let i = 0; i < train.length && untaught.size > 0; i++) untaught.delete(target.codes[train[i]!]!);
    return tested
      .filter(([code]) => untaught.has(code))
      .map(
        ([code, rows]) =>
          `${JSON.stringify(target.levels[code]!.slice(0, 40))} in fold ${id + 1} (${counted(rows, "row", "rows")})`,
      );
  });
  if (missing.length === 0) return [];
  return [
    {
      code: "missing-class",
      severity: "warning",
      column: target.name,
      message: `Training rows lack a class that is tested: ${listed(missing)}.`,
      action:
        "Kept: no model of such a fold can predict the class, and all models are scored on it alike. Deal the rows " +
        "so that every class is in several folds.",
    },
  ];
}

function constantTargets(target: NumberColumn, folds: readonly Fold[]): readonly Finding[] {
  const { values } = target;
  const isEvery = (rows: RowIndex, value: number): boolean => rows.every((row) => values[row] === value);
  const first = values[folds[0]?.train[0] ?? 0]!;
  // The checks of the table have already reported a target that is constant everywhere.
  if (folds.every(({ train, test }) => isEvery(train, first) && isEvery(test, first))) return [];
  const constant = folds
    .filter(({ train }) => isEvery(train, values[train[0]!]!))
    .map(({ id, train }) => `${values[train[0]!]} in fold ${id + 1}`);
  if (constant.length === 0) return [];
  return [
    {
      code: "constant-target",
      severity: "warning",
      column: target.name,
      message: `All training rows have the same target: ${listed(constant)}.`,
      action: "Kept: every model of such a fold predicts that number.",
    },
  ];
}

/** The first three. */
function listed(all: readonly string[]): string {
  return `${all.slice(0, 3).join(", ")}${all.length > 3 ? ", …" : ""}`;
}
