import { quantileOfSorted } from "../base/statistics.ts";
import type { BinsGroup } from "./input-group.ts";
import type { EncoderOptions } from "./options.ts";

/**
 * Input of one bin of a piecewise-linear code (Gorishniy et al. 2022, arXiv:2203.05556): 0 up to its lower edge, 1 from
 * its upper edge on, linear between; the first bin goes on below down to −1, the last one above up to 2.
 */
export function binCode(edges: readonly number[], bin: number, x: number): number {
  const low = edges[bin]!;
  const high = edges[bin + 1]!;
  if (x <= low && bin > 0) return 0;
  if (x >= high && bin + 2 < edges.length) return 1;
  return Math.max(-1, Math.min(2, (x - low) / (high - low)));
}

/**
 * Bins that each of `columns` columns may have with `rows` training rows, the finer the more rows a column has; less
 * than 2 means none.
 */
export function binLimit(rows: number, columns: number, options: EncoderOptions): number {
  if (options.bins === "none" || columns === 0) return 0;
  const wanted = Math.min(options.binsMaximum, Math.max(4, Math.round(Math.sqrt(rows / columns) / 1.5)));
  return Math.min(wanted, Math.floor(options.binInputs / columns));
}

/**
 * The bins between the least value, the thresholds and the greatest value of `sorted`; null when that is less than two.
 */
export function learnBins(column: string, sorted: Float64Array, thresholds: readonly number[]): BinsGroup | null {
  const least = sorted[0]!;
  const greatest = sorted[sorted.length - 1]!;
  const inner = thresholds.filter((threshold) => threshold > least && threshold < greatest);
  if (inner.length === 0) return null;
  const edges = [least, ...inner, greatest];
  const means = edges.slice(1).map((_, bin) => meanCode(edges, bin, sorted));
  return { kind: "bins", column, edges, means };
}

/** Mean of `binCode` over ascending values: zeros, then what lies in the bin, then ones. */
function meanCode(edges: readonly number[], bin: number, sorted: Float64Array): number {
  const count = sorted.length;
  let total = 0;
  let at = 0;
  if (bin > 0) while (at < count && sorted[at]! <= edges[bin]!) at++;
  const end = bin + 2 < edges.length ? edges[bin + 1]! : Infinity;
  while (at < count && sorted[at]! < end) total += binCode(edges, bin, sorted[at++]!);
  for (; at < count; at++) total += 1; // one by one, as they would be added among others
  return total / count;
}

/** Thresholds that part the values into `bins` equal shares, equal ones once. */
export function quantileThresholds(sorted: Float64Array, bins: number): readonly number[] {
  const inner = Array.from({ length: bins - 1 }, (_, i) => quantileOfSorted(sorted, (i + 1) / bins));
  return [...new Set(inner)];
}

/** Whether the values, NaN left out, hold more than `limit` (a few) different ones. */
export function moreDistinctThan(values: Float64Array, limit: number): boolean {
  const seen: number[] = [];
  for (const x of values) {
    if (x !== x || seen.includes(x)) continue;
    seen.push(x);
    if (seen.length > limit) return true;
  }
  return false;
}
