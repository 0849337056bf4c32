import { Random } from "../base/random.ts";
import type { ForestData, ForestOptions } from "./forest.ts";
import type { RowIndex } from "../base/matrix.ts";

/**
 * Whole weights of the teaching rows of one tree; 0 = out of bag. `unit` is the weight of one row of average weight.
 */
export interface Bag {
  readonly weights: Uint32Array; // per teaching row, in their order
  readonly unit: number;
}

const largestTotal = 2 ** 26; // keeps squared class counts below 2⁵³, where a double counts exactly

/**
 * The rows of one tree: as many draws with replacement as there are rows, each row as likely as its weight.
 * Without bootstrap every row once, weights rounded to whole numbers.
 */
export function drawBag(
  data: Pick<ForestData, "weights">,
  rows: RowIndex,
  { bootstrap, seed, tree }: Pick<ForestOptions, "bootstrap"> & { readonly seed: number; readonly tree: number },
): Bag {
  const weights = new Uint32Array(rows.length);
  if (!bootstrap) {
    if (data.weights === null) return { weights: weights.fill(1), unit: 1 };
    return wholeWeights(rows, data.weights, weights);
  }
  const random = Random.of(seed, "forest bag", tree);
  if (data.weights === null) {
    for (let draw = 0; draw < rows.length; draw++) weights[random.below(rows.length)]!++;
    return { weights, unit: 1 };
  }
  const ends = new Float64Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) ends[i] = sum += data.weights[rows[i]!]!;
  for (let draw = 0; draw < rows.length; draw++) weights[firstAbove(ends, random.uniform() * sum)]!++;
  return { weights, unit: 1 };
}

/** A forest whose bags are drawn, and those that were. */
interface BagSource extends Pick<ForestData, "weights">, Pick<ForestOptions, "bootstrap"> {
  readonly teaching: RowIndex;
  readonly seed: number;
  readonly bags: Map<number, Uint8Array>; // by tree
}

const mostBagBytes = 2 ** 25; // of all bags of a forest that are kept

/** The weights of one tree's bag. It is drawn once, if there is room to keep it: trials and tallies ask again. */
export function bagWeights(source: BagSource, tree: number): Uint32Array {
  const { teaching, bags } = source;
  const known = bags.get(tree);
  if (known !== undefined) {
    const weights = new Uint32Array(known.length);
    weights.set(known); // takes an eighth of the time that making it from the bytes takes
    return weights;
  }
  const { weights } = drawBag(source, teaching, { bootstrap: source.bootstrap, seed: source.seed, tree });
  if ((bags.size + 1) * weights.length <= mostBagBytes && fitBytes(weights)) {
    const kept = new Uint8Array(weights.length);
    kept.set(weights);
    bags.set(tree, kept);
  }
  return weights;
}

function fitBytes(weights: Uint32Array): boolean {
  for (let i = 0; i < weights.length; i++) if (weights[i]! > 255) return false;
  return true;
}

function wholeWeights(rows: RowIndex, given: Float64Array, weights: Uint32Array): Bag {
  let largest = 0;
  for (const row of rows) largest = Math.max(largest, given[row]!);
  const resolution = Math.max(1, Math.min(1000, Math.floor(largestTotal / rows.length)));
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    weights[i] = Math.max(1, Math.round((given[rows[i]!]! / largest) * resolution));
    sum += weights[i]!;
  }
  return { weights, unit: sum / rows.length };
}

/** The first position whose running sum lies above `point`. */
function firstAbove(ends: Float64Array, point: number): number {
  let from = 0;
  let to = ends.length - 1;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (ends[middle]! > point) to = middle;
    else from = middle + 1;
  }
  return from;
}
