import type { NumberMatrix } from "../base/matrix.ts";
import { normalQuantile } from "../base/distributions.ts";
import { sum } from "../base/statistics.ts";
import type { CalibrationRule } from "./results/certainty.ts";
import type { Diagnostics } from "./results/errors.ts";
import { mostProbable } from "./score.ts";

const bins = 10;

/**
 * Promised against observed shares in ten bins of equally many rows, with Wilson's 95% interval for the observed one.
 * Two classes: probability of the second; more: probability of the predicted class and how often it was right.
 */
export function calibrationBins(truth: ArrayLike<number>, probabilities: NumberMatrix): Diagnostics["calibration"] {
  return countBins(truth, probabilities).map(({ promised, right, rows }) => ({
    predicted: promised,
    observed: right / rows,
    ...wilson(right, rows),
    rows,
  }));
}

/** What the same bins say of a new row; `repeats` is how often each row was predicted. */
export function calibrationRule(
  truth: ArrayLike<number>,
  probabilities: NumberMatrix,
  repeats: number,
): CalibrationRule {
  const counted = countBins(truth, probabilities);
  return {
    kind: "calibration",
    edges: counted.slice(0, -1).map(({ end }) => end),
    bins: counted.map(({ right, rows }) => ({ right: right / repeats, rows: rows / repeats })),
  };
}

/** The bin of a probability, and how often such ones came true, with an interval of `level` per cent. */
export function calibratedBy({ edges, bins }: CalibrationRule, probability: number, level: number) {
  const after = edges.findIndex((edge) => probability <= edge);
  const { right, rows } = bins[after < 0 ? edges.length : after]!;
  return { share: right / rows, ...wilson(right, rows, level / 100) };
}

interface Bin {
  readonly promised: number; // mean
  readonly end: number; // largest promise
  readonly right: number;
  readonly rows: number;
}

function countBins(truth: ArrayLike<number>, probabilities: NumberMatrix): readonly Bin[] {
  const { rows, columns, data } = probabilities;
  const promised = new Float64Array(rows);
  const came = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const share = data.subarray(row * columns, (row + 1) * columns);
    const column = columns === 2 ? 1 : mostProbable(share);
    promised[row] = share[column]!;
    came[row] = truth[row] === column ? 1 : 0;
  }
  const sorted = promised.slice().sort(); // several times as fast as sorting rows
  const stretches = cuts(sorted);
  const right = new Uint32Array(stretches.length);
  for (let row = 0; row < rows; row++) {
    if (came[row] === 1) right[stretches.findIndex(([, end]) => promised[row]! <= sorted[end - 1]!)]!++;
  }
  return stretches.map(([start, end], bin) => ({
    promised: sum(sorted.subarray(start, end)) / (end - start),
    end: sorted[end - 1]!,
    right: right[bin]!,
    rows: end - start,
  }));
}

/** Ten stretches of about equal length; equal promises stay in one. */
function cuts(sorted: Float64Array): readonly (readonly [number, number])[] {
  const stretches: [number, number][] = [];
  let start = 0;
  for (let bin = 1; bin <= bins; bin++) {
    let end = Math.round((bin * sorted.length) / bins);
    while (end < sorted.length && end > 0 && sorted[end] === sorted[end - 1]) end++;
    if (end > start) stretches.push([start, end]);
    start = Math.max(start, end);
  }
  return stretches;
}

/** Wilson's interval (1927) of a share: right near 0 and 1, where the usual one fails. */
export function wilson(hits: number, rows: number, confidence = 0.95): { readonly low: number; readonly high: number } {
  if (rows === 0) return { low: 0, high: 1 };
  const z = normalQuantile((1 + confidence) / 2);
  const share = hits / rows;
  const centre = share + (z * z) / (2 * rows);
  const half = z * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  const scale = 1 + (z * z) / rows;
  // At 0 and at 1 the bound is exact; rounding must not move it past them.
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - half) / scale),
    high: hits === rows ? 1 : Math.min(1, (centre + half) / scale),
  };
}
