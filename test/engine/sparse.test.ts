import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zeros } from "../../src/base/matrix.ts";
import { hash, Random } from "../../src/base/random.ts";
import type { Engine } from "../../src/engine/engine.ts";
import type { Network } from "../../src/network/network.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import { blockCount, boundRows } from "../../src/engine/sparse/blocks.ts";
import { kernelWork, sparseEngine, sparseEngineFor } from "../../src/engine/sparse/index.ts";
import { expectAgreement } from "./agreement.ts";
import { engineContract } from "./contract.ts";
import { classification, randomData, randomNetwork, randomOrder, regression, stepOf } from "./networks.ts";

describe("the sparse engine", () => {
  engineContract(async () => sparseEngine);
});

describe("the sparse kernel", () => {
  it("agrees with the reference on random shapes, densities, losses and batches", async () => {
    expect.hasAssertions();
    const size = fc.integer({ min: 1, max: 11 });
    const shapes = fc.record({
      inputs: size,
      hidden: fc.array(size, { maxLength: 2 }),
      outputs: fc.constantFrom(1, 3, 4, 7),
      density: fc.constantFrom(0.2, 0.7, 1),
      skip: fc.boolean(),
      batch: fc.integer({ min: 1, max: 90 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ inputs, hidden, outputs, density, skip, batch, seed }) => {
        const random = Random.of(seed);
        const task = outputs === 1 ? regression : classification(outputs);
        const network = randomNetwork(random, { sizes: [inputs, ...hidden, outputs], skip, density });
        const data = randomData(random, 70, inputs, task, true);
        const order = randomOrder(random, 70);
        const trainer = await sparseEngine.load(network, task);
        const reference = await referenceEngine.load(network, task);
        // A small rate: Adam makes a full step of the sign of a gradient that is 0 but for rounding.
        await expectAgreement(trainer, reference, data, order, stepOf(70, batch, 1e-4));
      }),
      { numRuns: 150, seed: 8 },
    );
  });

  it("takes the rows of wide layers in blocks of slots, and agrees with the reference", async () => {
    const random = Random.of("wide");
    const task = classification(3);
    const network = randomNetwork(random, { sizes: [300, 210, 200, 3], skip: true, density: 0.5 });
    const [, hidden] = network.layers;
    expect(blockCount(300, 210, network.layers[0]!.weight.length)).toBe(3);
    expect(blockCount(200, 210, hidden!.weight.length)).toBe(2);
    const data = randomData(random, 100, 300, task, false);
    const order = randomOrder(random, 100);
    const trainer = await sparseEngine.load(network, task);
    const reference = await referenceEngine.load(network, task);
    for (let epoch = 0; epoch < 2; epoch++) {
      const loss = await trainer.epoch(data, order, stepOf(100, 40, 1e-3));
      const expected = await reference.epoch(data, order, stepOf(100, 40, 1e-3));
      expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * expected);
    }
    const outputs = (await trainer.forward(data.inputs, null)).data;
    const expected = (await reference.forward(data.inputs, null)).data;
    const size = expected.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    outputs.forEach((one, at) => expect(Math.abs(one - expected[at]!)).toBeLessThan(2e-5 * size));
  });

  it("divides rows where a block of 128 slots ends, in bytes", () => {
    // Two rows of entries that read slots 0, 127, 128 and 5, 300, from address 1000 on.
    const address = Uint32Array.of(0, 127, 128, 5, 300).map((slot) => 1000 + slot * 128);
    const rows = { start: Uint32Array.of(0, 3), end: Uint32Array.of(3, 5) };
    expect([...boundRows(rows, { address, base: 1000, blocks: 3 })]).toEqual([0, 12, 8, 16, 12, 16, 12, 20]);
  });

  it("runs: its panels of 32 rows are counted in forward and epoch", async () => {
    const random = Random.of("panels");
    const task = classification(3);
    const data = randomData(random, 100, 5, task, false);
    const network = randomNetwork(random, { sizes: [5, 8, 3], skip: true, density: 0.5 });
    const trainer = await sparseEngine.load(network, task);
    await trainer.forward(data.inputs, null);
    expect(kernelWork(trainer).panels).toBe(4);
    await trainer.epoch(data, randomOrder(random, 100), stepOf(100, 50));
    expect(kernelWork(trainer).panels).toBe(4 + 2 * 2);
    await expect(referenceEngine.load(network, task).then(kernelWork)).rejects.toThrow("not of the sparse");
  });

  it("trains to the same bits on every version of Node", async () => {
    const golden = readFileSync(new URL("../golden/engine-bits.txt", import.meta.url), "utf8").trim();
    expect(await trainedBits(sparseEngine)).toBe(golden);
  });

  it("streams a table that is too large to be kept, in bounded memory, to the bits that its rows give in a small table", async () => {
    const { large, small, order, inOrder, network, step } = largeTable(Random.of("stream"));
    const streamed = await sparseEngineFor(large.inputs.data.byteLength - 1).load(network, large.task);
    const loss = await streamed.epoch(large, order, step);
    const compact = await sparseEngine.load(network, small.task);
    expect(Math.abs((await compact.epoch(small, inOrder, step)) - loss)).toBeLessThan(1e-9);
    expect(await compact.read()).toEqual(await streamed.read());
    expect(kernelWork(streamed).bytes).toBeLessThan(large.inputs.data.byteLength / 3);
  });

  it("holds one table for all trainers that are loaded beside one another", async () => {
    const { large, order, network, step } = largeTable(Random.of("beside"));
    const trainers = [await sparseEngine.load(network, large.task)];
    while (trainers.length < 4) trainers.push(await sparseEngine.load(network, large.task, { beside: trainers[0] }));
    for (const trainer of trainers) await trainer.epoch(large, order, step);
    const { bytes } = kernelWork(trainers[0]!);
    expect(trainers.map((trainer) => kernelWork(trainer).bytes)).toEqual([bytes, bytes, bytes, bytes]);
    expect(bytes).toBeLessThan(1.1 * large.inputs.data.byteLength);
  });

  it("holds the same memory after 1,000 epochs, prunings and restores as after the first", async () => {
    const random = Random.of("memory");
    const task = classification(3);
    const data = randomData(random, 64, 8, task, false);
    const network = randomNetwork(random, { sizes: [8, 16, 3], skip: true, density: 1 });
    const order = randomOrder(random, 64);
    const trainer = await sparseEngine.load(network, task);
    const start = await trainer.save();
    const round = async () => {
      await trainer.epoch(data, order, stepOf(64, 32));
      await trainer.forward(data.inputs, null);
    };
    await round();
    const { bytes } = kernelWork(trainer);
    for (let epoch = 1; epoch < 1000; epoch++) {
      await round();
      if (epoch % 100 !== 0) continue;
      const { layers } = await trainer.read();
      await trainer.prune(layers.map((layer) => Uint8Array.from(layer.weight, (_, k) => +(k % 5 > 0))));
      if (epoch % 200 === 0) await trainer.restore(start);
    }
    expect(kernelWork(trainer).bytes).toBe(bytes);
  });

  it("makes room when pruning leaves a layer full, which then wants packed weights", async () => {
    // 40 units read all of 60 inputs and one reads the first alone: full once that one is gone.
    const random = Random.of("full at last");
    const full = randomNetwork(random, { sizes: [60, 41, 1], skip: false, density: 1 });
    const first = full.layers[0]!;
    const odd = { ...first, rowStart: first.rowStart.slice() };
    odd.rowStart[41] = odd.rowStart[40]! + 1;
    const kept = odd.rowStart[41];
    const layer = { ...odd, column: first.column.slice(0, kept), weight: first.weight.slice(0, kept) };
    const network = { ...full, layers: [layer, full.layers[1]!] };
    const data = randomData(random, 200, 60, regression, false);
    const order = randomOrder(random, 200);
    const [trainer, reference] = [
      await sparseEngine.load(network, regression),
      await referenceEngine.load(network, regression),
    ];
    for (const one of [trainer, reference]) {
      await one.epoch(data, order, stepOf(200, 50));
      await one.prune([Uint8Array.from(layer.weight, (_, k) => +(k < kept - 1)), new Uint8Array(41).fill(1)]);
    }
    for (let epoch = 0; epoch < 2; epoch++) {
      const loss = await trainer.epoch(data, order, stepOf(200, 50));
      const expected = await reference.epoch(data, order, stepOf(200, 50));
      expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * expected);
    }
  });

  it("does not touch inputs that nothing reads: NaN there changes no output", async () => {
    const random = Random.of("unread");
    const task = classification(2);
    const data = randomData(random, 40, 6, task, false);
    const network = randomNetwork(random, { sizes: [6, 5, 1], skip: true, density: 1 });
    const trainer = await sparseEngine.load(network, task);
    const hidden = 5;
    await trainer.prune(
      network.layers.map((layer, index) =>
        Uint8Array.from(layer.column, (column) => +(column !== 2 + (index > 0 ? hidden : 0))),
      ),
    );
    const before = await trainer.forward(data.inputs, null);
    for (let row = 0; row < 40; row++) data.inputs.data[row * 6 + 2] = Number.NaN;
    expect(await trainer.forward(data.inputs, null)).toEqual(before);
  });
});

const columnsOfLarge = 50;

/** 100,000 rows, 20 MB, of which an epoch takes 30,000; the same of those rows alone; and a network. */
function largeTable(random: Random) {
  const task = classification(2);
  const inputs = zeros(100_000, columnsOfLarge);
  inputs.data.forEach((_, at) => (inputs.data[at] = random.uniform() - 0.5));
  const { rows, data } = inputs;
  const targets = Float32Array.from({ length: rows }, (_, row) => +(data[row * columnsOfLarge]! > 0));
  const order = Uint32Array.from({ length: 30_000 }, () => random.below(rows));
  const taken = zeros(order.length, columnsOfLarge);
  order.forEach((row, at) => {
    const first = row * columnsOfLarge;
    taken.data.set(data.subarray(first, first + columnsOfLarge), at * columnsOfLarge);
  });
  const smallTargets = Float32Array.from(order, (row) => targets[row]!);
  return {
    large: { task, inputs, targets, weights: null },
    small: { task, inputs: taken, targets: smallTargets, weights: null },
    order,
    inOrder: Uint32Array.from(order.keys()),
    network: randomNetwork(random, { sizes: [columnsOfLarge, 4, 1], skip: true, density: 0.6 }),
    step: stepOf(order.length, 128),
  };
}

/** Hash of the weights after epochs and prunings that take every kernel: dense and sparse, all losses. */
async function trainedBits(engine: Engine): Promise<string> {
  const lines: string[] = [];
  for (const outputs of [7, 1]) {
    for (const task of outputs === 1 ? [regression, classification(2)] : [classification(outputs)]) {
      const random = Random.of("bits", outputs, task.kind);
      const data = randomData(random, 500, 21, task, true);
      const network = randomNetwork(random, { sizes: [21, 33, 18, outputs], skip: true, density: 1 });
      const trainer = await engine.load(network, task);
      for (let round = 0; round < 3; round++) {
        const loss = await trainer.epoch(data, randomOrder(random, 500), stepOf(500, 60, 0.01));
        const bytes = (await trainer.read()).layers.map((layer) =>
          Uint8Array.from(layer.weight, () => +(random.uniform() < 0.6)),
        );
        lines.push(`${task.kind} ${outputs} round ${round}: loss ${loss} bits ${bitsOf(await trainer.read())}`);
        await trainer.prune(bytes);
      }
    }
  }
  return lines.join("\n");
}

function bitsOf(network: Network): number {
  const arrays = [network.scale, ...network.layers.flatMap((layer) => [layer.weight, layer.bias])];
  return hash(arrays.flatMap((array) => [...new Uint32Array(array.slice().buffer)]));
}
