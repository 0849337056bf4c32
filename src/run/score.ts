import type { Matrix, RowIndex } from "../base/matrix.ts";
import { type Scores, scoreClassification, scoreRegression } from "../evaluate/score.ts";
import type { Task } from "../prepare/prepared.ts";
import { targets } from "../prepare/target.ts";
import type { RunData } from "./run-data.ts";

/** The target of the named rows as scores want it: class numbers, or target units. */
export function truthOf(run: RunData, rows: RowIndex, task: Task): Float32Array | Float64Array {
  if (task.kind === "classification") return targets(run.target, rows, task);
  const column = run.target;
  if (column.kind === "category") throw new Error("A regression target has numbers.");
  return Float64Array.from(rows, (row) => column.values[row]!);
}

/** Scores of predictions for the named rows; empty where there are none. */
export function score(run: RunData, rows: RowIndex, task: Task, predictions: Matrix): Scores {
  if (rows.length === 0) return {};
  const truth = truthOf(run, rows, task);
  const weights = run.weights === null ? null : Float64Array.from(rows, (row) => run.weights![row]!);
  return task.kind === "classification"
    ? scoreClassification(truth, predictions, weights)
    : scoreRegression(truth, predictions, weights);
}
