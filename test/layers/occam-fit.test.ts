import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { type Dataset, occamFit, readMasks } from "../../src/tfjs.ts";

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

/** Six normal inputs, of which two decide between three classes. */
function dataset(rows: number, holdout: number): Dataset & { holdout: { ys: tf.Tensor } } {
  const random = Random.of("dataset", rows);
  const part = (count: number) => {
    const xs = Float32Array.from({ length: count * 6 }, () => random.normal());
    const ys = Int32Array.from({ length: count }, (_, i) => (xs[6 * i]! > 0.3 ? 2 : xs[6 * i + 1]! > 0 ? 1 : 0));
    return { xs: tf.tensor(xs, [count, 6]), ys: tf.tensor(ys, [count], "int32") };
  };
  return { ...part(rows), holdout: part(holdout) };
}

function classifier(seed: number): tf.Sequential {
  const kernel = (shift: number) => tf.initializers.heNormal({ seed: seed + shift });
  return tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [6], units: 24, activation: "relu", kernelInitializer: kernel(0) }),
      tf.layers.batchNormalization(),
      tf.layers.dense({ units: 3, activation: "softmax", kernelInitializer: kernel(1) }),
    ],
  });
}

const quick = { loss: "sparseCategoricalCrossentropy", rate: 0.01, rounds: 4, recoveryRounds: 2 } as const;

/** The same, ended after a few rounds of the ladder. */
const short = { ...quick, rounds: 2, recoveryRounds: 1, watch: ({ round }: { round: number }) => round < 4 };

describe("occamFit", () => {
  it("prunes kernels, never biases or norms, to a loss no worse than dense on the holdout", async () => {
    const data = dataset(240, 120);
    const dense = await occamFit(classifier(1), data, { ...quick, mode: "dense", rounds: 12 });
    const model = classifier(1);
    const fitted = await occamFit(model, data, quick);
    expect(fitted.kernels.map(({ weights }) => weights)).toEqual([144, 72]);
    expect(fitted.untouched).toHaveLength(4); // two biases, gamma and beta
    expect(fitted.weights).toBeLessThan(0.5 * dense.weights);
    expect(fitted.holdoutLoss).toBeLessThan(1.05 * dense.holdoutLoss);
    const patterns = new Map<string, number[]>();
    for (const weight of model.trainableWeights) {
      patterns.set(
        weight.name,
        Array.from(await weight.read().data(), (value) => +(value !== 0)),
      );
    }
    for (const [name, mask] of fitted.masks) expect(patterns.get(name)).toEqual([...mask]);
    for (const name of fitted.untouched) expect(patterns.get(name)).not.toContain(0);
    expect(fitted.operations.dense).toBe(144 + 72);
    expect(fitted.operations.kept).toBe(fitted.weights);
  });

  it("keeps no tensor but the model's own", async () => {
    const data = dataset(64, 32);
    const model = classifier(2);
    const before = tf.memory().numTensors;
    await occamFit(model, data, short);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("gives the same bytes for the same seed", async () => {
    const data = dataset(64, 32);
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const model = classifier(3);
      const { history } = await occamFit(model, data, { ...short, seed: 5 });
      runs.push({ history, weights: await Promise.all(model.getWeights().map((weight) => weight.data())) });
    }
    expect(runs[0]).toEqual(runs[1]);
  });

  it("follows the published loop in paper mode: λ₀ twice, then between a tenth of it and itself", async () => {
    const data = dataset(240, 120);
    const { history, startWeights } = await occamFit(classifier(4), data, {
      ...quick,
      mode: "paper",
      rounds: 6,
    });
    const fractions = history.map((record) => record.pruneFraction);
    expect(fractions.slice(0, 3)).toEqual([0, 0.4, 0.4]);
    for (const fraction of fractions.slice(3)) {
      expect(fraction).toBeGreaterThanOrEqual(0.04);
      expect(fraction).toBeLessThanOrEqual(0.4);
    }
    expect(history.map((record) => record.weights).slice(0, 3)).toEqual([
      startWeights,
      144 - 57 + (72 - 28),
      144 - 57 - 34 + (72 - 28 - 17),
    ]);
  });

  it("prunes convolutions, embeddings and nested models, and counts places", async () => {
    const seed = 6;
    const kernelInitializer = tf.initializers.glorotUniform({ seed });
    const inner = tf.sequential({
      layers: [
        tf.layers.embedding({
          ...{ inputDim: 5, outputDim: 4, inputLength: 6 },
          embeddingsInitializer: tf.initializers.randomNormal({ seed }),
        }),
        tf.layers.conv1d({ filters: 3, kernelSize: 2, activation: "relu", kernelInitializer }),
      ],
    });
    const output = tf.layers.dense({ units: 1, kernelInitializer });
    const model = tf.sequential({ layers: [inner, tf.layers.flatten(), output] });
    const random = Random.of(seed);
    const part = (rows: number) => {
      const xs = Int32Array.from({ length: rows * 6 }, () => random.below(5));
      const ys = Float32Array.from({ length: rows }, (_, row) => xs[row * 6]! + xs[row * 6 + 1]!);
      return { xs: tf.tensor(xs, [rows, 6], "int32"), ys: tf.tensor(ys, [rows, 1]) };
    };
    const data = { ...part(64), holdout: part(32) };
    const fitted = await occamFit(model, data, { ...short, slack: 0.5, loss: "meanSquaredError" });
    expect(fitted.kernels.map(({ weights }) => weights)).toEqual([20, 24, 15]);
    expect(fitted.operations.dense).toBe(5 * 24 + 15); // a lookup multiplies nothing
    expect(fitted.weights).toBeLessThan(59);
  });

  it("trains convolutions and embeddings on wasm as on cpu, though wasm lacks their gradients", async () => {
    await import("@tensorflow/tfjs-backend-wasm");
    const random = Random.of("wasm");
    const pixels = Float32Array.from({ length: 24 * 49 * 2 }, () => random.normal());
    const letters = Int32Array.from({ length: 24 * 6 }, () => random.below(5));
    const kernelInitializer = (seed: number) => tf.initializers.glorotUniform({ seed });
    const losses = new Map<string, readonly number[]>();
    try {
      for (const backend of ["cpu", "wasm"]) {
        await tf.setBackend(backend);
        const convolve = (seed: number, padding: "same" | "valid", strides: number) =>
          tf.layers.conv2d({
            ...(seed === 1 ? { inputShape: [7, 7, 2] } : {}),
            ...{ filters: 3, kernelSize: seed + 1, strides, padding, activation: "tanh" },
            kernelInitializer: kernelInitializer(seed),
          });
        const output = () => tf.layers.dense({ units: 1, kernelInitializer: kernelInitializer(4) });
        const images = tf.sequential({
          layers: [convolve(1, "same", 2), convolve(2, "valid", 1), tf.layers.flatten(), output()],
        });
        const embeddingsInitializer = tf.initializers.randomNormal({ seed: 3 });
        const texts = tf.sequential({
          layers: [
            tf.layers.embedding({ inputDim: 5, outputDim: 4, inputLength: 6, embeddingsInitializer }),
            tf.layers.flatten(),
            output(),
          ],
        });
        const ys = tf.tensor(Float32Array.from({ length: 24 }, (_, row) => pixels[row]!));
        const told: number[] = [];
        for (const [model, xs] of [
          [images, tf.tensor(pixels, [24, 7, 7, 2])],
          [texts, tf.tensor(letters, [24, 6], "int32")],
        ] as const) {
          const part = { xs, ys: ys.reshape([24, 1]) };
          const { history } = await occamFit(model, { ...part, holdout: part }, { ...short, loss: "meanSquaredError" });
          told.push(...history.flatMap(({ trainLoss, holdoutLoss }) => [trainLoss, holdoutLoss!]));
        }
        losses.set(backend, told);
      }
    } finally {
      await tf.setBackend("cpu");
    }
    for (const [at, loss] of losses.get("cpu")!.entries()) {
      expect(losses.get("wasm")![at]).toBeCloseTo(loss, 4);
    }
  });

  it("saves artifacts that load again and carry the masks", async () => {
    const data = dataset(64, 32);
    const model = classifier(7);
    const fitted = await occamFit(model, data, short);
    const saved = await fitted.save();
    expect(readMasks(saved)).toEqual(fitted.masks);
    // The edge to tfjs's own type of the same object.
    const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved as unknown as tf.io.ModelArtifacts));
    const rows = tf.ones([2, 6]);
    const [first, second] = [model, loaded].map((one) => one.predict(rows));
    if (Array.isArray(first) || Array.isArray(second)) throw new Error("one output each");
    expect(await second!.data()).toEqual(await first!.data());
  });
});

describe("occamFit refuses in one sentence", () => {
  const data = () => dataset(8, 4);

  it("a model without weights that can be pruned", async () => {
    const model = tf.sequential({ layers: [tf.layers.batchNormalization({ inputShape: [6] })] });
    await expect(occamFit(model, data(), { loss: "meanSquaredError" })).rejects.toThrow(
      "The model has no weights that can be pruned (its layers: BatchNormalization).",
    );
  });

  it("rows that do not fit the model or each other", async () => {
    const wide = { ...data(), xs: tf.ones([8, 7]) };
    await expect(occamFit(classifier(1), wide, quick)).rejects.toThrow("does not take rows of shape 7");
    const few = { ...data(), ys: tf.ones([7], "int32") };
    await expect(occamFit(classifier(1), few, quick)).rejects.toThrow("8 rows of xs and 7 rows of ys");
  });

  it("rounds that cannot be trained", async () => {
    for (const rounds of [0, 1.5, Number.NaN]) {
      await expect(occamFit(classifier(1), data(), { ...quick, rounds })).rejects.toThrow("at least 1 round");
    }
  });

  it("a loss that it does not know", async () => {
    const loss: string = "categoricalCrossEntropy";
    const options = { ...quick, loss: loss as "categoricalCrossentropy" };
    await expect(occamFit(classifier(1), data(), options)).rejects.toMatchObject({
      message: 'occamFit needs a loss, not "categoricalCrossEntropy".',
      hint: 'Did you mean "categoricalCrossentropy"?',
    });
  });

  it("a model of another copy of TensorFlow.js", async () => {
    const other = { ...tf, engine: () => ({ registeredVariables: {} }) };
    await expect(occamFit(classifier(1), data(), { ...quick, tf: other })).rejects.toMatchObject({
      message: expect.stringMatching(/^Weight ".*" was made by another copy of TensorFlow\.js\.$/u),
      hint: expect.stringContaining("npm dedupe"),
    });
  });

  it("data with a number that is none, with exit code 3", async () => {
    const spoilt = { ...data(), xs: tf.fill([8, 6], Number.NaN) };
    await expect(occamFit(classifier(1), spoilt, quick)).rejects.toMatchObject({
      message: "The loss is not a number in round 1 on the cpu backend.",
      exitCode: 3,
    });
  });

  it("a kernel that the backend does not have, with exit code 3", async () => {
    await import("@tensorflow/tfjs-backend-wasm");
    await tf.setBackend("wasm");
    try {
      const model = tf.sequential({
        layers: [
          tf.layers.depthwiseConv2d({ inputShape: [5, 5, 1], kernelSize: 2 }),
          tf.layers.flatten(),
          tf.layers.dense({ units: 1 }),
        ],
      });
      const xs = tf.zeros([8, 5, 5, 1]);
      const ys = tf.ones([8, 1]);
      const run = occamFit(model, { xs, ys, holdout: { xs, ys } }, { ...quick, loss: "meanSquaredError" });
      await expect(run).rejects.toMatchObject({
        message: expect.stringMatching(/^The wasm backend failed .*DepthwiseConv2dNativeBackprop/u),
        exitCode: 3,
      });
    } finally {
      await tf.setBackend("cpu");
    }
  });
});
