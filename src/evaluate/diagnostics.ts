import type { NumberMatrix } from "../base/matrix.ts";
import { sidesOf } from "./area.ts";
import { calibrationBins } from "./calibration.ts";
import { curvesOf } from "./curves.ts";
import type { Diagnostics } from "./results/errors.ts";
import { mostProbable } from "./score.ts";

const scatterLimit = 1000;
const histogramBins = 30;

/**
 * Errors of a classifier on held-out rows of all folds: `truth` holds class numbers, `probabilities` is rows × classes.
 * One curve a class that has rows inside and outside; with two classes one curve, of the second.
 */
export function diagnoseClassification(input: {
  readonly model: string;
  readonly classes: readonly string[];
  readonly truth: ArrayLike<number>;
  readonly probabilities: NumberMatrix;
}): Diagnostics {
  const { classes, truth, probabilities } = input;
  const { rows, columns, data } = probabilities;
  const confusion = classes.map(() => classes.map(() => 0));
  for (let row = 0; row < rows; row++) {
    const predicted = mostProbable(data.subarray(row * columns, (row + 1) * columns));
    confusion[truth[row]!]![predicted]!++;
  }
  const drawn = classes.length === 2 ? [1] : classes.map((_, k) => k);
  const curves = drawn.flatMap((k) => {
    const scores = Float32Array.from({ length: rows }, (_, row) => data[row * columns + k]!);
    const both = curvesOf(sidesOf(scores, (row) => truth[row] === k));
    return both === null ? [] : [{ positive: classes[k]!, ...both }];
  });
  return {
    model: input.model,
    classes,
    confusion,
    roc: curves.map(({ positive, roc }) => ({ positive, ...roc })),
    precisionRecall: curves.map(({ positive, precisionRecall }) => ({ positive, ...precisionRecall })),
    calibration: calibrationBins(truth, probabilities),
    scatter: [],
    residuals: [],
  };
}

/** Errors of a regression on held-out rows of all folds, in target units; `predictions` is rows × 1. */
export function diagnoseRegression(input: {
  readonly model: string;
  readonly truth: ArrayLike<number>;
  readonly predictions: NumberMatrix;
}): Diagnostics {
  const { truth, predictions } = input;
  const rows = predictions.rows;
  const step = Math.max(1, rows / scatterLimit);
  const drawn = Array.from({ length: Math.min(rows, scatterLimit) }, (_, i) => Math.floor(i * step));
  return {
    model: input.model,
    classes: [],
    confusion: null,
    roc: [],
    precisionRecall: [],
    calibration: [],
    scatter: drawn.map((row) => ({ actual: truth[row]!, predicted: predictions.data[row]! })),
    residuals: histogram(Float64Array.from({ length: rows }, (_, row) => predictions.data[row]! - truth[row]!)),
  };
}

/** Equal bins from the least to the largest value; a single bin when all values are equal. */
function histogram(values: Float64Array): Diagnostics["residuals"] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((largest, value) => Math.max(largest, value), Number.NEGATIVE_INFINITY);
  if (values.length === 0) return [];
  const bins = high > low ? histogramBins : 1;
  const width = (high - low) / bins;
  const rows = Array.from({ length: bins }, () => 0);
  for (const value of values) rows[width === 0 ? 0 : Math.min(bins - 1, Math.floor((value - low) / width))]!++;
  return rows.map((count, i) => ({
    from: low + i * width,
    to: i + 1 === bins ? high : low + (i + 1) * width,
    rows: count,
  }));
}
