import { endOf } from "./dense.ts";
import type { OccamOptions } from "./options.ts";
import { leastImportant } from "./prune.ts";
import { phaseRates } from "./rates.ts";
import type { Descended, Training } from "./training.ts";

/**
 * Gradual magnitude pruning (M. Zhu and S. Gupta, arXiv:1710.01878): a little after every round, down to the share
 * `keep`.
 */
export async function gradual<State>(
  training: Training<State>,
  options: OccamOptions,
  keep: number,
): Promise<Descended<State>> {
  const { ensemble } = training;
  const { rounds, rate } = options.descent;
  const full = ensemble.weights;
  let fraction = 0;
  for (let index = 0; index < rounds && training.open; index++) {
    const label = { phase: fraction > 0 ? "prune" : "dense", pruneFraction: fraction } as const;
    await training.round((steps) => phaseRates(rate, { from: index * steps, steps, total: rounds * steps }), label);
    fraction = Math.max(0, 1 - (full * gradualKeep(index, rounds, keep)) / ensemble.weights);
    if (fraction > 0 && training.open && index < rounds - 1) await ensemble.prune(leastImportant(fraction));
  }
  return endOf(training);
}

/**
 * Share of the weights kept after round `round` of `rounds` (0-based): their cubic between 5% and 50% of the rounds.
 */
export function gradualKeep(round: number, rounds: number, keep: number): number {
  const start = 0.05 * rounds;
  const end = 0.5 * rounds;
  const t = Math.min(1, Math.max(0, (round + 1 - start) / (end - start)));
  const left = 1 - t;
  return keep + (1 - keep) * left * left * left;
}
