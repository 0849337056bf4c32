import type { Matrix } from "../base/matrix.ts";
import type { Task } from "../prepare/prepared.ts";

/** The probability of the true class is not taken below this: half a vote of 500 trees, as in the evaluation. */
const smallestProbability = 0.001;

/** What outputs are compared with. */
interface Truth {
  readonly targets: Float32Array;
  readonly task: Task;
  readonly inverseTemperature?: number; // default 1
}

/**
 * Loss of each row: nats for classes, squared deviations for numbers. `outputs` is rows × outputs as a network gives
 * them; `targets[rows[i]]` belongs to its row i. Logits are multiplied by `inverseTemperature`; numbers are clamped to
 * the training range.
 */
export function rowLosses(
  outputs: Matrix,
  rows: Uint32Array,
  { targets, task, inverseTemperature = 1 }: Truth,
): Float64Array {
  const losses = new Float64Array(outputs.rows);
  if (task.kind === "regression") {
    const low = (task.low - task.mean) / task.deviation;
    const high = (task.high - task.mean) / task.deviation;
    for (let i = 0; i < outputs.rows; i++) {
      const difference = Math.min(high, Math.max(low, outputs.data[i]!)) - targets[rows[i]!]!;
      losses[i] = difference * difference;
    }
    return losses;
  }
  const largest = -Math.log(smallestProbability);
  for (let i = 0; i < outputs.rows; i++) {
    losses[i] = Math.min(largest, crossEntropy(outputs, i, targets[rows[i]!]!, inverseTemperature));
  }
  return losses;
}

// oxlint-disable-next-line max-params -- called for each row: an object would cost as much as the sum
function crossEntropy(outputs: Matrix, row: number, target: number, inverseTemperature: number): number {
  const { columns, data } = outputs;
  const start = row * columns;
  if (columns === 1) {
    const signed = inverseTemperature * (target === 1 ? data[start]! : -data[start]!);
    return signed > 0 ? Math.log(1 + Math.exp(-signed)) : -signed + Math.log(1 + Math.exp(signed));
  }
  let highest = -Infinity;
  for (let c = 0; c < columns; c++) highest = Math.max(highest, data[start + c]!);
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += Math.exp(inverseTemperature * (data[start + c]! - highest));
  return Math.log(sum) - inverseTemperature * (data[start + target]! - highest);
}

/** Weighted mean; all weights 1 when null. `weights[rows[i]]` belongs to `losses[i]`. */
export function meanLoss(losses: Float64Array, rows: Uint32Array, weights: Float32Array | null): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < losses.length; i++) {
    const weight = weights === null ? 1 : weights[rows[i]!]!;
    sum += weight * losses[i]!;
    total += weight;
  }
  return total > 0 ? sum / total : 0;
}
