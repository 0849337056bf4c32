import { endOf } from "./dense.ts";
import type { OccamOptions } from "./options.ts";
import { leastImportant } from "./prune.ts";
import { pruneToSize } from "./prune-to-size.ts";
import type { Descended, Training } from "./training.ts";

/** The share of the rounds that comes before the pruning. */
const shareBefore = 0.4;

/**
 * Trains, prunes once to the share `keep` of the weights, and retrains at a rate that falls again (BIMP: M. Zimmer et
 * al., arXiv:2111.00843).
 */
export async function once<State>(
  training: Training<State>,
  options: OccamOptions,
  keep: number,
): Promise<Descended<State>> {
  const { rounds, rate, recoveryRate } = options.descent;
  const before = Math.round(shareBefore * rounds);
  await training.descend(before, rate, { phase: "dense", pruneFraction: 0 });
  if (training.open) {
    await pruneToSize(training.ensemble, keep, leastImportant);
    await training.descend(rounds - before, recoveryRate, { phase: "prune", pruneFraction: 1 - keep });
  }
  return endOf(training);
}
