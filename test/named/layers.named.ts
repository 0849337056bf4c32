import type * as TensorFlow from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { openBackend } from "../../src/engine/tfjs/open.ts";
import { occamFit } from "../../src/tfjs.ts";
import { load } from "./packages.ts";

describe("occamFit on tfjs-node", () => {
  let tf: typeof TensorFlow;
  beforeAll(async () => {
    await openBackend("tensorflow"); // mends what Node 23 removed
    tf = (await load("@tensorflow/tfjs-node")) as typeof TensorFlow;
    tf.enableProdMode();
  });

  /** Images of a bar that lies or stands, with noise. */
  function images(rows: number) {
    const random = Random.of("bars", rows);
    const pixels = new Float32Array(rows * 64);
    const labels = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      labels[row] = row % 2;
      const line = random.below(8);
      for (let pixel = 0; pixel < 64; pixel++) {
        const isBar = (labels[row] === 0 ? Math.floor(pixel / 8) : pixel % 8) === line;
        pixels[row * 64 + pixel] = (isBar ? 1 : 0) + 0.3 * random.normal();
      }
    }
    return { xs: tf.tensor(pixels, [rows, 8, 8, 1]), ys: tf.tensor(labels, [rows], "int32") };
  }

  function model() {
    const start = (seed: number) => tf.initializers.heNormal({ seed });
    return tf.sequential({
      layers: [
        tf.layers.conv2d({
          ...{ inputShape: [8, 8, 1], filters: 6, kernelSize: 3, activation: "relu", kernelInitializer: start(1) },
        }),
        tf.layers.maxPooling2d({ poolSize: 2 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2, activation: "softmax", kernelInitializer: start(2) }),
      ],
    });
  }

  it("prunes a convolutional model as on plain JavaScript, and the model then knows the images", async () => {
    const losses = new Map<string, readonly number[]>();
    for (const backend of ["cpu", "tensorflow"]) {
      await tf.setBackend(backend);
      const data = { ...images(120), holdout: images(60) };
      const trained = model();
      const fitted = await occamFit(trained, data, {
        ...{ tf, loss: "sparseCategoricalCrossentropy", rate: 0.01, rounds: 5, recoveryRounds: 1 },
      });
      expect(fitted.backend).toBe(backend);
      expect(fitted.kernels.map(({ weights }) => weights)).toEqual([54, 108]);
      expect(fitted.weights).toBeLessThan(fitted.startWeights);
      const fresh = images(120);
      const classes = (trained.predict(fresh.xs) as TensorFlow.Tensor).argMax(1);
      const right = await tf.equal(classes, fresh.ys).cast("float32").mean().data();
      expect(right[0]).toBeGreaterThan(0.8);
      losses.set(
        backend,
        fitted.history.flatMap(({ trainLoss, holdoutLoss }) => [trainLoss, holdoutLoss ?? 0]),
      );
    }
    for (const [at, loss] of losses.get("cpu")!.entries()) expect(losses.get("tensorflow")![at]).toBeCloseTo(loss, 3);
  });
});
