import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { TensorFlow } from "../../src/engine/tfjs/tensorflow.ts";
import { filterSensitivities } from "../../src/layers/filter-sensitivity.ts";
import { filterPairs } from "../../src/layers/filters.ts";
import type { ModelLike } from "../../src/layers/layers-model.ts";
import { occamFit, type OccamFitOptions } from "../../src/tfjs.ts";

beforeAll(async () => {
  tf.enableProdMode();
  await tf.setBackend("cpu");
});

const filters = 5;

/** Pictures of 8 × 8: two convolutions and a dense layer, with pooling, a norm and a flattening between. */
function pictures(seed: number): tf.Sequential {
  const kernelInitializer = (shift: number) => tf.initializers.glorotNormal({ seed: 10 * seed + shift });
  return tf.sequential({
    layers: [
      tf.layers.conv2d({
        ...{ inputShape: [8, 8, 1], filters, kernelSize: 3, activation: "tanh" },
        kernelInitializer: kernelInitializer(1),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({
        ...{ filters: 4, kernelSize: 2, padding: "same", strides: 2, activation: "relu" },
        kernelInitializer: kernelInitializer(2),
      }),
      tf.layers.batchNormalization(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 1, kernelInitializer: kernelInitializer(3) }),
    ],
  });
}

function rowsOf(count: number, random: Random): tf.Tensor4D {
  return tf.tensor4d(
    Float32Array.from({ length: count * 64 }, () => random.normal()),
    [count, 8, 8, 1],
  );
}

/** The edge between the library's own types and those that this project declares by shape. */
function opened(model: tf.LayersModel) {
  const core = tf as unknown as TensorFlow;
  const like = model as unknown as ModelLike;
  const pairs = filterPairs(core, like);
  const sensitivities = async (xs: tf.Tensor): Promise<Float32Array[]> => {
    const found = filterSensitivities(core, { model: like, pairs, xs: xs as never });
    return Promise.all(found.map(async (one) => Float32Array.from(await one.data())));
  };
  return { pairs, sensitivities };
}

/** The largest part, over rows, places and units, of Σ|w·a| that what the second convolution reads changes by. */
async function largestChange(model: tf.Sequential, xs: tf.Tensor, dropped: number): Promise<number> {
  const read = tf.model({ inputs: model.inputs, outputs: model.layers[1]!.output }).predict(xs) as tf.Tensor4D;
  const kernel = model.layers[2]!.getWeights()[0] as tf.Tensor4D;
  const only = tf.tensor4d(
    Float32Array.from({ length: filters }, (_, filter) => +(filter === dropped)),
    [1, 1, filters, 1],
  );
  const convolve = (x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2d(x, w, 2, "same");
  const change = tf.abs(convolve(read, tf.mul(kernel, only)));
  const mass = convolve(tf.abs(read), tf.abs(kernel));
  return (await tf.max(tf.div(change, mass)).data())[0]!;
}

describe("sensitivities of filters", () => {
  it("bound what the reading layer loses with a filter, and three times that does on rows not seen", async () => {
    let held = 0;
    const seeds = 10;
    for (let seed = 0; seed < seeds; seed++) {
      const random = Random.of("bound", seed);
      const model = pictures(seed);
      const { sensitivities } = opened(model);
      const seen = rowsOf(16, random);
      const [first] = await sensitivities(seen);
      const unseen = rowsOf(40, random);
      let within = true;
      for (let filter = 0; filter < filters; filter++) {
        expect(await largestChange(model, seen, filter)).toBeLessThanOrEqual(first![filter]! * (1 + 1e-5));
        within &&= (await largestChange(model, unseen, filter)) <= 3 * first![filter]!;
      }
      held += +within;
    }
    expect(held).toBeGreaterThanOrEqual(0.95 * seeds);
  });

  it("are 0 for a filter that nothing reads, and 1 for one that alone is read", async () => {
    const model = pictures(1);
    const { pairs, sensitivities } = opened(model);
    expect(pairs.map((pair) => pair.filters)).toEqual([filters, 4]);
    const reader = model.layers[2]!;
    const [kernel, bias] = reader.getWeights();
    const mask = (kept: number[]) => tf.tensor4d(kept, [1, 1, filters, 1]);
    reader.setWeights([tf.mul(kernel!, mask([1, 1, 0, 1, 1])), bias!]);
    const [unread] = await sensitivities(rowsOf(4, Random.of("unread")));
    expect([...unread!].map((value) => value > 0)).toEqual([true, true, false, true, true]);
    reader.setWeights([tf.mul(kernel!, mask([0, 0, 0, 1, 0])), bias!]);
    const [alone] = await sensitivities(rowsOf(4, Random.of("alone")));
    expect([...alone!].map((value) => Math.round(1e5 * value) / 1e5)).toEqual([0, 0, 0, 1, 0]);
  });

  it("are those of the weights where a dense layer reads sequences, flattened or pooled", async () => {
    for (const between of [tf.layers.flatten(), tf.layers.globalAveragePooling1d({})]) {
      const model = tf.sequential({
        layers: [
          tf.layers.conv1d({ inputShape: [6, 2], filters: 3, kernelSize: 2, activation: "relu" }),
          between,
          tf.layers.dense({ units: 2 }),
        ],
      });
      const xs = tf.randomNormal([5, 6, 2], 0, 1, "float32", 3);
      const [found] = await opened(model).sensitivities(xs);
      const read = tf.model({ inputs: model.inputs, outputs: between.output as tf.SymbolicTensor }).predict(xs);
      const reads = (await (read as tf.Tensor2D).array()) as number[][];
      const weights = (await model.layers[2]!.getWeights()[0]!.array()) as number[][];
      const expected = [0, 0, 0];
      for (const row of reads) {
        for (const unit of [0, 1]) {
          for (const sign of [1, -1]) {
            const masses = [0, 0, 0];
            for (const [k, value] of row.entries()) masses[k % 3]! += Math.max(0, sign * weights[k]![unit]!) * value;
            const total = masses.reduce((a, b) => a + b, 0);
            for (const filter of [0, 1, 2]) {
              if (total > 0) expected[filter] = Math.max(expected[filter]!, masses[filter]! / total);
            }
          }
        }
      }
      for (const [filter, value] of expected.entries()) expect(found![filter]).toBeCloseTo(value, 5);
    }
  });
});

const quick = {
  ...{ loss: "meanSquaredError", rate: 0.01, rounds: 3, recoveryRounds: 1, slack: 0.5 },
  pruneBy: "filter-sensitivity",
} as const satisfies OccamFitOptions;

function dataset() {
  const random = Random.of("filters");
  const part = (rows: number) => {
    const xs = rowsOf(rows, random);
    return { xs, ys: tf.mean(tf.reshape(xs, [rows, 64]), 1, true) };
  };
  return { ...part(48), holdout: part(32) };
}

describe("occamFit by filter-sensitivity", () => {
  it("drops whole filters with their biases and what reads them, and keeps all shapes and tensors", async () => {
    const model = pictures(4);
    const data = dataset();
    // Nothing reads filter 3: it goes first.
    const [kernel, bias] = model.layers[2]!.getWeights();
    model.layers[2]!.setWeights([tf.mul(kernel!, tf.tensor4d([1, 1, 1, 0, 1], [1, 1, filters, 1])), bias!]);
    const shapes = model.getWeights().map(({ shape }) => shape);
    const before = tf.memory().numTensors;
    const fitted = await occamFit(model, data, { ...quick, rate: 1e-5, slack: 2, watch: ({ round }) => round < 5 });
    expect(tf.memory().numTensors).toBe(before);
    expect(model.getWeights().map(({ shape }) => shape)).toEqual(shapes);
    expect(fitted.weights).toBeLessThan(fitted.startWeights);
    const [first, second] = [...fitted.masks.values()];
    const biases = (await model.layers[0]!.getWeights()[1]!.data()) as Float32Array;
    const left = Array.from({ length: filters }, (_, filter) => first!.filter((_bit, at) => at % filters === filter));
    expect(left.filter((bits) => bits.includes(0)).length).toBeGreaterThan(0);
    for (const [filter, bits] of left.entries()) {
      expect(new Set(bits).size).toBe(1); // whole
      if (bits[0] === 1) continue;
      expect(biases[filter]).toBe(0);
      const readers = second!.filter((_bit, at) => Math.floor(at / 4) % filters === filter);
      expect(readers.every((bit) => bit === 0)).toBe(true);
    }
    expect(left[3]![0]).toBe(0);
    expect(left.some((bits) => bits[0] === 1)).toBe(true);
  });

  it("refuses a model without such filters, another mode and another word in one sentence", async () => {
    const dense = tf.sequential({
      layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 1 })],
    });
    await expect(occamFit(dense, dataset(), quick)).rejects.toThrow(
      "The model has no convolution whose filters can be pruned.",
    );
    await expect(occamFit(pictures(1), dataset(), { ...quick, mode: "paper" })).rejects.toThrow(
      "The paper mode of occamFit does not prune by filter-sensitivity.",
    );
    const pruneBy: string = "filters";
    await expect(occamFit(pictures(1), dataset(), { ...quick, pruneBy: pruneBy as "magnitude" })).rejects.toThrow(
      'occamFit prunes by magnitude or filter-sensitivity, not by "filters".',
    );
  });
});
