import { graphOf } from "./export/graph.ts";
import { readModel } from "./model/read.ts";
import { type Predictor, predictorOf } from "./predict/predictor.ts";

export { UserError } from "./base/errors.ts";
export type { Cell, Predictions, Predictor, Row, RowPrediction } from "./predict/predictor.ts";

/**
 * Makes a model file ready to predict, in a browser, a worker or Node: its text, or what `JSON.parse` made of it.
 * Throws a `UserError` that names the first field that is wrong.
 */
export function loadModel(model: unknown): Predictor {
  return predictorOf(graphOf(readModel(typeof model === "string" ? model : JSON.stringify(model))));
}
