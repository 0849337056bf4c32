import type { Loss } from "../loss.ts";
import type { Block, Layout } from "./layout.ts";
import type { Tensor, TensorFlow } from "./tensorflow.ts";

/** One batch of every network: models × rows. A row that only fills up has share 0. */
export interface Batch {
  readonly inputs: Tensor; // models × rows × (inputs + 1), the last column 1
  readonly targets: Tensor; // models × rows × 1: class number (int32 for softmax), or deviations
  readonly shares: Tensor; // models × rows × 1: row weight / rows of the batch
}

export interface LossAndGradient {
  readonly loss: Tensor; // models: sum of share · loss
  readonly gradient: Tensor; // models × layout.size
}

/**
 * The matrices of `models` networks from number `from` on, as slices of the rows of their parameters (× layout.size).
 */
export interface Matrices {
  readonly hidden: readonly Tensor[];
  readonly output: Tensor;
  readonly skip: Tensor | null;
  readonly scale: Tensor; // models × 1 × (inputs + 1)
}

export function matricesOf(tf: TensorFlow, layout: Layout, parameters: Tensor, from: number, models: number): Matrices {
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
export interface Passed {
  readonly scaled: Tensor;
  readonly hidden: readonly Tensor[]; // outputs of hidden layers, the last column 1
  readonly outputs: Tensor;
}

export function passForward(tf: TensorFlow, matrices: Matrices, inputs: Tensor): Passed {
  const scaled = tf.mul(inputs, matrices.scale);
  const hidden: Tensor[] = [];
  let read = scaled;
  for (const matrix of matrices.hidden) {
    read = tf.relu(tf.matMul(read, matrix));
    hidden.push(read);
  }
  const direct = tf.matMul(read, matrices.output);
  const outputs = matrices.skip === null ? direct : tf.add(direct, tf.matMul(scaled, matrices.skip));
  return { scaled, hidden, outputs };
}

/**
 * Loss and gradient of one batch. With `fixedScale` the gradients of the input scale are zeros that nobody computed.
 */
export function passBackward(
  tf: TensorFlow,
  matrices: Matrices,
  batch: Batch,
  loss: Loss,
  fixedScale: boolean,
): LossAndGradient {
  const passed = passForward(tf, matrices, batch.inputs);
  const { gradient, value } = outputGradient(tf, passed.outputs, batch, loss);
  const reads = [passed.scaled, ...passed.hidden];
  const models = batch.inputs.shape[0]!;
  const flat = (x: Tensor) => tf.reshape(x, [models, -1]);

  const hidden: Tensor[] = [];
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
  if (fixedScale) parts.push(tf.zeros(matrices.scale.shape));
  else {
    let ofScaled = tf.matMul(above, matrix, false, true);
    if (matrices.skip !== null) ofScaled = tf.add(ofScaled, tf.matMul(gradient, matrices.skip, false, true));
    parts.push(tf.sum(tf.mul(ofScaled, batch.inputs), 1));
  }
  return { loss: value, gradient: tf.concat(parts.map(flat), 1) };
}

/** Gradient of each output times its row's share, and the loss of each model. */
function outputGradient(tf: TensorFlow, outputs: Tensor, { targets, shares }: Batch, loss: Loss) {
  if (loss === "squared") {
    const deviation = tf.sub(outputs, targets);
    const gradient = tf.mul(deviation, shares);
    return { gradient, value: tf.sum(tf.mul(gradient, deviation), [1, 2]) };
  }
  if (loss === "logistic") {
    const value = tf.sub(tf.softplus(outputs), tf.mul(outputs, targets));
    const gradient = tf.mul(tf.sub(tf.sigmoid(outputs), targets), shares);
    return { gradient, value: tf.sum(tf.mul(value, shares), [1, 2]) };
  }
  const [models = 0, rows = 0, classes = 0] = outputs.shape;
  const truth = tf.oneHot(tf.reshape(targets, [models, rows]), classes);
  const shifted = tf.sub(outputs, tf.max(outputs, 2, true));
  const powers = tf.exp(shifted);
  const total = tf.sum(powers, 2, true);
  const value = tf.sub(tf.log(total), tf.sum(tf.mul(shifted, truth), 2, true));
  const gradient = tf.mul(tf.sub(tf.div(powers, total), truth), shares);
  return { gradient, value: tf.sum(tf.mul(value, shares), [1, 2]) };
}
