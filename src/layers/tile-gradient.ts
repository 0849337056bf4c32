import type { Tensor, TensorFlow } from "../engine/tfjs/tensorflow.ts";

/**
 * Replaces the gradient of tf.tile, of which layer normalisation is made: TensorFlow.js 4.22.0 adds one slice for each
 * repetition, 3,300 of the 3,500 kernels in a step of a transformer of 16 characters. This one sums each tiled axis in
 * one kernel; the numbers agree but for the order of a sum.
 */
export function registerTileGradient(tf: TensorFlow): void {
  tf.registerGradient({
    kernelName: "Tile",
    inputsToSave: ["x"],
    // The edge to an untyped registry: TensorFlow.js hands a gradient function what its kernel was called with.
    gradFunc: (dy, [x], { reps }) => ({ x: () => tileGradient(tf, dy, { shape: x!.shape, repetitions: reps! }) }),
  });
}

/** Gradient of a tensor of this shape from that of its tiling, `repetitions` times along each axis. */
export function tileGradient(
  tf: TensorFlow,
  dy: Tensor,
  { shape, repetitions }: { readonly shape: readonly number[]; readonly repetitions: readonly number[] },
): Tensor {
  let gradient = dy;
  let before = 1;
  for (const [axis, size] of shape.entries()) {
    const count = repetitions[axis]!;
    if (count > 1) gradient = tf.sum(tf.reshape(gradient, [before, count, -1]), 1);
    before *= size;
  }
  return tf.reshape(gradient, shape);
}
