import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { Backend } from "../../src/engine/tfjs/backend.ts";
import type { Trainer } from "../../src/engine/engine.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import { tfjsEngine } from "../../src/engine/tfjs/index.ts";
import { startState } from "../../src/engine/tfjs/network-state.ts";
import { openBackend } from "../../src/engine/tfjs/open.ts";
import { Stack } from "../../src/engine/tfjs/stack.ts";
import type { Tensor } from "../../src/engine/tfjs/tensorflow.ts";
import { engineContract } from "./contract.ts";
import { classification, randomData, randomNetwork, randomOrder, stepOf } from "./networks.ts";
import { tasks, trainReference, trainSmall } from "./tfjs-likeness.ts";

/** Debian's Chromium carries a software Vulkan driver, which is used where no other is named. */
const swiftShader = "/usr/lib/chromium/vk_swiftshader_icd.json";
if (process.env["VK_ICD_FILENAMES"] === undefined && existsSync(swiftShader)) {
  process.env["VK_ICD_FILENAMES"] = swiftShader;
}

let backend: Backend | null = null;
let why = "";
try {
  backend = await openBackend("webgpu");
} catch (error) {
  why = error instanceof Error ? error.message : String(error);
}
afterAll(() => backend?.close());

/** Which program multiplies matrices: −1 leaves it to the size, as on hardware. */
const productFlag = "WEBGPU_MATMUL_PROGRAM_TYPE";

const isSoftware = backend?.device.includes("software") === true;

describe.skipIf(backend === null)(`the tfjs engine on webgpu${why === "" ? "" : ` (${why})`}`, () => {
  let gpu: Backend;
  beforeAll(() => {
    gpu = backend!;
  });

  it("launches at most 50 kernels a step, for five networks as for one", async () => {
    const counts = [];
    for (const models of [1, 5]) {
      const random = Random.of("launches");
      const networks = Array.from({ length: models }, () =>
        randomNetwork(random, { sizes: [4, 6, 5, 3], skip: true, density: 1 }),
      );
      const data = randomData(random, 8, 4, classification(3), false);
      const stack = new Stack(gpu, networks.map(startState), "softmax");
      const runs = networks.map(() => ({ order: randomOrder(random, 8), step: stepOf(8, 4) }));
      const { kernels } = await gpu.tf.profile(() => stack.epoch(data, runs));
      counts.push(kernels.filter(({ name }) => !withoutLaunch.has(name)).length);
      expect(kernels.filter(({ name }) => name === "OccamAdam")).toHaveLength(2);
      stack.dispose();
    }
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]! / 2).toBeLessThanOrEqual(50);
  });

  it("trains the members of a bag at once, each like the reference, by the products of a GPU", async () => {
    gpu.tf.env().set(productFlag, -1);
    const random = Random.of("together");
    const networks = [0, 1].map(() => randomNetwork(random, { sizes: [4, 6, 3], skip: true, density: 0.8 }));
    const data = randomData(random, 20, 4, classification(3), true);
    const orders = [20, 17].map((rows) => randomOrder(random, 20).subarray(0, rows));
    const trainers = await tfjsEngine(gpu).loadTogether!(networks, data.task);
    const train = (one: Trainer, model: number) =>
      one.epoch(data, orders[model]!, stepOf(orders[model]!.length, 10, 0.01));
    const losses = await Promise.all(trainers.map(train));
    const outputs = await Promise.all(trainers.map((one, model) => one.forward(data.inputs, orders[model]!)));
    for (const [model, network] of networks.entries()) {
      const reference = await referenceEngine.load(network, data.task);
      expect(losses[model]).toBeCloseTo(await train(reference, model), 5);
      const expected = await reference.forward(data.inputs, orders[model]!);
      for (const [at, value] of expected.data.entries()) expect(outputs[model]!.data[at]).toBeCloseTo(value, 4);
      trainers[model]!.dispose();
    }
    if (isSoftware) gpu.tf.env().set(productFlag, 3);
  });

  it("keeps no tensor", () => {
    expect(gpu.tf.memory().numTensors).toBe(0);
  });

  it.each(tasks)("has the losses and outputs of the reference: %s", async (_, task) => {
    const expected = await trainReference(task);
    const got = await trainSmall(tfjsEngine(gpu), task);
    for (const [epoch, loss] of expected.losses.entries()) {
      expect(Math.abs(got.losses[epoch]! - loss)).toBeLessThan(1e-5 * loss);
    }
    for (const [at, output] of expected.outputs.entries()) expect(got.outputs[at]).toBeCloseTo(output, 4);
    expect(got.weights).toBe(expected.weights);
  });

  engineContract(
    async () => tfjsEngine(gpu),
    isSoftware
      ? []
      : [
          {
            test: "one row trains and predicts like the reference",
            reason: "a product with one row runs another program, which sums in another order: 1e-7 apart",
          },
        ],
  );

  it("says what is wrong when numbers are read synchronously, and when the device is lost under an epoch", async () => {
    const apart = new Backend("webgpu", gpu.tf, { device: gpu.device });
    const sum = gpu.tf.add(gpu.tf.tensor(new Float32Array(2000), [2000], "float32"), 1);
    const read = () => (sum as Tensor & { dataSync(): unknown }).dataSync();
    expect(() => apart.guard(read)).toThrow("asked for by dataSync or arraySync, which WebGPU in Node");
    const task = classification(3);
    const random = Random.of("lost");
    const network = randomNetwork(random, { sizes: [4, 6, 3], skip: true, density: 1 });
    const trainer = await tfjsEngine(gpu).load(network, task);
    const data = randomData(random, 20, 4, task, false);
    const training = trainer.epoch(data, randomOrder(random, 20), stepOf(20, 5));
    await new Promise((resolve) => setImmediate(resolve)); // the steps are on their way, the losses not yet back
    (gpu.tf.backend() as { device: { destroy(): void } }).device.destroy();
    const failure = { message: expect.stringContaining("The webgpu backend failed on"), exitCode: 3 };
    await expect(training).rejects.toMatchObject(failure);
    await expect(trainer.save()).rejects.toMatchObject(failure);
  });
});

/** Views, and the cast of float32 to float32 in each sum: they launch nothing on a device. */
const withoutLaunch = new Set(["Reshape", "Identity", "Cast"]);
