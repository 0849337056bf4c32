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

/** Who decides one bag. */
interface BagOptions extends Pick<ForestOptions, "bootstrap"> {
  readonly seed: number;
  readonly tree: number;
  readonly together?: Uint32Array | null; // see rowsTogether
}

/**
 * The group of each teaching row, counted from 0, where some have one in common; null where each row is alone. What a
 * tree says of a row out of bag is worth nothing where the tree has seen a copy of it, or the same patient.
 */
export function rowsTogether(groups: Int32Array | null | undefined, teaching: RowIndex): Uint32Array | null {
  if (groups === null || groups === undefined) return null;
  const numbers = new Map<number, number>();
  let count = 0;
  const together = Uint32Array.from(teaching, (row) => {
    const group = groups[row]!;
    if (group < 0) return count++;
    const known = numbers.get(group);
    if (known === undefined) numbers.set(group, count++);
    return known ?? numbers.get(group)!;
  });
  return count === teaching.length ? null : together;
}

/**
 * The rows of one tree: as many draws with replacement as there are rows, each row as likely as its weight; where rows
 * belong together, from groups that are drawn with replacement first (a two-stage bootstrap, Davison and Hinkley 1997,
 * section 3.8). Without bootstrap every row once, weights rounded to whole numbers.
 */
export function drawBag(
  data: Pick<ForestData, "weights">,
  rows: RowIndex,
  { bootstrap, seed, tree, together = null }: BagOptions,
): Bag {
  const weights = new Uint32Array(rows.length);
  if (!bootstrap) {
    if (data.weights === null) return { weights: weights.fill(1), unit: 1 };
    return wholeWeights(rows, data.weights, weights);
  }
  const random = Random.of(seed, "forest bag", tree);
  if (data.weights === null && together === null) {
    for (let draw = 0; draw < rows.length; draw++) weights[random.below(rows.length)]!++;
    return { weights, unit: 1 };
  }
  const times = together === null ? null : groupDraws(together, random);
  const ends = new Float64Array(rows.length);
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    sum += (data.weights?.[rows[i]!] ?? 1) * (times?.[together![i]!] ?? 1);
    ends[i] = sum;
  }
  for (let draw = 0; draw < rows.length; draw++) weights[firstAbove(ends, random.uniform() * sum)]!++;
  return { weights, unit: 1 };
}

/** How often each group is drawn, of as many draws as there are groups. */
function groupDraws(together: Uint32Array, random: Random): Uint32Array {
  const times = new Uint32Array(together.reduce((most, group) => Math.max(most, group), 0) + 1);
  for (let draw = 0; draw < times.length; draw++) times[random.below(times.length)]!++;
  return times;
}

/** A forest whose bags are drawn, and those that were. */
interface BagSource extends Pick<ForestData, "weights">, Pick<ForestOptions, "bootstrap"> {
  readonly teaching: RowIndex;
  readonly seed: number;
  readonly together: Uint32Array | null; // see rowsTogether
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
  const { weights } = drawBag(source, teaching, { ...source, tree });
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
