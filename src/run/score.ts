import { gather } from "../base/select.ts";
import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import { type Scores, scoreClassification, scoreRegression } from "../evaluate/score.ts";
import { type RunData, truthOf } from "../models/run-data.ts";
import type { Task } from "../prepare/prepared.ts";

/** Scores of predictions for the named rows; empty where there are none. */
export function score(
  data: RunData,
  { rows, task }: { readonly rows: RowIndex; readonly task: Task },
  predictions: NumberMatrix,
): Scores {
  if (rows.length === 0) return {};
  const truth = truthOf(data, rows, task);
  const weights = data.weights === null ? null : gather(data.weights, rows);
  return task.kind === "classification"
    ? scoreClassification(truth, predictions, weights)
    : scoreRegression(truth, predictions, weights);
}
