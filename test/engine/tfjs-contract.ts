import { expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { Trainer } from "../../src/engine/engine.ts";
import type { Backend } from "../../src/engine/tfjs/backend.ts";
import { tfjsEngine } from "../../src/engine/tfjs/index.ts";
import { engineContract } from "./contract.ts";
import { classification, keepAll, randomData, randomNetwork, randomOrder, stepOf } from "./networks.ts";

/** What the engine must do on every backend of TensorFlow.js: the contract of engines, and its own. */
export function tfjsContract(backend: () => Backend): void {
  engineContract(async () => tfjsEngine(backend()));

  it("keeps no tensor over 1,000 steps, and none after dispose", async () => {
    const random = Random.of("leaks");
    const task = classification(3);
    const network = randomNetwork(random, { sizes: [3, 4, 3], skip: true, density: 0.8 });
    const data = randomData(random, 20, 3, task, false);
    const none = backend().tf.memory().numTensors;
    const trainer = await tfjsEngine(backend()).load(network, task);
    await trainer.epoch(data, randomOrder(random, 20), stepOf(20, 2));
    const held = backend().tf.memory().numTensors;
    for (let epoch = 0; epoch < 100; epoch++) {
      await trainer.epoch(data, randomOrder(random, 20), stepOf(20, 2));
      await trainer.forward(data.inputs, null);
      expect(backend().tf.memory().numTensors).toBe(held);
      if (epoch % 50 === 0) await trainer.prune(keepAll(await trainer.read()));
      if (epoch % 50 === 10) await trainer.restore(await trainer.save());
    }
    trainer.dispose();
    expect(backend().tf.memory().numTensors).toBe(none);
  });

  it("lets one network of several train, be saved and go back without the others", async () => {
    const random = Random.of("one of several");
    const task = classification(3);
    const networks = [0, 1].map(() => randomNetwork(random, { sizes: [4, 6, 3], skip: true, density: 1 }));
    const data = randomData(random, 20, 4, task, false);
    const [first, second] = await tfjsEngine(backend(), true).loadTogether!(networks, task);
    const train = (one: Trainer) => one.epoch(data, randomOrder(Random.of("same"), 20), stepOf(20, 5, 0.01));
    const [, still] = [await train(first!), await second!.read()];
    expect(still).toEqual(networks[1]);
    const state = await first!.save();
    const losses = await Promise.all([train(first!), train(second!)]);
    const moved = await second!.read();
    await first!.restore(state);
    expect(await second!.read()).toEqual(moved);
    expect(await train(first!)).toBe(losses[0]);
    first!.dispose();
    second!.dispose();
  });

  it("says in one sentence when numbers become none though the data are", async () => {
    const random = Random.of("diverge");
    const network = randomNetwork(random, { sizes: [3, 4, 1], skip: true, density: 1 });
    const data = randomData(random, 20, 3, classification(2), false);
    const trainer = await tfjsEngine(backend()).load(network, classification(2));
    const train = async () => {
      for (let i = 0; i < 5; i++) await trainer.epoch(data, randomOrder(random, 20), stepOf(20, 5, 1e30));
    };
    await expect(train()).rejects.toMatchObject({
      message: `The ${backend().name} backend gave a loss that is not a number, though all inputs are numbers.`,
      exitCode: 3,
    });
    trainer.dispose();
  });
}
