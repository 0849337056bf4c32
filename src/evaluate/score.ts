import type { NumberMatrix } from "../base/matrix.ts";
import { squareUnit, sum } from "../base/statistics.ts";
import { rankArea } from "./area.ts";
import type { MetricId } from "./results/models.ts";

/** Scores by metric; a metric that is not defined on these rows is absent, never NaN. */
export type Scores = Partial<Record<MetricId, number>>;

/** The least probability that log-loss grants to the true class: half a vote of 500 trees. */
const probabilityFloor = 0.001;

/**
 * Scores of class probabilities: `truth` holds class numbers (columns of `probabilities`), one a row; `weights` count
 * rows, null = all 1. Ties of the most probable class go to the first. ROC-AUC is over classes that have rows inside
 * and outside. Throws on no rows, a length that does not fit, a class number out of range or a probability that is not
 * finite: those are bugs above.
 */
export function scoreClassification(
  truth: ArrayLike<number>,
  probabilities: NumberMatrix,
  weights: ArrayLike<number> | null = null,
): Scores {
  check(truth, probabilities, weights);
  const { rows, columns } = probabilities;
  const weight = (row: number) => (weights === null ? 1 : weights[row]!);
  const totals = { weight: 0, loss: 0, lossUnclipped: 0, right: 0, brier: 0 };
  const recall = Array.from({ length: columns }, () => ({ right: 0, rows: 0 }));
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  for (let row = 0; row < rows; row++) {
    const share = probabilities.data.subarray(row * columns, (row + 1) * columns);
    const w = weight(row);
    const predicted = mostProbable(share);
    const right = predicted === truth[row]! ? w : 0;
    const p = share[truth[row]!]!;
    totals.weight += w;
    totals.loss -= w * Math.log(Math.min(1, Math.max(p, probabilityFloor)));
    totals.lossUnclipped -= w * Math.log(Math.min(1, Math.max(p, 1e-15)));
    totals.right += right;
    totals.brier += w * brierOfRow(share, truth[row]!);
    recall[truth[row]!]!.rows += w;
    recall[truth[row]!]!.right += right;
    const bin = bins[Math.min(9, Math.floor(share[predicted]! * 10))]!;
    bin.confidence += w * share[predicted]!;
    bin.right += right;
  }
  if (!(totals.weight > 0)) return {};
  const present = recall.filter((entry) => entry.rows > 0);
  const area = macroArea(truth, probabilities, weights);
  return {
    logLoss: totals.loss / totals.weight,
    logLossUnclipped: totals.lossUnclipped / totals.weight,
    accuracy: totals.right / totals.weight,
    balancedAccuracy: sum(present.map((entry) => entry.right / entry.rows)) / present.length,
    ...(area === null ? {} : { rocAuc: area }),
    brier: totals.brier / totals.weight,
    calibrationError: sum(bins.map((bin) => Math.abs(bin.confidence - bin.right))) / totals.weight,
  };
}

/** Column of the largest probability, the first of equals. */
export function mostProbable(share: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < share.length; k++) if (share[k]! > share[best]!) best = k;
  return best;
}

/**
 * Scores of predicted numbers in target units. R² is absent when the truth is constant. Throws as `scoreClassification`
 * does.
 */
export function scoreRegression(
  truth: ArrayLike<number>,
  predictions: NumberMatrix,
  weights: ArrayLike<number> | null = null,
): Scores {
  check(truth, predictions, weights);
  const weight = Float64Array.from(truth, (_, i) => (weights === null ? 1 : weights[i]!));
  const total = sum(weight);
  if (!(total > 0)) return {};
  const first = truth[0]!;
  const centre = first + sum(weight.map((w, i) => w * (truth[i]! - first))) / total; // an offset costs no digits
  const errors = weight.map((_, i) => predictions.data[i]! - truth[i]!);
  const distances = weight.map((_, i) => truth[i]! - centre);
  const [unit, spreadUnit] = [squareUnit(errors), squareUnit(distances)];
  const squares = sum(weight.map((w, i) => w * squared(errors[i]! / unit))) / total;
  const spread = sum(weight.map((w, i) => w * squared(distances[i]! / spreadUnit))) / total;
  const constant = Array.from(truth).every((value) => value === first);
  const rmse = Math.sqrt(squares) * unit;
  const deviation = Math.sqrt(spread) * spreadUnit;
  return {
    rmse,
    mae: (sum(weight.map((w, i) => w * Math.abs(errors[i]! / unit))) / total) * unit,
    ...(constant || !(deviation > 0) ? {} : { r2: 1 - squared(rmse / deviation) }),
  };
}

function squared(x: number): number {
  return x * x;
}

function brierOfRow(share: Float32Array | Float64Array, truth: number): number {
  if (share.length === 2) return squared(share[1]! - truth);
  let total = 0;
  for (let k = 0; k < share.length; k++) total += squared(share[k]! - (k === truth ? 1 : 0));
  return total;
}

function macroArea(
  truth: ArrayLike<number>,
  probabilities: NumberMatrix,
  weights: ArrayLike<number> | null,
): number | null {
  const { rows, columns, data } = probabilities;
  const classes = columns === 2 ? [1] : Array.from({ length: columns }, (_, k) => k);
  const areas = classes
    .map((k) => {
      const scores = Float32Array.from({ length: rows }, (_, row) => data[row * columns + k]!);
      return rankArea(scores, (row) => truth[row] === k, weights);
    })
    .filter((area) => area !== null);
  return areas.length === 0 ? null : sum(areas) / areas.length;
}

function check(truth: ArrayLike<number>, predictions: NumberMatrix, weights: ArrayLike<number> | null): void {
  const { rows, columns, data } = predictions;
  if (rows === 0) throw new Error("Scores need at least one row.");
  if (truth.length !== rows || (weights !== null && weights.length !== rows)) {
    throw new Error(`${truth.length} true values (${weights?.length ?? "no"} weights) for ${rows} predictions.`);
  }
  if (data.some((value) => !Number.isFinite(value))) throw new Error("A prediction is not finite.");
  if (columns > 1 && Array.from(truth).some((k) => !(k >= 0 && k < columns))) {
    throw new Error(`A class number is not in 0 to ${columns - 1}.`);
  }
}
