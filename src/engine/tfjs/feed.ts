import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import type { Loss } from "../loss.ts";
import type { Batch } from "./descend.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

/** The rows of one epoch on the device; inputs once, whatever the number of networks. */
export interface Feed {
  readonly inputs: Tensor; // rows of the data × (inputs + 1)
  readonly rows: Tensor; // models × order, int32
  readonly targets: Tensor; // models × order × 1
  readonly shares: Tensor; // models × order × 1
}

/** Uploads what the orders of all models need. Orders that are shorter than the longest are filled up with rows of share 0. */
export function feedOf(
  tf: TensorFlow,
  data: Prepared,
  orders: readonly Uint32Array[],
  batch: number,
  loss: Loss,
): Feed {
  const models = orders.length;
  const length = longest(orders);
  const rows = new Int32Array(models * length);
  const targets = loss === "softmax" ? new Int32Array(models * length) : new Float32Array(models * length);
  const shares = new Float32Array(models * length);
  for (const [model, order] of orders.entries()) {
    const start = model * length;
    for (const [at, row] of order.entries()) {
      rows[start + at] = row;
      targets[start + at] = data.targets[row]!;
      const rowsOfBatch = Math.min(batch, order.length - Math.floor(at / batch) * batch);
      shares[start + at] = (data.weights?.[row] ?? 1) / rowsOfBatch;
    }
  }
  const shape = [models, length, 1];
  return {
    inputs: withOnes(tf, data.inputs, null),
    rows: tf.tensor(rows, [models, length], "int32"),
    targets: tf.tensor(targets, shape, loss === "softmax" ? "int32" : "float32"),
    shares: tf.tensor(shares, shape, "float32"),
  };
}

export function longest(orders: readonly Uint32Array[]): number {
  return orders.reduce((most, order) => Math.max(most, order.length), 0);
}

/** The batch of `count` rows from place `from` of every order. */
export function batchOf(tf: TensorFlow, feed: Feed, from: number, count: number): Batch {
  const models = feed.rows.shape[0]!;
  const cut = (x: Tensor) => tf.slice(x, [0, from, 0], [models, count, 1]);
  return {
    inputs: tf.gather(feed.inputs, tf.slice(feed.rows, [0, from], [models, count])),
    targets: cut(feed.targets),
    shares: cut(feed.shares),
  };
}

/** The named rows of a matrix (all when null) with a last column of ones: rows × (columns + 1). */
export function withOnes(tf: TensorFlow, { rows, columns, data }: Matrix, index: RowIndex | null): Tensor {
  const count = index?.length ?? rows;
  const padded = new Float32Array(count * (columns + 1));
  for (let i = 0; i < count; i++) {
    const from = (index?.[i] ?? i) * columns;
    padded.set(data.subarray(from, from + columns), i * (columns + 1));
    padded[i * (columns + 1) + columns] = 1;
  }
  return tf.tensor(padded, [count, columns + 1], "float32");
}

/** Whether every input, target and weight of these rows is a finite number. */
export function allFinite(data: Prepared, orders: readonly Uint32Array[]): boolean {
  const { columns, data: inputs } = data.inputs;
  const fits = (row: number) =>
    Number.isFinite(data.targets[row]) &&
    Number.isFinite(data.weights?.[row] ?? 1) &&
    inputs.subarray(row * columns, (row + 1) * columns).every(Number.isFinite);
  return orders.every((order) => order.every(fits));
}
