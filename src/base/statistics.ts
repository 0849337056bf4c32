import { orderOf } from "./order.ts";

/** Sum with a running compensation (Neumaier 1974), so that many small values are not lost beside large ones. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** What numbers lie between, and how many there are; NaN is none. */
export interface Extent {
  readonly low: number; // with `high`: infinities, low above high, where there is none
  readonly high: number;
  readonly present: number;
}

/** The least and the greatest value, and how many are not NaN. */
export function extent(values: Float64Array): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let present = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
    present += Number(value === value);
  }
  return { low, high, present };
}

/** Arithmetic mean. Throws on no values. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new Error("The mean of no values is not defined.");
  return sum(values) / values.length;
}

/** Unbiased variance (n − 1), in two passes; 0 for a single value. */
export function variance(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  const squares = Float64Array.from(values, (value) => (value - centre) * (value - centre));
  return sum(squares) / (values.length - 1);
}

/** A power of two in which the squares of the values fit float64; 1 where they do so as they are. */
export function squareUnit(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most === 0 || (most > 1e-100 && most < 1e100) ? 1 : 2 ** Math.floor(Math.log2(most));
}

/**
 * Quantile by linear interpolation between the two nearest ranks (type 7 of R). `share` is 0 to 1. Throws on no values.
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) throw new Error("A quantile of no values is not defined.");
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** As `quantile`, for values that are already ascending. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const position = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  if (position === below) return low;
  return low + (position - below) * (sorted[below + 1]! - low);
}

/** The values that are numbers, ascending. */
export function sortedPresent(values: Float64Array): Float64Array {
  const sorted = values.slice().sort(); // NaN last
  let end = sorted.length;
  while (end > 0 && Number.isNaN(sorted[end - 1])) end--;
  return sorted.subarray(0, end);
}

/** Ranks from 1, ties share the mean of their ranks. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = orderOf(values);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) result[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}
