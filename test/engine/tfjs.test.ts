import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { Backend } from "../../src/engine/tfjs/backend.ts";
import { tfjsEngine } from "../../src/engine/tfjs/index.ts";
import { openBackend } from "../../src/engine/tfjs/open.ts";
import { Stack } from "../../src/engine/tfjs/stack.ts";
import { engineContract } from "./contract.ts";
import { classification, keepAll, randomData, randomNetwork, randomOrder, stepOf } from "./networks.ts";

for (const name of ["cpu", "wasm"] as const) {
  describe(`the tfjs engine on ${name}`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await openBackend(name);
    });
    afterAll(() => backend.close());
    engineContract(async () => tfjsEngine(backend));

    it("keeps no tensor over 1,000 steps, and none after dispose", async () => {
      const random = Random.of("leaks");
      const task = classification(3);
      const network = randomNetwork(random, { sizes: [3, 4, 3], skip: true, density: 0.8 });
      const data = randomData(random, 20, 3, task, false);
      const none = backend.tf.memory().numTensors;
      const trainer = await tfjsEngine(backend).load(network, task);
      const held = backend.tf.memory().numTensors;
      for (let epoch = 0; epoch < 100; epoch++) {
        await trainer.epoch(data, randomOrder(random, 20), stepOf(20, 2));
        if (epoch % 50 === 0) await trainer.prune(keepAll(await trainer.read()));
        expect(backend.tf.memory().numTensors).toBe(held);
      }
      await trainer.forward(data.inputs, null);
      await trainer.restore(await trainer.save());
      expect(backend.tf.memory().numTensors).toBe(held);
      trainer.dispose();
      expect(backend.tf.memory().numTensors).toBe(none);
    });

    it("trains several networks at once as it trains each alone", async () => {
      const random = Random.of("stack");
      const task = classification(3);
      const shape = { sizes: [4, 7, 5, 3], skip: true, density: 0.7 };
      const networks = [0, 1, 2].map(() => randomNetwork(random, shape));
      const data = randomData(random, 40, 4, task, true);
      // The second order is a row shorter: its last batch is filled up with a row that counts nothing.
      const orders = [33, 32, 33].map((rows) => randomOrder(random, 40).subarray(0, rows));
      const stack = new Stack(backend, networks, "softmax");
      const apart = await Promise.all(networks.map((one) => tfjsEngine(backend).load(one, task)));
      for (let round = 0; round < 3; round++) {
        const step = stepOf(33, 9, 0.01);
        const losses = await stack.epoch(data, orders, step);
        const keep = (await stack.read()).map(({ layers }, model) =>
          layers.map(({ weight }) => Uint8Array.from(weight, (_, k) => ((k + model) % 4 === 0 ? 0 : 1))),
        );
        await stack.prune(keep);
        const together = await stack.read();
        for (const [model, trainer] of apart.entries()) {
          expect(await trainer.epoch(data, orders[model]!, step)).toBeCloseTo(losses[model]!, 5);
          await trainer.prune(keep[model]!);
          const alone = await trainer.read();
          expect(together[model]!.layers.map(({ column }) => column)).toEqual(
            alone.layers.map(({ column }) => column),
          );
          const outputs = await stack.forward(model, data.inputs, null);
          const expected = await trainer.forward(data.inputs, null);
          for (const [at, value] of expected.data.entries()) expect(outputs.data[at]).toBeCloseTo(value, 4);
        }
      }
      stack.dispose();
      for (const trainer of apart) trainer.dispose();
    });

    it("launches as many kernels for twenty networks as for one", async () => {
      const counts = [];
      for (const models of [1, 20]) {
        const random = Random.of("launches");
        const networks = Array.from({ length: models }, () =>
          randomNetwork(random, { sizes: [4, 6, 5, 3], skip: true, density: 1 }),
        );
        const data = randomData(random, 32, 4, classification(3), false);
        const stack = new Stack(backend, networks, "softmax");
        const orders = networks.map(() => randomOrder(random, 32));
        const { kernels } = await backend.tf.profile(() => stack.epoch(data, orders, stepOf(32, 8)));
        counts.push(kernels.filter((kernel) => !withoutLaunch.has(kernel.name)).length);
        stack.dispose();
      }
      const [one, twenty] = counts;
      expect(twenty).toBe(one);
      expect(one! / 4).toBeLessThan(68); // kernels a step; on webgpu the 19 of Adam are one
    });

    it("says in one sentence when numbers become none though the data are", async () => {
      const random = Random.of("diverge");
      const network = randomNetwork(random, { sizes: [3, 4, 1], skip: true, density: 1 });
      const data = randomData(random, 20, 3, classification(2), false);
      const trainer = await tfjsEngine(backend).load(network, classification(2));
      const train = async () => {
        for (let i = 0; i < 5; i++) await trainer.epoch(data, randomOrder(random, 20), stepOf(20, 5, 1e30));
      };
      await expect(train()).rejects.toMatchObject({
        message: `The ${name} backend gave a loss that is not a number, though all inputs are numbers.`,
        exitCode: 3,
      });
      trainer.dispose();
    });
  });
}

/** Views, and the cast of float32 to float32 in each sum: they launch nothing on a device. */
const withoutLaunch = new Set(["Reshape", "Identity", "Cast"]);
