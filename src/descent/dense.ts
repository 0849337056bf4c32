import type { OccamOptions } from "./options.ts";
import type { Descended, Training } from "./training.ts";

/** Traditional gradient descent: nothing is pruned. Ends in the best round by holdout. */
export async function dense<State>(training: Training<State>, options: OccamOptions): Promise<Descended<State>> {
  const { rounds, rate } = options.descent;
  await training.descend(rounds, rate, { phase: "dense", pruneFraction: 0 });
  return endOf(training);
}

/** A descent that ends in the best round of its last phase, with nothing to choose from. */
export async function endOf<State>(training: Training<State>): Promise<Descended<State>> {
  const chosen = { ...(await training.settle()), accepted: true };
  return { candidates: [chosen], chosen };
}
