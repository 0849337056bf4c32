import type { Loss } from "../loss.ts";
import type { Kernels } from "./kernels.ts";
import type { Block, Layout } from "./layout.ts";

/** One batch of every network: models × rows. A padding row has share 0. */
export interface Batch<T> {
  readonly inputs: T; // models × rows × (inputs + 1), the last column 1
  readonly targets: T; // models × rows × 1: class number (int32 for softmax), or deviations
  readonly shares: T; // models × rows × 1: row weight / rows of the batch
}

export interface LossAndGradient<T> {
  readonly loss: T; // models: sum of share · loss
  readonly gradient: T; // models × layout.size
}

/** What stays the same from step to step. */
export interface Shape {
  readonly models: number;
  readonly outputs: number;
  readonly loss: Loss;
  readonly fixedScale: boolean; // the input scale learns nothing
}

/** Some networks, one behind the other. */
interface Networks<T> {
  readonly parameters: T; // networks × layout.size
  readonly from: number; // number of the first
  readonly models: number;
}

/** The matrices of networks, as slices of the rows of their parameters. */
export interface Matrices<T> {
  readonly hidden: readonly T[];
  readonly output: T;
  readonly skip: T | null;
  readonly scale: T; // models × 1 × (inputs + 1)
}

export function matricesOf<T>(tf: Kernels<T>, layout: Layout, { parameters, from, models }: Networks<T>): Matrices<T> {
  const sliceOf = ({ offset, rows, columns }: Block) =>
    tf.reshape(tf.slice(parameters, [from, offset], [models, rows * columns]), [models, rows, columns]);
  return {
    hidden: layout.hidden.map(sliceOf),
    output: sliceOf(layout.output),
    skip: layout.skip === null ? null : sliceOf(layout.skip),
    scale: sliceOf(layout.scale),
  };
}

/** What each matrix reads, and the outputs: models × rows × outputs. */
export interface Passed<T> {
  readonly scaled: T;
  readonly hidden: readonly T[]; // outputs of hidden layers, the last column 1
  readonly outputs: T;
}

export function passForward<T>(tf: Kernels<T>, matrices: Matrices<T>, inputs: T): Passed<T> {
  const scaled = tf.mul(inputs, matrices.scale);
  const hidden: T[] = [];
  let read = scaled;
  for (const matrix of matrices.hidden) {
    read = tf.relu(tf.matMul(read, matrix));
    hidden.push(read);
  }
  const direct = tf.matMul(read, matrices.output);
  const outputs = matrices.skip === null ? direct : tf.add(direct, tf.matMul(scaled, matrices.skip));
  return { scaled, hidden, outputs };
}

/** Loss and gradient of one batch. With a fixed scale the gradients of the input scale are zeros and cost nothing. */
export function passBackward<T>(
  tf: Kernels<T>,
  matrices: Matrices<T>,
  { batch, ...shape }: Shape & { readonly batch: Batch<T> },
): LossAndGradient<T> {
  const passed = passForward(tf, matrices, batch.inputs);
  const { gradient, value } = outputGradient(tf, passed.outputs, { ...shape, ...batch });
  const reads = [passed.scaled, ...passed.hidden];
  const flat = (x: T) => tf.reshape(x, [shape.models, -1]);

  const hidden: T[] = [];
  const ofOutput = tf.matMul(reads.at(-1)!, gradient, true);
  let matrix = matrices.output;
  let above = gradient;
  for (let index = passed.hidden.length - 1; index >= 0; index--) {
    const unit = passed.hidden[index]!;
    above = tf.mul(tf.matMul(above, matrix, false, true), tf.step(unit));
    hidden.unshift(tf.matMul(reads[index]!, above, true));
    matrix = matrices.hidden[index]!;
  }
  const parts = [...hidden, ofOutput];
  if (matrices.skip !== null) parts.push(tf.matMul(passed.scaled, gradient, true));
  if (shape.fixedScale) parts.push(tf.zerosLike(matrices.scale));
  else {
    let ofScaled = tf.matMul(above, matrix, false, true);
    if (matrices.skip !== null) ofScaled = tf.add(ofScaled, tf.matMul(gradient, matrices.skip, false, true));
    parts.push(tf.sum(tf.mul(ofScaled, batch.inputs), 1));
  }
  return { loss: value, gradient: tf.concat(parts.map(flat), 1) };
}

/** Gradient of each output times its row's share, and the loss of each model. */
function outputGradient<T>(
  tf: Kernels<T>,
  outputs: T,
  { targets, shares, ...shape }: Omit<Batch<T>, "inputs"> & Shape,
) {
  if (shape.loss === "squared") {
    const deviation = tf.sub(outputs, targets);
    const gradient = tf.mul(deviation, shares);
    return { gradient, value: tf.sum(tf.mul(gradient, deviation), [1, 2]) };
  }
  if (shape.loss === "logistic") {
    const value = tf.sub(tf.softplus(outputs), tf.mul(outputs, targets));
    const gradient = tf.mul(tf.sub(tf.sigmoid(outputs), targets), shares);
    return { gradient, value: tf.sum(tf.mul(value, shares), [1, 2]) };
  }
  const truth = tf.oneHot(tf.reshape(targets, [shape.models, -1]), shape.outputs);
  const shifted = tf.sub(outputs, tf.max(outputs, 2, true));
  const powers = tf.exp(shifted);
  const total = tf.sum(powers, 2, true);
  const value = tf.sub(tf.log(total), tf.sum(tf.mul(shifted, truth), 2, true));
  const gradient = tf.mul(tf.sub(tf.div(powers, total), truth), shares);
  return { gradient, value: tf.sum(tf.mul(value, shares), [1, 2]) };
}
