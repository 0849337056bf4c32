import { Random } from "../base/random.ts";
import { range } from "../base/select.ts";
import { dense } from "./dense.ts";
import type { Pruning } from "./ensemble.ts";
import type { OccamOptions } from "./options.ts";
import { keptCounts } from "./prune.ts";
import { pruneToSize } from "./prune-to-size.ts";
import type { Descended, Training } from "./training.ts";

/**
 * A random mask from the start that keeps the share `keep` of the weights; the rest is traditional gradient descent.
 */
export async function random<State>(
  training: Training<State>,
  options: OccamOptions,
  keep: number,
): Promise<Descended<State>> {
  await pruneToSize(training.ensemble, keep, atRandom);
  return dense(training, options);
}

/** Drops this share of the weights of every layer, drawn at random. */
function atRandom(fraction: number, step: number): Pruning {
  return async ({ layers, seed }) => {
    const counts = keptCounts(layers, fraction);
    const mask = Random.of(seed, "mask", step);
    return layers.map(({ weight }, layer) => keepRandom(weight.length, counts[layer]!, mask));
  };
}

/** 1 for `count` weights drawn at random. */
export function keepRandom(length: number, count: number, draws: Random): Uint8Array {
  const order = draws.shuffle(range(0, length));
  const keep = new Uint8Array(length);
  for (const k of order.subarray(0, count)) keep[k] = 1;
  return keep;
}
