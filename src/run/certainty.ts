import { calibrationRule } from "../evaluate/calibration.ts";
import type { FoldSize } from "../evaluate/compare.ts";
import { coverageOf } from "../evaluate/conformal.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { heldOut } from "./decision.ts";
import type { OutOfFold } from "./out-of-fold.ts";
import type { Plan } from "./plan.ts";

/** Intervals of predicted numbers as a part of the results; empty for classes. */
export function intervalsPart(
  plan: Plan,
  predictions: OutOfFold,
  sizes: ReadonlyMap<number, FoldSize>,
): Pick<Results, "intervals"> {
  if (predictions.classes.length > 0 || predictions.rows.length === 0) return {};
  const held = heldOut(plan, predictions);
  return { intervals: predictions.models.map((model) => coverageOf(model, held, sizes)) };
}

/** What the saved model keeps of how sure it is, by held-out rows. */
export function certaintyOf(
  id: string,
  { classes, models, rows, truth }: OutOfFold,
  { intervals }: Pick<Results, "intervals">,
): Pick<ModelArtifact, "certainty"> {
  if (classes.length === 0) {
    const rule = intervals?.find(({ model }) => model === id)?.rule ?? null;
    return rule === null ? {} : { certainty: rule };
  }
  const values = models.find((model) => model.id === id)?.values;
  if (values === undefined || rows.length === 0) return {};
  return { certainty: calibrationRule(truth, values, rows.length / new Set(rows).size) };
}
