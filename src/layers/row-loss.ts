import { nearest, UserError } from "../base/errors.ts";
import type { Tensor, TensorFlow } from "../engine/tfjs/tensorflow.ts";

/** Loss of each row: `truth` and `output` have the rows on their first axis; so has the result, and nothing else. */
export type RowLoss = (tf: TensorFlow, truth: Tensor, output: Tensor) => Tensor;

const smallest = 1e-7; // probabilities are clipped as tf.layers does

/** Losses by the names of `tf.layers`; outputs are probabilities, as there. Mean over all axes but the first. */
const lossNames = [
  "categoricalCrossentropy",
  "sparseCategoricalCrossentropy",
  "binaryCrossentropy",
  "meanSquaredError",
] as const;
export type LossName = (typeof lossNames)[number];

function named(name: LossName): RowLoss {
  const perRow = (tf: TensorFlow, losses: Tensor): Tensor =>
    losses.shape.length === 1 ? losses : tf.mean(tf.reshape(losses, [losses.shape[0]!, -1]), 1);
  const logOf = (tf: TensorFlow, share: Tensor): Tensor => tf.log(tf.clipByValue(share, smallest, 1 - smallest));
  switch (name) {
    case "categoricalCrossentropy":
      return (tf, truth, output) =>
        perRow(tf, tf.mul(tf.sum(tf.mul(truth, logOf(tf, output)), output.shape.length - 1), -1));
    case "sparseCategoricalCrossentropy":
      return (tf, truth, output) => {
        const classes = output.shape.at(-1) ?? 1;
        const flat = tf.reshape(output, [-1, classes]);
        const hot = tf.oneHot(tf.reshape(truth, [-1]), classes);
        const losses = tf.mul(tf.sum(tf.mul(hot, logOf(tf, flat)), 1), -1);
        return perRow(tf, tf.reshape(losses, [output.shape[0]!, -1]));
      };
    case "binaryCrossentropy":
      return (tf, truth, output) => {
        const yes = tf.mul(truth, logOf(tf, output));
        const no = tf.mul(tf.sub(tf.scalar(1), truth), logOf(tf, tf.sub(tf.scalar(1), output)));
        return perRow(tf, tf.mul(tf.add(yes, no), -1));
      };
    case "meanSquaredError":
      return (tf, truth, output) => perRow(tf, tf.square(tf.sub(output, truth)));
  }
}

/** The loss of that name, or the one that a function gives. Throws a UserError for anything else. */
export function rowLossOf(loss: unknown): RowLoss {
  if (typeof loss === "function") {
    const rows = loss as (truth: Tensor, output: Tensor) => Tensor;
    return (_, truth, output) => rows(truth, output);
  }
  const name = lossNames.find((one) => one === loss);
  if (name !== undefined) return named(name);
  const near = typeof loss === "string" ? nearest(loss, lossNames) : undefined;
  throw new UserError(`occamFit needs a loss, not ${JSON.stringify(loss) ?? "none"}.`, {
    hint:
      near === undefined
        ? `One of ${lossNames.join(", ")}, or a function that gives the loss of each row.`
        : `Did you mean "${near}"?`,
  });
}
