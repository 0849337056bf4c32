import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { Backend } from "../../src/engine/tfjs/backend.ts";
import { tfjsEngine } from "../../src/engine/tfjs/index.ts";
import { openBackend } from "../../src/engine/tfjs/open.ts";
import { classification, randomData, randomNetwork, randomOrder, stepOf } from "../engine/networks.ts";
import { tfjsContract } from "../engine/tfjs-contract.ts";
import { tasks, trainReference, trainSmall } from "../engine/tfjs-likeness.ts";

describe("the tfjs engine on tfjs-node", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend("tensorflow");
  });
  afterAll(() => backend.close());
  tfjsContract(() => backend);

  it.each(tasks)("has the losses and outputs of the reference: %s", async (_, task) => {
    const expected = await trainReference(task);
    const got = await trainSmall(tfjsEngine(backend), task);
    for (const [epoch, loss] of expected.losses.entries()) {
      expect(Math.abs(got.losses[epoch]! - loss)).toBeLessThan(1e-5 * loss);
    }
    for (const [at, output] of expected.outputs.entries()) expect(got.outputs[at]).toBeCloseTo(output, 4);
    expect(got.weights).toBe(expected.weights);
  });

  it("trains several networks by one graph as by kernels, whose number does not grow with the steps", async () => {
    const random = Random.of("graph");
    const networks = [0, 1].map(() => randomNetwork(random, { sizes: [4, 6, 5, 3], skip: true, density: 0.8 }));
    const data = randomData(random, 30, 4, classification(3), true);
    const orders = [30, 25].map((rows) => randomOrder(random, 30).subarray(0, rows));
    const trainOn = async (one: Backend) => {
      const trainers = await tfjsEngine(one, true).loadTogether!(networks, data.task);
      const launches: number[] = [];
      for (const batch of [30, 5]) {
        const { kernels } = await backend.tf.profile(() =>
          Promise.all(
            trainers.map((trainer, model) =>
              trainer.epoch(data, orders[model]!, stepOf(orders[model]!.length, batch, 0.01)),
            ),
          ),
        );
        launches.push(kernels.length);
      }
      const read = await Promise.all(trainers.map((trainer) => trainer.read()));
      for (const trainer of trainers) trainer.dispose();
      return { launches, weights: read.flatMap(({ layers }) => layers.flatMap(({ weight }) => [...weight])) };
    };
    const byKernels = new Backend("tensorflow", backend.tf, { device: "tests" });
    const [graph, kernels] = [await trainOn(backend), await trainOn(Object.assign(byKernels, { epochs: null }))];
    expect(graph.launches[0]).toBe(graph.launches[1]);
    expect(kernels.launches[1]).toBeGreaterThan(5 * kernels.launches[0]!);
    for (const [at, weight] of kernels.weights.entries()) expect(graph.weights[at]).toBeCloseTo(weight, 5);
  });
});
