import type { RowIndex } from "../base/matrix.ts";
import { UserError } from "../base/errors.ts";
import { Random } from "../base/random.ts";
import { type CheckResult, checkTable } from "../ingest/checks.ts";
import type { Column } from "../ingest/table.ts";
import { readRoles, type Roles, rowWeights } from "../ingest/roles.ts";
import { asCategory, findColumn, resolveTarget, rowsWithValue } from "../ingest/target.ts";
import type { ModelColumn, ModelOrigin } from "../model/artifact.ts";
import { features } from "../prepare/features.ts";
import { learnTask } from "../prepare/target.ts";
import { checkTrainingRows, rowsUsedBy } from "../split/fold.ts";
import { type FoldPlan, makeFolds } from "../split/folds.ts";
import { restrictFolds } from "../split/given-folds.ts";
import { type ResolvedCosts, resolveCosts } from "./costs.ts";
import { foldFindings, withBoundedTargets } from "./fold-findings.ts";
import { leakFindings } from "./leak-findings.ts";
import type { FitRequest } from "./request.ts";
import type { RunData } from "../models/run-data.ts";

/** A run before anything is learned: what is predicted from what, and which rows test which. */
export interface Plan {
  readonly target: Column;
  readonly check: CheckResult;
  readonly folds: FoldPlan;
  readonly finalRows: RowIndex; // that the final model learns from
  readonly run: RunData;
  readonly costs: ResolvedCosts;
}

/** Decides target, task, inputs and folds. Throws a UserError for what the table or the request makes impossible. */
export function planRun(request: FitRequest): Plan {
  const { table, folds: asked } = request;
  const { lines } = request.source;
  const target = resolveTarget(table, request.target, request.name);
  const noInputs = columnsWithRoles(request, target);
  const foldCount = typeof asked === "number" ? asked : asked.length;
  const place = lines === undefined ? {} : { where: (row: number) => `line ${lines.lineOf(row)}` };
  const roles = readRoles(table, request, { rows: rowsWithValue(target), file: request.name, ...place });
  const check = checkTable(table, {
    target: target.name,
    task: request.task,
    folds: foldCount,
    roles: noInputs,
    ...place,
    split: typeof asked !== "number" ? "given" : request.time === null ? "dealt" : "time-ordered",
    groups: roles.groups,
    weights: roles.weights,
  });
  const predicted = check.task.kind === "regression" ? target : asCategory(target);
  const folds = foldsOf(request, check, { target: predicted, ...roles });
  checkTrainingRows(folds.folds);
  if (check.task.kind === "regression") checkRange(predicted, check.usedRows);
  const run = runData(request, check, { target: predicted, groups: roles.groups, folds });
  const leaks = leakFindings(run, {
    inputs: new Set(check.inputs),
    columns: table.columns,
    known: check.findings,
    time: roles.time,
  });
  const findings = [
    ...withBoundedTargets(check.findings, predicted, { rows: check.usedRows, ...place }),
    ...leaks,
    ...foldFindings(predicted, folds.folds, foldCount),
  ];
  const costs = resolveCosts(request, learnTask(run.target, run.usedRows, run.kind));
  return { target, check: { ...check, findings }, folds, finalRows: run.usedRows, run, costs };
}

/** The names of columns that are no inputs. Throws a UserError for one that is not there, and for the target. */
function columnsWithRoles({ table, name: file, ...request }: FitRequest, target: Column): readonly string[] {
  const roles = [request.id, request.group, request.time, request.weight].filter((name) => name !== null);
  const names = [...roles, ...request.ignore];
  for (const name of names) findColumn(table, name, { role: "Column", file });
  if (!names.includes(target.name)) return names;
  throw new UserError(`Column "${target.name}" cannot be the target and have another role.`, {
    hint: "Name another column with --target.",
  });
}

/** The folds as they were given, or dealt. */
function foldsOf(
  { folds, repeats, seed }: FitRequest,
  { usedRows, duplicateGroup }: CheckResult,
  { target, groups, time }: Pick<Roles, "groups" | "time"> & { readonly target: Column },
): FoldPlan {
  if (typeof folds !== "number") {
    return { folds: restrictFolds(folds, usedRows), method: "given", reason: "The folds were given in a file." };
  }
  const isClasses = target.kind === "category";
  return makeFolds({
    rows: usedRows,
    classes: isClasses ? target.codes : null,
    numericTarget: isClasses ? null : target.values,
    ...{ groups, time, folds, repeats },
    duplicates: duplicateGroup,
    random: Random.of(seed, "folds"),
  });
}

/** Ends of what float64 holds with all its digits, squares and sums of a table taken off. */
const leastSpread = 1e-290;
const mostSize = 1e290;

function checkRange(target: Column, rows: RowIndex): void {
  const task = learnTask(target, rows, "regression");
  if (task.kind === "classification" || task.low === task.high) return;
  const tooLarge = Math.max(Math.abs(task.low), Math.abs(task.high)) > mostSize;
  if (!tooLarge && task.deviation >= leastSpread) return;
  const range = `from ${task.low} to ${task.high}`;
  throw new UserError(
    `Target "${target.name}" runs ${range}, too ${tooLarge ? "far" : "near together"} for numbers of 64 bits.`,
    { hint: `${tooLarge ? "Divide" : "Multiply"} it by a power of ten, or give it in another unit.` },
  );
}

function runData(
  request: FitRequest,
  check: CheckResult,
  { target, groups, folds }: { readonly target: Column; readonly groups: Int32Array | null; readonly folds: FoldPlan },
): RunData {
  const inputs = new Set(check.inputs);
  const columns = request.table.columns.filter((column) => inputs.has(column.name));
  const read = features(columns);
  const used = rowsUsedBy(folds.folds, request.table.rowCount);
  return {
    columns: read.map(({ column }) => column),
    sources: read.map(({ source }) => source),
    schema: columns.map(modelColumn),
    ...(request.source.rules === undefined ? {} : { reading: request.source.rules }),
    target,
    kind: check.task.kind === "regression" ? "regression" : "classification",
    usedRows: used,
    weights:
      request.weight === null
        ? null
        : rowWeights(findColumn(request.table, request.weight, { role: "Weight column", file: request.name }), used),
    groups: groups ?? check.duplicateGroup,
    origin: {
      version: request.origin.version,
      data: request.name,
      sha256: request.source.sha256,
      rows: used.length,
      seed: request.seed,
      scores: [],
      ...recipeOf(request),
    },
  };
}

/** What further training must know of the settings. */
function recipeOf({
  preset,
  maxParameters,
  pruneBy = "gradient",
  weight,
  group,
}: FitRequest): Pick<ModelOrigin, "recipe"> {
  const recipe = {
    ...(preset === "balanced" ? {} : { preset }),
    ...(maxParameters === null ? {} : { maxParameters }),
    ...(pruneBy === "gradient" ? {} : { pruneBy }),
    ...(weight === null ? {} : { weight }),
    ...(group === null ? {} : { group }),
  };
  return Object.keys(recipe).length === 0 ? {} : { recipe };
}

function modelColumn(column: Column): ModelColumn {
  const dayFirst = column.kind === "date" ? (column.dayFirst ?? null) : null;
  const { name, kind } = column;
  const format = kind === "numeric" ? column.format : undefined;
  const missingWords = kind === "category" ? undefined : column.missingWords;
  return {
    ...{ name, kind, dayFirst },
    ...(format === undefined ? {} : { format }),
    ...(missingWords === undefined ? {} : { missingWords }),
  };
}
