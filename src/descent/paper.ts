import type { Pruning } from "./ensemble.ts";
import type { CountedLayer } from "./learner.ts";
import type { OccamOptions } from "./options.ts";
import { keepLargest } from "./prune.ts";
import { constantRates } from "./rates.ts";
import type { Candidate, Descended, Training } from "./training.ts";

/**
 * The loop of the public scripts of arXiv:2405.20194 (B. N. Kausik), for study and for comparison: after every round it
 * drops the share λ of the weights that are smallest, with no test and no way back. The one difference: the round to
 * return is chosen on the holdout, where the scripts take the best on test rows.
 */
export async function paper<State>(training: Training<State>, options: OccamOptions): Promise<Descended<State>> {
  const { rounds, rate } = options.descent;
  const losses: number[] = [];
  let fraction = 0;
  let best: Candidate<State> | null = null;
  for (let index = 0; index < rounds && training.open; index++) {
    const label = { phase: fraction > 0 ? "prune" : "dense", pruneFraction: fraction } as const;
    const { trainLoss } = await training.round((steps) => constantRates(rate, steps), label);
    losses.push(trainLoss);
    const evaluated = await training.evaluate();
    if (best === null || evaluated.mean < best.mean) best = { ...evaluated, accepted: true };
    fraction = nextFraction(fraction, losses, options.ladder.pruneFraction);
    if (fraction > 0 && index < rounds - 1) await training.ensemble.prune(smallest(fraction));
  }
  if (best === null) throw new Error("A descent has at least one round.");
  await training.ensemble.restore(best.state);
  return { candidates: [best], chosen: best };
}

/**
 * The pruned share λ of the published loop: λ₀ until there are three losses, then clip(ζ·λ, 0.1·λ₀, λ₀) with
 * ζ = (Lᵢ − Lᵢ₋₁) / (Lᵢ₋₁ − Lᵢ₋₂). Where the scripts divide by zero (a flat loss), ζ is 0.
 */
export function nextFraction(fraction: number, losses: readonly number[], start: number): number {
  const [before, previous, current] = losses.slice(-3);
  if (before === undefined || previous === undefined || current === undefined) return start;
  const change = previous - before;
  const ratio = change === 0 ? 0 : (current - previous) / change;
  return Math.min(start, Math.max(0.1 * start, ratio * fraction));
}

/**
 * Weights that stay in each layer when `fraction` is dropped: the same share of every layer, the output layer too, and
 * no floor.
 */
export function keptCountsPaper(layers: readonly CountedLayer[], fraction: number): readonly number[] {
  return layers.map((layer) => layer.weight.length - Math.floor(layer.weight.length * fraction));
}

/** Drops this share of the weights of every layer, the smallest. */
function smallest(fraction: number): Pruning {
  return async (learner) => {
    const counts = keptCountsPaper(learner.layers, fraction);
    return (await learner.magnitudes()).map((sizes, layer) => keepLargest(sizes, counts[layer]!));
  };
}
