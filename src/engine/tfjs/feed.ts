import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import type { Step } from "../engine.ts";
import type { Loss } from "../loss.ts";
import type { Batch } from "./descend.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

/** What one network is to do in an epoch. */
export interface Run {
  readonly order: Uint32Array;
  readonly step: Step;
}

/**
 * The rows of one epoch on the device: every model has room for `width` rows in each step, padded with the table's row
 * of zeros at share 0.
 */
export interface Feed {
  readonly rows: Tensor; // models × steps × width, int32
  readonly targets: Tensor; // models × steps × width × 1
  readonly shares: Tensor; // models × steps × width × 1
}

/** Steps of the longest run, and rows of the widest. */
export function sizeOf(runs: readonly (Run | null)[]): { readonly steps: number; readonly width: number } {
  let [steps, width] = [0, 0];
  for (const run of runs) {
    if (run === null) continue;
    steps = Math.max(steps, run.step.rates.length);
    width = Math.max(width, Math.min(run.step.batch, run.order.length));
  }
  return { steps, width };
}

/** Rows of a run in its step number `step`. */
export function rowsOf({ order, step: { batch } }: Run, step: number): number {
  return Math.max(0, Math.min(batch, order.length - step * batch));
}

interface Epoch {
  readonly runs: readonly (Run | null)[]; // of each model; null stands still
  readonly loss: Loss;
}

export function feedOf(tf: TensorFlow, data: Prepared, { runs, loss }: Epoch): Feed {
  const { steps, width } = sizeOf(runs);
  const length = steps * width;
  const rows = new Int32Array(runs.length * length).fill(data.inputs.rows);
  const targets = loss === "softmax" ? new Int32Array(rows.length) : new Float32Array(rows.length);
  const shares = new Float32Array(rows.length);
  for (const [model, run] of runs.entries()) {
    if (run === null) continue;
    const { batch } = run.step;
    for (const [at, row] of run.order.entries()) {
      const step = Math.floor(at / batch);
      const place = model * length + step * width + (at - step * batch);
      rows[place] = row;
      targets[place] = data.targets[row]!;
      shares[place] = (data.weights?.[row] ?? 1) / rowsOf(run, step);
    }
  }
  const shape = [runs.length, steps, width];
  return {
    rows: tf.tensor(rows, shape, "int32"),
    targets: tf.tensor(targets, [...shape, 1], loss === "softmax" ? "int32" : "float32"),
    shares: tf.tensor(shares, [...shape, 1], "float32"),
  };
}

/** The batch of step number `step`. */
export function batchOf(
  tf: TensorFlow,
  table: Tensor,
  { rows, targets, shares, step }: Feed & { readonly step: number },
): Batch<Tensor> {
  const [models = 0, , width = 0] = rows.shape;
  const column = (x: Tensor) => tf.reshape(tf.slice(x, [0, step, 0, 0], [models, 1, width, 1]), [models, width, 1]);
  const index = tf.reshape(tf.slice(rows, [0, step, 0], [models, 1, width]), [models, width]);
  return { inputs: tf.gather(table, index), targets: column(targets), shares: column(shares) };
}

/** The rows of a matrix, each with a last column 1, followed by a row of zeros that pads batches. */
export function tableOf(tf: TensorFlow, { rows, columns, data }: Matrix): Tensor {
  const padded = new Float32Array((rows + 1) * (columns + 1));
  for (let row = 0; row <= rows; row++) {
    padded.set(data.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
    padded[row * (columns + 1) + columns] = 1;
  }
  return tf.tensor(padded, [rows + 1, columns + 1], "float32");
}

interface RowsOfModels {
  readonly index: Int32Array; // a part a model, all of one length
  readonly models: number;
}

/** Rows of a matrix for several models, with a last column 1: models × rows × (columns + 1). */
export function rowsFor(tf: TensorFlow, inputs: Matrix, { index, models }: RowsOfModels): Tensor {
  const { rows, columns, data } = inputs;
  const padded = new Float32Array(index.length * (columns + 1));
  for (const [at, row] of index.entries()) {
    if (row < rows) padded.set(data.subarray(row * columns, (row + 1) * columns), at * (columns + 1));
    padded[at * (columns + 1) + columns] = 1;
  }
  return tf.tensor(padded, [models, index.length / models, columns + 1], "float32");
}

/** Whether every input, target and weight of these rows is a finite number. */
export function allFinite(data: Prepared, runs: readonly (Run | null)[]): boolean {
  const { columns, data: inputs } = data.inputs;
  const fits = (row: number) =>
    Number.isFinite(data.targets[row]) &&
    Number.isFinite(data.weights?.[row] ?? 1) &&
    inputs.subarray(row * columns, (row + 1) * columns).every(Number.isFinite);
  return runs.every((run) => run === null || run.order.every(fits));
}
