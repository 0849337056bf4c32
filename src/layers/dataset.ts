import { UserError } from "../base/errors.ts";
import type { Tensor, TensorFlow } from "../engine/tfjs/tensorflow.ts";
import type { ModelLike, TensorLike } from "./layers-model.ts";

/** Tensors with the rows on their first axis. The holdout steers pruning; a score to report needs rows outside both. */
export interface Dataset {
  readonly xs: TensorLike;
  readonly ys: TensorLike;
  readonly holdout: { readonly xs: TensorLike; readonly ys: TensorLike };
}

/** Rows on the first axis of every tensor; they stay the caller's. */
export interface ModelData {
  readonly xs: Tensor;
  readonly ys: Tensor;
  readonly holdout: { readonly xs: Tensor; readonly ys: Tensor };
}

/** The same data, if they have rows and as many xs as ys. Throws a UserError otherwise. */
export function checkData({ xs, ys, holdout }: Dataset): ModelData {
  const pairs = [
    ["", xs, ys],
    ["holdout ", holdout.xs, holdout.ys],
  ] as const;
  for (const [of, x, y] of pairs) {
    if (x.shape.length === 0 || x.shape[0] !== y.shape[0] || x.shape[0] === 0) {
      throw new UserError(`The ${of}data have ${x.shape[0] ?? 0} rows of xs and ${y.shape[0] ?? 0} rows of ys.`, {
        hint: "Both have the rows on their first axis, as many as the other, at least one.",
      });
    }
  }
  // The edge to the user's own tensors, which have more than is declared here.
  return { xs, ys, holdout } as unknown as ModelData;
}

/** Runs one row through the model. Throws a UserError unless it takes the row and gives one tensor. */
export function checkModel(tf: TensorFlow, model: ModelLike, { xs }: ModelData): void {
  if (!Array.isArray(model.layers) || typeof model.apply !== "function") {
    throw new UserError("occamFit trains a tf.LayersModel: tf.sequential or tf.model.");
  }
  tf.tidy(() => {
    const row = tf.slice(
      xs,
      xs.shape.map(() => 0),
      [1, ...xs.shape.slice(1)],
    );
    let output: unknown;
    try {
      output = model.apply(row as never, { training: false });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`The model does not take rows of shape ${xs.shape.slice(1).join(" × ")}: ${reason}`);
    }
    if (Array.isArray(output) || typeof output !== "object" || output === null || !("shape" in output)) {
      throw new UserError("occamFit trains models with one output.");
    }
  });
}
