import type { Matrix } from "../base/matrix.ts";

/** One model's outputs on rows that it did not train on, with the targets of the same rows. */
export interface HeldOut {
  readonly outputs: Matrix; // rows × outputs, logits
  readonly targets: Float32Array; // class numbers, one a row
}

const lowest = 1 / 16;
const highest = 16;

/** Newton's steps square their error, so after one this small the next would change nothing that a loss could show. */
const closeEnough = 1e-4;

/**
 * The sharpness β (1 / temperature) that minimises the log-loss of softmax(β·logits) over all held-out rows: the loss is convex in β,
 * so its derivative is brought to zero by Newton steps from `first`, kept inside a shrinking bracket. Between 1/16 and 16; `first`
 * without rows.
 */
export function fitSharpness(heldOut: readonly HeldOut[], first = 1): number {
  let low = lowest;
  let high = highest;
  let sharpness = first;
  for (let step = 0; step < 40; step++) {
    const { slope, curvature } = derivatives(heldOut, sharpness);
    if (slope === 0) return sharpness;
    if (slope > 0) high = sharpness;
    else low = sharpness;
    const newton = curvature > 0 ? sharpness - slope / curvature : Number.NaN;
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    if (Math.abs(next - sharpness) < closeEnough * sharpness) return next;
    sharpness = next;
  }
  return sharpness;
}

/** First and second derivative of the summed log-loss by β: how far the expected logit is from the true one, and the logit's variance. */
function derivatives(heldOut: readonly HeldOut[], sharpness: number): { slope: number; curvature: number } {
  let slope = 0;
  let curvature = 0;
  for (const { outputs, targets } of heldOut) {
    const { rows, columns, data } = outputs;
    for (let i = 0; i < rows; i++) {
      if (columns === 1) {
        const z = data[i]!;
        const probability = 1 / (1 + Math.exp(-sharpness * z));
        slope += z * (probability - targets[i]!);
        curvature += z * z * probability * (1 - probability);
        continue;
      }
      const start = i * columns;
      const top = data[start + argMax(data, start, columns)]!;
      let sum = 0;
      let first = 0;
      let second = 0;
      for (let c = 0; c < columns; c++) {
        const z = data[start + c]! - top;
        const e = Math.exp(sharpness * z);
        sum += e;
        first += e * z;
        second += e * z * z;
      }
      const mean = first / sum;
      slope += mean - (data[start + targets[i]!]! - top);
      curvature += second / sum - mean * mean;
    }
  }
  return { slope, curvature };
}

function argMax(data: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let c = 1; c < count; c++) if (data[start + c]! > data[start + best]!) best = c;
  return best;
}
