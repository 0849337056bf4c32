import type { RowIndex } from "../base/matrix.ts";
import { UserError } from "../base/errors.ts";
import { Random } from "../base/random.ts";
import { type CheckResult, checkTable } from "../ingest/checks.ts";
import type { Column } from "../ingest/table.ts";
import { asCategory, findColumn, resolveTarget } from "../ingest/target.ts";
import type { ModelColumn } from "../model/artifact.ts";
import { expandDates, featureSources } from "../prepare/features.ts";
import { rowsUsedBy } from "../split/fold.ts";
import { type FoldPlan, makeFolds } from "../split/folds.ts";
import { restrictFolds } from "../split/given-folds.ts";
import { joinGroups } from "../split/groups.ts";
import { foldFindings } from "./fold-findings.ts";
import type { FitRequest } from "./request.ts";
import type { RunData } from "../models/run-data.ts";
import { shareColumn } from "./share.ts";

/** A run before anything is learned: what is predicted from what, and which rows test which. */
export interface Plan {
  readonly target: Column;
  readonly check: CheckResult;
  readonly folds: FoldPlan;
  readonly finalRows: RowIndex; // that the final model learns from
  readonly run: RunData;
}

/** Decides target, task, inputs and folds. Throws a UserError for whatever the table or the request make impossible. */
export function planRun(request: FitRequest): Plan {
  const { table } = request;
  const target = resolveTarget(table, request.target, request.name);
  const roles = [request.id, request.group, request.time, request.weight].filter((name) => name !== null);
  for (const name of [...roles, ...request.ignore]) findColumn(table, name, "Column", request.name);
  if ([...roles, ...request.ignore].includes(target.name)) {
    throw new UserError(`Column "${target.name}" cannot be the target and have another role.`, {
      hint: "Name another column with --target.",
    });
  }
  const { folds: asked } = request;
  const given = typeof asked === "number" ? null : asked;
  const foldCount = typeof asked === "number" ? asked : asked.length;
  const check = checkTable(table, {
    target: target.name,
    task: request.task,
    folds: foldCount,
    roles: [...roles, ...request.ignore],
    split: given !== null ? "given" : request.time === null ? "dealt" : "time-ordered",
  });
  const predicted = check.task.kind === "regression" ? target : asCategory(target);
  const group =
    request.group === null ? null : groupCodes(findColumn(table, request.group, "Group column", request.name));
  const folds: FoldPlan =
    typeof asked === "number"
      ? makeFolds({
          rows: check.usedRows,
          classes: predicted.kind === "category" ? predicted.codes : null,
          numericTarget: predicted.kind === "category" ? null : predicted.values,
          groups: group,
          duplicates: check.duplicateGroup,
          time: request.time === null ? null : timeValues(findColumn(table, request.time, "Time column", request.name)),
          folds: asked,
          repeats: request.repeats,
          random: Random.of(request.seed, "folds"),
        })
      : {
          folds: restrictFolds(asked, check.usedRows),
          method: "given",
          reason: "The folds were given in a file.",
        };
  const run = runData(request, check, predicted, group, folds);
  const findings = [...check.findings, ...foldFindings(predicted, folds.folds, foldCount)];
  return { target, check: { ...check, findings }, folds, finalRows: run.usedRows, run };
}

function groupCodes(column: Column): Int32Array {
  if (column.kind === "category") return column.codes;
  const codes = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

function timeValues(column: Column): Float64Array {
  if (column.kind !== "category") return column.values;
  throw new UserError(`Time column "${column.name}" holds text, which has no order in time.`, {
    hint: `Say what it is with --types, for example {"${column.name}": "date"}, or name another column.`,
  });
}

function runData(
  request: FitRequest,
  check: CheckResult,
  target: Column,
  group: Int32Array | null,
  folds: FoldPlan,
): RunData {
  const inputs = new Set(check.inputs);
  const columns = request.table.columns.filter((column) => inputs.has(column.name));
  const used = rowsUsedBy(folds.folds, request.table.rowCount);
  return {
    columns: expandDates(columns).map(shareColumn),
    sources: featureSources(columns),
    schema: columns.map(modelColumn),
    target: shareColumn(target),
    kind: check.task.kind === "regression" ? "regression" : "classification",
    usedRows: used,
    weights:
      request.weight === null
        ? null
        : rowWeights(findColumn(request.table, request.weight, "Weight column", request.name), used),
    groups: joinGroups(group, check.duplicateGroup),
    origin: {
      version: request.origin.version,
      data: request.name,
      sha256: request.source.sha256,
      rows: used.length,
      seed: request.seed,
      scores: [],
    },
  };
}

function modelColumn(column: Column): ModelColumn {
  const dayFirst = column.kind === "date" ? (column.dayFirst ?? null) : null;
  return { name: column.name, kind: column.kind, dayFirst };
}

/** Row weights with mean 1 over the used rows. Throws a UserError for text, missing or negative weights. */
function rowWeights(column: Column, used: RowIndex): Float64Array {
  const wrong = (why: string) =>
    new UserError(`Weight column "${column.name}" ${why}.`, {
      hint: "Weights are numbers of 0 or more, one in each row.",
    });
  if (column.kind !== "numeric") throw wrong("does not hold numbers");
  let sum = 0;
  for (const row of used) {
    const weight = column.values[row]!;
    if (Number.isNaN(weight)) throw wrong(`has no value in row ${row + 1}`);
    if (weight < 0) throw wrong(`is negative in row ${row + 1}`);
    sum += weight;
  }
  if (!(sum > 0)) throw wrong("is 0 in every row");
  const share = used.length / sum;
  return column.values.map((weight) => weight * share);
}
