import type { Step } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { scaledWeights } from "../network/scale.ts";
import type { Pruning } from "./ensemble.ts";
import type { CountedLayer } from "./learner.ts";

/** Every layer keeps at least this many weights a unit, where it has them. */
const weightsPerUnit = 2;

/** Drops this share of the remaining weights: in every layer those that matter least. */
export function leastImportant(fraction: number): Pruning {
  return async (learner) => {
    if (learner.keepMost !== undefined) return learner.keepMost(fraction);
    const counts = keptCounts(learner.layers, fraction);
    return (await learner.importance()).map((scores, layer) => keepLargest(scores, counts[layer]!));
  };
}

/** Magnitude of each layer's weights, times the input's scale where a weight reads a scaled input. */
export function magnitudes(network: Network): readonly Float32Array[] {
  return scaledWeights(network).map((weights) => weights.map(Math.abs));
}

/**
 * Magnitudes weighted by the fourth root of each weight's second moment, its mean squared gradient: the geometric mean
 * of the magnitude |w| and of |w|·√E[g²], the loss that dropping w costs by the diagonal of the Fisher information
 * (optimal brain damage, Y. LeCun et al., 1989). Adam moves every weight alike however little it matters, and this
 * tells them apart.
 */
export function saliencies(network: Network, secondMoments: readonly Float32Array[]): readonly Float32Array[] {
  return magnitudes(network).map((magnitude, index) => {
    const moments = secondMoments[index]!;
    return magnitude.map((size, k) => size * Math.sqrt(Math.sqrt(moments[k]!)));
  });
}

/** A step over this number of rows that moves nothing, and leaves the squared gradients as second moments. */
export function gradientStep(rows: number): Step {
  return { batch: rows, rates: new Float32Array(1), decay: 0, scaleRate: 0, beta1: 0, beta2: 0 };
}

/**
 * Connection sensitivities |w · ∂L/∂w| (SNIP: N. Lee et al., arXiv:1810.02340): how much the loss changes, to first
 * order, when a weight is dropped.
 */
export function sensitivities(network: Network, squaredGradients: readonly Float32Array[]): readonly Float32Array[] {
  return network.layers.map(({ weight }, index) => {
    const squares = squaredGradients[index]!;
    return weight.map((value, k) => Math.abs(value) * Math.sqrt(squares[k]!));
  });
}

/** The `count` weights with the largest scores of all layers together, ties going to the first. */
export function keepLargestOfAll(scores: readonly Float32Array[], count: number): readonly Uint8Array[] {
  const all = new Float32Array(scores.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  const ends = scores.map((layer) => {
    all.set(layer, end);
    return (end += layer.length);
  });
  const keep = keepLargest(all, count);
  return scores.map(({ length }, index) => keep.subarray(ends[index]! - length, ends[index]));
}

/** 1 for each of the `count` largest scores, ties going to the first; 0 for the rest. */
export function keepLargest(score: Float32Array, count: number): Uint8Array {
  const keep = new Uint8Array(score.length);
  if (count >= score.length) return keep.fill(1);
  if (count <= 0) return keep;
  const threshold = score.slice().sort()[score.length - count]!;
  let ties = count;
  for (const value of score) if (value > threshold) ties--;
  for (let k = 0; k < score.length; k++) {
    if (score[k]! > threshold) keep[k] = 1;
    else if (score[k]! === threshold && ties-- > 0) keep[k] = 1;
  }
  return keep;
}

/**
 * Weights that stay in each layer when `fraction` is dropped: the output layer loses half that share, and no layer
 * falls below its floor.
 */
export function keptCounts(layers: readonly CountedLayer[], fraction: number): readonly number[] {
  return layers.map((layer, index) => {
    const share = index === layers.length - 1 && layers.length > 1 ? fraction / 2 : fraction;
    const stay = layer.weight.length - Math.floor(layer.weight.length * share);
    return Math.max(stay, Math.min(layer.weight.length, weightsPerUnit * layer.outputs));
  });
}
