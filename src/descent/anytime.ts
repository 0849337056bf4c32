import { dense } from "./dense.ts";
import type { Pruning } from "./ensemble.ts";
import type { Anytime, OccamOptions } from "./options.ts";
import { keepLargestOfAll } from "./prune.ts";
import type { Descended, Training } from "./training.ts";

/**
 * One megabatch of Anytime Progressive Pruning (D. Misra et al., arXiv:2204.01640): prune the network as the last
 * megabatch left it by its sensitivity on a part of the new rows, all layers under one threshold, then train what is
 * left. With the density of the first megabatch kept for all of them, it is "anytime one-shot".
 */
export async function anytime<State>(
  training: Training<State>,
  options: OccamOptions,
  { weights, scored }: Anytime,
): Promise<Descended<State>> {
  await training.ensemble.prune(leastSensitive(weights, scored));
  return dense(training, options);
}

/**
 * Share of the first network's weights that is kept in megabatch `index` (0-based) of `count`: 0.8^level, where the
 * level rises linearly from 1 to `lastLevel`. The authors' last level 4.5 leaves 37%.
 */
export function anytimeDensity(index: number, count: number, lastLevel: number): number {
  const level = count <= 1 ? lastLevel : 1 + ((lastLevel - 1) * index) / (count - 1);
  return 0.8 ** level;
}

/** Keeps the `weights` weights of a network whose removal would change the loss of its first rows most. */
function leastSensitive(weights: number, rows: number): Pruning {
  return async (learner) => {
    const left = learner.layers.reduce((sum, layer) => sum + layer.weight.length, 0);
    if (left <= weights) return learner.layers.map((layer) => new Uint8Array(layer.weight.length).fill(1));
    if (learner.sensitivities === undefined) throw new Error("Sensitivities need the gradients of a network.");
    return keepLargestOfAll(await learner.sensitivities(rows), weights);
  };
}
