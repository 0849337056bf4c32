import { gather } from "../base/select.ts";
import type { FoldSize } from "../evaluate/compare.ts";
import { makeDecision } from "../evaluate/decision.ts";
import type { HeldOut } from "../evaluate/held-out.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { OutOfFold } from "./out-of-fold.ts";
import type { Plan } from "./plan.ts";

/** Held-out rows with their weights. */
export function heldOut({ run }: Plan, { rows, folds, truth }: OutOfFold): HeldOut {
  const weights = run.weights === null ? null : gather(run.weights, rows);
  return { rows, folds, truth, weights };
}

/** What is decided by the predictions, as a part of the results; empty for a target that is a number. */
export function decisionPart(
  plan: Plan,
  predictions: OutOfFold,
  sizes: ReadonlyMap<number, FoldSize>,
): Pick<Results, "decision"> {
  const { classes, models } = predictions;
  if (classes.length < 2) return {};
  const decision = makeDecision(models, heldOut(plan, predictions), { classes, sizes, ...plan.costs });
  return decision === null ? {} : { decision };
}
