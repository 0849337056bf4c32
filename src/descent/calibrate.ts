import type { Matrix } from "../base/matrix.ts";
import type { EnsembleOptions } from "./options.ts";

/** One model's outputs on rows that it did not train on, with the targets of the same rows. */
export interface HeldOut {
  readonly outputs: Matrix; // rows × outputs, logits
  readonly targets: Float32Array; // class numbers, one a row
  readonly weights: Float32Array | null; // of the rows; null: all weigh 1
}

/** Outputs on the holdout of a network. */
export interface HeldOutRows extends HeldOut {
  readonly rows: Uint32Array; // of the prepared data
}

const lowest = 1 / 16;
const highest = 16;

/** Newton steps square their error: after one this small, the next would change no loss visibly. */
const closeEnough = 1e-4;

/**
 * The inverse temperature β that minimises the log-loss of softmax(β·logits) over all held-out rows: the loss is convex
 * in β, so its derivative is brought to zero by Newton steps from `first`, kept inside a shrinking bracket. Between
 * 1/16 and 16; `first` without rows.
 */
export function fitInverseTemperature(heldOut: readonly HeldOut[], first = 1): number {
  let low = lowest;
  let high = highest;
  let beta = first;
  for (let step = 0; step < 40; step++) {
    const { gradient, curvature } = derivatives(heldOut, beta);
    if (gradient === 0) return beta;
    if (gradient > 0) high = beta;
    else low = beta;
    const newton = curvature > 0 ? beta - gradient / curvature : Number.NaN;
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    if (Math.abs(next - beta) < closeEnough * beta) return next;
    beta = next;
  }
  return beta;
}

/**
 * First and second derivative of the weighted log-loss by β: how far the expected logit is from the true one, and the
 * logit's variance.
 */
function derivatives(heldOut: readonly HeldOut[], beta: number): { gradient: number; curvature: number } {
  let gradient = 0;
  let curvature = 0;
  for (const { outputs, targets, weights } of heldOut) {
    const { rows, columns, data } = outputs;
    for (let i = 0; i < rows; i++) {
      const weight = weights === null ? 1 : weights[i]!;
      if (columns === 1) {
        const z = data[i]!;
        const probability = 1 / (1 + Math.exp(-beta * z));
        gradient += weight * z * (probability - targets[i]!);
        curvature += weight * z * z * probability * (1 - probability);
        continue;
      }
      const start = i * columns;
      const top = data[start + argMax(data, start, columns)]!;
      let sum = 0;
      let first = 0;
      let second = 0;
      for (let c = 0; c < columns; c++) {
        const z = data[start + c]! - top;
        const e = Math.exp(beta * z);
        sum += e;
        first += e * z;
        second += e * z * z;
      }
      const mean = first / sum;
      gradient += weight * (mean - (data[start + targets[i]!]! - top));
      curvature += weight * (second / sum - mean * mean);
    }
  }
  return { gradient, curvature };
}

function argMax(data: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) if (data[start + c]! > data[start + best]!) best = c;
  return best;
}

/**
 * Inverse temperatures to average the probabilities over. The mean of several networks is already softer than each of
 * them, so what was fitted to the members is used at half strength: the mean of the plain and the calibrated
 * probabilities.
 */
export function inverseTemperaturesOf(fitted: number, strength: EnsembleOptions["calibrate"]): readonly number[] {
  return strength === "none" ? [1] : strength === "full" ? [fitted] : [1, fitted];
}
