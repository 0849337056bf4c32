import type { RowIndex } from "./matrix.ts";

/** The cells of some rows, which may repeat. A loop: made from a function, a million take ten times as long. */
export function gather<T extends Float64Array | Int32Array>(cells: T, rows: RowIndex): T {
  const gathered = cells instanceof Float64Array ? new Float64Array(rows.length) : new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = cells[rows[i]!]!;
  return gathered as T;
}

/**
 * The whole numbers from `from` to `to`, the last not included. A loop: made from a function, a million take ten times
 * as long.
 */
export function range(from: number, to: number): Uint32Array {
  const numbers = new Uint32Array(to - from);
  for (let i = 0; i < numbers.length; i++) numbers[i] = from + i;
  return numbers;
}

/** The places below `count` that are wanted, ascending. A loop: a filter of an iterator takes eight times as long. */
export function placesWhere(count: number, isWanted: (place: number) => boolean): Uint32Array {
  const places = new Uint32Array(count);
  let found = 0;
  for (let place = 0; place < count; place++) if (isWanted(place)) places[found++] = place;
  return places.slice(0, found);
}

/** The values that are numbers, in their order; `values` itself where all are. Not to be written to. */
export function presentValues(values: Float64Array): Float64Array {
  let count = 0;
  while (count < values.length && values[count] === values[count]) count++;
  if (count === values.length) return values;
  const present = new Float64Array(values.length);
  count = 0;
  // A loop: filter of typed arrays costs several times as much.
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === value) present[count++] = value;
  }
  return present.subarray(0, count);
}

/** Median of numbers, none of them NaN, as `quantile` gives it, without sorting all. Throws on no values. */
export function median(values: Float64Array): number {
  if (values.length === 0) throw new Error("The median of no values is not defined.");
  const last = (values.length - 1) >> 1;
  const { parted, below } = around(values, last);
  const middle = last - below;
  const low = nthSmallest(parted, middle);
  if (values.length % 2 === 1) return low;
  let high = Number.POSITIVE_INFINITY;
  for (let i = middle + 1; i < parted.length; i++) high = Math.min(high, parted[i]!);
  return low + 0.5 * (high - low);
}

const sampled = 1024;
const margin = 96; // ranks in a sample: three deviations of its median, twice

/**
 * A copy of the values that may have `n` or `n + 1` others before them in ascending order, and how many smaller ones
 * there are. Of many, those between two values of a sample (Floyd and Rivest 1975); all where these miss the place.
 */
function around(values: Float64Array, n: number): { readonly parted: Float64Array; readonly below: number } {
  if (values.length >= 8 * sampled) {
    const stride = Math.floor(values.length / sampled);
    const sample = new Float64Array(sampled);
    for (let i = 0; i < sampled; i++) sample[i] = values[i * stride]!;
    sample.sort();
    const place = Math.floor(n / stride);
    const low = sample[Math.max(0, place - margin)]!;
    const high = sample[Math.min(sampled - 1, place + margin)]!;
    const parted = new Float64Array(values.length >> 2);
    let below = 0;
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (value < low) below++;
      else if (value <= high) parted[count++] = value; // beyond the room it is dropped, and all are taken
    }
    if (below <= n && n + 1 < below + count && count <= parted.length) {
      return { parted: parted.subarray(0, count), below };
    }
  }
  return { parted: values.slice(), below: 0 };
}

/**
 * The value with `n` others before it in ascending order; moves it to place n, with smaller ones before it and larger
 * ones behind (Hoare's selection, pivots by the median of three).
 */
function nthSmallest(values: Float64Array, n: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = middleOf(values[from]!, values[(from + to) >> 1]!, values[to]!);
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (n <= j) to = j;
    else if (n >= i) from = i;
    else break;
  }
  return values[n]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
