import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { Backend } from "../../src/engine/tfjs/backend.ts";
import type { Trainer } from "../../src/engine/engine.ts";
import type { Layer } from "../../src/network/network.ts";
import { tfjsEngine } from "../../src/engine/tfjs/index.ts";
import { startState } from "../../src/engine/tfjs/network-state.ts";
import { openBackend } from "../../src/engine/tfjs/open.ts";
import { Stack } from "../../src/engine/tfjs/stack.ts";
import { type EnsembleFit, fitEnsemble } from "../../src/descent/fit-ensemble.ts";
import { type OccamOptions, presets } from "../../src/descent/options.ts";
import type { RoundRecord } from "../../src/descent/training.ts";
import { classification, randomData, randomNetwork, randomOrder, stepOf } from "./networks.ts";
import { tfjsContract } from "./tfjs-contract.ts";

for (const name of ["cpu", "wasm"] as const) {
  describe(`the tfjs engine on ${name}`, () => {
    let backend: Backend;
    beforeAll(async () => {
      backend = await openBackend(name);
    });
    afterAll(() => backend.close());
    tfjsContract(() => backend);

    it("trains several networks at once as it trains each alone", async () => {
      const random = Random.of("stack");
      const task = classification(3);
      const shape = { sizes: [4, 7, 5, 3], skip: true, density: 0.7 };
      const networks = [0, 1, 2].map(() => randomNetwork(random, shape));
      const data = randomData(random, 40, 4, task, true);
      // The second has a shorter last batch, the third smaller batches and so more steps: the others stand still in the last ones.
      const runs = [
        { rows: 33, batch: 9 },
        { rows: 32, batch: 9 },
        { rows: 33, batch: 4 },
      ].map(({ rows, batch }) => ({
        order: randomOrder(random, 40).subarray(0, rows),
        step: stepOf(rows, batch, 0.01),
      }));
      const before = backend.tf.memory().numTensors;
      const engine = tfjsEngine(backend, true);
      const together = await engine.loadTogether!(networks, task);
      const apart = await Promise.all(networks.map((one) => engine.load(one, task)));
      const both = (work: (trainer: Trainer, model: number) => Promise<unknown>) =>
        Promise.all([...together.map(work), ...apart.map(work)]);
      for (let round = 0; round < 3; round++) {
        const losses = await both((one, model) => one.epoch(data, runs[model]!.order, runs[model]!.step));
        const outputs = await both((one, model) => one.forward(data.inputs, runs[model]!.order));
        const read = await both((one) => one.read());
        expect(losses.slice(0, 3)).toEqual(losses.slice(3));
        expect(outputs.slice(0, 3)).toEqual(outputs.slice(3));
        expect(read.slice(0, 3)).toEqual(read.slice(3));
        await both(async (one, model) => {
          const { layers } = await one.read();
          const keep = ({ weight }: Layer) => Uint8Array.from(weight, (_, k) => ((k + model) % 4 === 0 ? 0 : 1));
          await one.prune(layers.map(keep));
        });
      }
      for (const trainer of [...together, ...apart]) trainer.dispose();
      expect(backend.tf.memory().numTensors).toBe(before);
    });

    it("trains an ensemble at once with the losses of its members one by one", async () => {
      const data = randomData(Random.of("bag"), 90, 4, classification(2), false);
      const parts = Uint8Array.from({ length: 90 }, (_, row) => row % 3);
      const { balanced } = presets;
      const options: OccamOptions = {
        ...balanced,
        ensemble: { ...balanced.ensemble, members: 3, parts: 3 },
        network: { ...balanced.network, widths: [8, 4] },
        descent: { ...balanced.descent, rounds: 2 },
        ladder: { ...balanced.ladder, rounds: 1, maxRungs: 2 },
        ending: { ...balanced.ending, rounds: 1 },
      };
      const [engine, apart] = [tfjsEngine(backend, true), tfjsEngine(backend, false)];
      const counts: number[] = [];
      const before = backend.tf.memory().numTensors;
      const tensors = new Set<number>();
      const fits: EnsembleFit[] = [];
      for (const one of [engine, apart]) {
        const work = async () => {
          fits.push(
            await fitEnsemble({
              ...{ data, parts, engine: one, options, seed: 1 },
              watch: () => {
                if (one === engine) tensors.add(backend.tf.memory().numTensors);
                return true;
              },
            }),
          );
        };
        const { kernels } = await backend.tf.profile(work);
        counts.push(kernels.filter(({ name }) => !withoutLaunch.has(name)).length);
      }
      const [together, each] = fits.map(({ history }) => history);
      const told = (history: readonly RoundRecord[]) => history.map((record) => ({ ...record, operations: 0 }));
      expect(told(together!)).toEqual(told(each!));
      expect(tensors.size).toBe(1);
      expect(counts[0]! / counts[1]!).toBeLessThan(0.4); // three members: a third
      expect(backend.tf.memory().numTensors).toBe(before);
    });

    it("launches as many kernels for twenty networks as for one", async () => {
      const counts = [];
      for (const models of [1, 20]) {
        const random = Random.of("launches");
        const networks = Array.from({ length: models }, () =>
          randomNetwork(random, { sizes: [4, 6, 5, 3], skip: true, density: 1 }),
        );
        const data = randomData(random, 32, 4, classification(3), false);
        const stack = new Stack(backend, networks.map(startState), "softmax");
        const runs = networks.map(() => ({ order: randomOrder(random, 32), step: stepOf(32, 8) }));
        const { kernels } = await backend.tf.profile(() => stack.epoch(data, runs));
        counts.push(kernels.filter((kernel) => !withoutLaunch.has(kernel.name)).length);
        stack.dispose();
      }
      const [one, twenty] = counts;
      expect(twenty).toBe(one);
      expect(one! / 4).toBeLessThan(72); // kernels a step; on webgpu the 24 of Adam are one
    });
  });
}

/** Views, and the cast of float32 to float32 in each sum: they launch nothing on a device. */
const withoutLaunch = new Set(["Reshape", "Identity", "Cast"]);
