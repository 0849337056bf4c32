import { UserError } from "./base/errors.ts";
import { graphOf } from "./export/graph.ts";
import { readModel } from "./model/read.ts";
import { explainerOf, type Explainer } from "./predict/explain.ts";

export { UserError } from "./base/errors.ts";
export type { Effect, Explained, Explainer } from "./predict/explain.ts";

/**
 * Makes a model file ready to say why it predicts what it does, in a browser, a worker or Node: its text, or what
 * `JSON.parse` made of it. Throws a `UserError` that names the first field that is wrong, or where the file is of a
 * version that kept no background.
 */
export function loadExplainer(model: unknown): Explainer {
  const read = readModel(typeof model === "string" ? model : JSON.stringify(model));
  if (read.background !== undefined) return explainerOf(graphOf(read), read.background);
  throw new UserError("The model keeps no background to explain its predictions against.", {
    hint: "Fit it again with this version.",
  });
}
