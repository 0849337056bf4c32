import type { Random } from "../base/random.ts";
import type { Layer, Network } from "../network/network.ts";
import { keepLargestOfAll } from "./prune.ts";

/** How a network is made sparse. */
export interface Sparsifying {
  readonly sensitivities: readonly Float32Array[]; // by layer, as `dataSensitivities` gives them
  readonly size: number; // weights that stay, at most
  readonly failure: number; // δ: the bounds hold with probability 1 − δ
  readonly random: Random;
}

export interface Sparse {
  readonly network: Network; // pruned weights are zeros
  /**
   * By layer and unit: ε of its positive weights and of its negative ones. For inputs a, what the unit reads changes by
   * at most ε⁺·Σ|w⁺a| + ε⁻·Σ|w⁻a|, if the layer below is as it was.
   */
  readonly bounds: readonly (readonly { readonly positive: number; readonly negative: number }[])[];
}

/** Rows not seen may give a weight a larger share than those that were seen: by at most this factor. */
const unseen = 3;

/**
 * Prunes the incoming weights of each unit and sign by their sensitivities (SiPP: arXiv:1910.05422), as many as have
 * them among the largest of the network stay, in the form with
 * the smaller error bound: the most sensitive ones are kept and the rest is dropped, or a part of them is kept and the
 * rest is sampled, with replacement, by its sensitivities, each draw of weight w adding w / (draws · probability).
 */
export function sparsify(network: Network, { sensitivities, size, failure, random }: Sparsifying): Sparse {
  const largest = keepLargestOfAll(sensitivities, size);
  const units = network.layers.reduce((sum, { outputs }) => sum + outputs, 0);
  const each = failure / Math.max(1, 2 * units); // for one sign of one unit
  const bounds: { positive: number; negative: number }[][] = [];
  const layers = network.layers.map((layer, index): Layer => {
    const weight = layer.weight.slice();
    bounds.push(
      Array.from({ length: layer.outputs }, (_, unit) => {
        const places = (sign: number) =>
          Array.from({ length: layer.rowStart[unit + 1]! - layer.rowStart[unit]! }, (_one, k) => {
            return layer.rowStart[unit]! + k;
          }).filter((k) => Math.sign(layer.weight[k]!) === sign);
        const prune = (sign: number) => {
          const own = places(sign);
          const budget = own.reduce((sum, k) => sum + largest[index]![k]!, 0);
          const found = form(own, sensitivities[index]!, { budget, failure: each });
          apply(found, weight, random);
          return found.bound;
        };
        return { positive: prune(1), negative: prune(-1) };
      }),
    );
    return { ...layer, weight };
  });
  return { network: { ...network, layers }, bounds };
}

/** What happens to the weights of one unit and sign, and the ε that this promises. */
interface Form {
  readonly dropped: readonly number[]; // places: zero, or sampled
  readonly probabilities: readonly number[]; // of those, when they are sampled
  readonly draws: number; // 0: nothing is sampled
  readonly bound: number;
}

/** The form with the least bound: how many of the most sensitive are kept, and whether the others are sampled. */
function form(
  places: readonly number[],
  sensitivity: Float32Array,
  { budget, failure }: { readonly budget: number; readonly failure: number },
): Form {
  const ordered = places.toSorted((a, b) => sensitivity[b]! - sensitivity[a]! || a - b);
  const rest = (kept: number) => ordered.slice(kept).reduce((sum, k) => sum + sensitivity[k]!, 0);
  let best: Form = {
    ...{ dropped: ordered.slice(budget), probabilities: [], draws: 0 },
    bound: Math.min(1, unseen * rest(budget)), // what is dropped was at most all of the mass
  };
  for (let kept = 0; kept < budget; kept++) {
    const dropped = ordered.slice(kept);
    const total = rest(kept);
    const bound = sampledBound(total, budget - kept, failure);
    if (total > 0 && bound < best.bound) {
      best = { dropped, probabilities: dropped.map((k) => sensitivity[k]! / total), draws: budget - kept, bound };
    }
  }
  return best;
}

/**
 * ε of `draws` draws among weights whose sensitivities add up to `total`, by Bernstein's inequality: a draw adds at
 * most C·total of the mass, with C for rows not seen, its variance is at most C·total · min(1, C·total), and δ is for
 * both sides. Relative to the mass of all weights of the sign.
 */
export function sampledBound(total: number, draws: number, failure: number): number {
  const most = unseen * total;
  const variance = most * Math.min(1, most);
  const log = Math.log(2 / failure) / draws;
  const linear = (most * log) / 3;
  return linear + Math.sqrt(linear * linear + 2 * variance * log);
}

function apply({ dropped, probabilities, draws }: Form, weight: Float32Array, random: Random): void {
  const before = dropped.map((k) => weight[k]!);
  for (const k of dropped) weight[k] = 0;
  for (let draw = 0; draw < draws; draw++) {
    let left = random.uniform();
    let chosen = 0;
    while (chosen < dropped.length - 1 && left >= probabilities[chosen]!) left -= probabilities[chosen++]!;
    const probability = probabilities[chosen]!;
    if (probability > 0) weight[dropped[chosen]!]! += before[chosen]! / (draws * probability);
  }
}
