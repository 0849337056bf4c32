import type { RowIndex } from "../base/matrix.ts";
import { smoothClip } from "../base/smooth-clip.ts";
import { quantileOfSorted } from "../base/statistics.ts";
import { binCode } from "./bins.ts";
import type { BinsGroup, LogGroup, NumericGroup, RankGroup, ScaledGroup, Write } from "./input-group.ts";

/** Values beyond ±1e150 count as that, so that no difference or square overflows. */
export const largest = 1e150;

/**
 * Median, and the distance between the quartiles; half the range where the quartiles are equal, 1 where all values are.
 */
export function learnScaled(column: string, sorted: Float64Array): ScaledGroup {
  const quartiles = quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25);
  const scale = quartiles > 0 ? quartiles : (sorted[sorted.length - 1]! - sorted[0]!) / 2;
  return { kind: "scaled", column, centre: quantileOfSorted(sorted, 0.5), scale: scale > 0 ? scale : 1 };
}

/**
 * A further copy of a column with heavy tails, or null for another. Of the distances from the median that are not zero,
 * heavy tails have a 99% quantile above 10 medians: about 4 for a normal, 8 for an exponential and 17 for a log-normal
 * distribution.
 */
export function learnTails(column: string, sorted: Float64Array, how: "log" | "rank"): LogGroup | RankGroup | null {
  const centre = quantileOfSorted(sorted, 0.5);
  const distances = sorted
    .map((value) => Math.abs(value - centre))
    .filter((distance) => distance > 0)
    .sort();
  if (distances.length === 0) return null;
  const far = quantileOfSorted(distances, 0.99);
  const typical = Math.max(quantileOfSorted(distances, 0.5), far / 1e12); // so that far / typical is a number
  if (!(far > 10 * typical)) return null;
  return how === "log" ? { kind: "log", column, centre, typical, far } : learnRank(column, sorted);
}

const rankSteps = 64;

function learnRank(column: string, sorted: Float64Array): RankGroup {
  const values: number[] = [];
  const shares: number[] = [];
  for (let step = 0; step <= rankSteps; ) {
    const value = quantileOfSorted(sorted, step / rankSteps);
    const first = step;
    while (step <= rankSteps && quantileOfSorted(sorted, step / rankSteps) === value) step++;
    values.push(value);
    shares.push((first + step - 1) / (2 * rankSteps)); // a value that fills several steps has the middle of them
  }
  return { kind: "rank", column, values, shares };
}

/** Signed logarithm: 0 at the centre, 2 at the 99% distance, then clipped smoothly below 3. */
export function logCode(group: LogGroup, x: number): number {
  const distance = x - group.centre;
  const size = Math.log1p(Math.abs(distance) / group.typical) / Math.log1p(group.far / group.typical);
  return smoothClip(distance < 0 ? -2 * size : 2 * size);
}

/** (2 · share − 1) · √3: a uniform column has deviation 1. */
export function rankCode(group: RankGroup, x: number): number {
  const { values, shares } = group;
  const last = values.length - 1;
  let share = shares[last]!;
  if (x <= values[0]!) share = shares[0]!;
  else if (x < values[last]!) {
    let low = 0;
    let high = last;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (values[middle]! <= x) low = middle;
      else high = middle;
    }
    const part = (x - values[low]!) / (values[high]! - values[low]!);
    share = shares[low]! + part * (shares[high]! - shares[low]!);
  }
  return (2 * share - 1) * Math.sqrt(3);
}

/** How the group writes cells of a numeric column; missing cells stay zero. */
export function numericWriter(group: NumericGroup, values: Float64Array, rows: RowIndex): Write {
  if (group.kind === "bins") return binsWriter(group, values, rows);
  const code = codeOf(group);
  return ({ from, to, data, stride, offset }) => {
    for (let i = from; i < to; i++) {
      const x = values[rows[i]!]!;
      if (x === x) data[i * stride + offset] = code(bounded(x));
    }
  };
}

function codeOf(group: ScaledGroup | LogGroup | RankGroup): (x: number) => number {
  if (group.kind === "log") return (x) => logCode(group, x);
  if (group.kind === "rank") return (x) => rankCode(group, x);
  return (x) => smoothClip((x - group.centre) / group.scale);
}

function binsWriter({ edges, means }: BinsGroup, values: Float64Array, rows: RowIndex): Write {
  return ({ from, to, data, stride, offset }) => {
    for (let i = from; i < to; i++) {
      const x = bounded(values[rows[i]!]!);
      if (x !== x) continue;
      const start = i * stride + offset;
      for (let bin = 0; bin < means.length; bin++) data[start + bin] = binCode(edges, bin, x) - means[bin]!;
    }
  };
}

function bounded(x: number): number {
  return x > largest ? largest : x < -largest ? -largest : x;
}

/** Values of the named rows, within ±`largest`; NaN where missing. */
export function cellsOf(values: Float64Array, rows: RowIndex): Float64Array {
  const cells = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) cells[i] = bounded(values[rows[i]!]!) + 0; // no −0: JSON would turn it into 0
  return cells;
}
