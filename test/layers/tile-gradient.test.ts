import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { TensorFlow } from "../../src/engine/tfjs/tensorflow.ts";
import { registerTileGradient, tileGradient } from "../../src/layers/tile-gradient.ts";

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

/** Shapes of one to four axes, and how often each is repeated. */
const tilings = fc
  .array(fc.record({ size: fc.integer({ min: 1, max: 3 }), count: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((axes) => ({ shape: axes.map(({ size }) => size), repetitions: axes.map(({ count }) => count) }));

function gradientOfLibrary(shape: readonly number[], repetitions: readonly number[]) {
  const tiled = shape.map((size, axis) => size * repetitions[axis]!);
  const dy = tf.randomNormal(tiled, 0, 1, "float32", 7);
  const gradient = tf.grad((x: tf.Tensor) => tf.sum(tf.mul(tf.tile(x, [...repetitions]), dy)));
  return { dy, gradient: gradient(tf.zeros([...shape])) };
}

describe("the gradient of tf.tile", () => {
  it("equals that of TensorFlow.js, which adds the repetitions one by one", () => {
    fc.assert(
      fc.property(tilings, ({ shape, repetitions }) => {
        const { dy, gradient } = gradientOfLibrary(shape, repetitions);
        const ours = tileGradient(tf as unknown as TensorFlow, dy as never, { shape, repetitions });
        expect(ours.shape).toEqual(shape);
        const theirs = gradient.dataSync();
        for (const [at, value] of (ours as unknown as tf.Tensor).dataSync().entries()) {
          expect(value).toBeCloseTo(theirs[at]!, 5);
        }
      }),
    );
  });

  it("is taken by TensorFlow.js once it is registered, in a kernel an axis", async () => {
    registerTileGradient(tf as unknown as TensorFlow);
    const profile = await tf.profile(() => gradientOfLibrary([2, 1, 3], [1, 16, 5]).gradient);
    const names = profile.kernels.map(({ name }) => name);
    expect(names).not.toContain("Slice");
    expect(names.filter((name) => name === "Sum")).toHaveLength(3); // two tiled axes, and the loss
  });
});
