import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import { learnTask } from "../prepare/target.ts";
import { truthOf } from "../models/run-data.ts";
import type { FoldOutcome } from "./job.ts";
import type { Plan } from "./plan.ts";

/**
 * Predictions of every model for rows that it did not train on, fold after fold; with repeats a row occurs once in
 * each.
 */
export interface OutOfFold {
  readonly rows: RowIndex; // of the table, in the order of the folds
  readonly folds: Uint32Array; // fold of each
  readonly classes: readonly string[]; // empty for regression
  readonly truth: Float32Array | Float64Array; // class number or target units
  readonly models: readonly { readonly id: string; readonly values: NumberMatrix }[];
}

export function outOfFold(plan: Plan, outcomes: readonly FoldOutcome[]): OutOfFold {
  const { run } = plan;
  const tested = plan.folds.folds;
  const count = tested.reduce((sum, fold) => sum + fold.test.length, 0);
  const rows = new Uint32Array(count);
  const folds = new Uint32Array(count);
  let at = 0;
  for (const fold of tested) {
    rows.set(fold.test, at);
    folds.fill(fold.id, at, at + fold.test.length);
    at += fold.test.length;
  }
  const task = learnTask(run.target, run.usedRows, run.kind);
  const ids = outcomes[0]?.models.map((model) => model.id) ?? [];
  const models = ids.map((id, place) => ({
    id,
    values: stack(outcomes.map((outcome) => outcome.models[place]!.predictions!)),
  }));
  const classes = task.kind === "classification" ? task.classes : [];
  return { rows, folds, classes, truth: truthOf(run, rows, task), models };
}

function stack(parts: readonly NumberMatrix[]): NumberMatrix {
  const columns = parts[0]?.columns ?? 1;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const wide = parts.some(({ data }) => data instanceof Float64Array);
  const data = wide ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { rows, columns, data };
}
