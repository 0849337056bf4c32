import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { Engine, Trainer } from "../../src/engine/engine.ts";
import type { Network } from "../../src/network/network.ts";
import { weightCount } from "../../src/network/size.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import type { Prepared, Task } from "../../src/prepare/prepared.ts";
import {
  classification,
  keepAll,
  networkOf,
  randomData,
  randomNetwork,
  randomOrder,
  regression,
  stepOf,
} from "./networks.ts";

/** A test that an engine cannot pass, and why. */
export interface Skip {
  readonly test: string;
  readonly reason: string;
}

interface Case {
  readonly title: string;
  readonly sizes: readonly number[];
  readonly skip: boolean;
  readonly density: number;
  readonly task: Task;
  readonly isWeighted: boolean;
  readonly scaleRate: number;
}

const cases: readonly Case[] = [
  {
    title: "two hidden layers with skip, softmax, row weights",
    sizes: [6, 9, 8, 3],
    skip: true,
    density: 0.6,
    task: classification(3),
    isWeighted: true,
    scaleRate: 1,
  },
  {
    title: "full layers with odd sizes, softmax",
    sizes: [7, 13, 10, 5],
    skip: true,
    density: 1,
    task: classification(5),
    isWeighted: false,
    scaleRate: 0.3,
  },
  {
    title: "one hidden layer without skip, logistic, fixed scale",
    sizes: [5, 8, 1],
    skip: false,
    density: 0.8,
    task: classification(2),
    isWeighted: true,
    scaleRate: 0,
  },
  {
    title: "no hidden layer, logistic",
    sizes: [5, 1],
    skip: true,
    density: 1,
    task: classification(2),
    isWeighted: false,
    scaleRate: 1,
  },
  {
    title: "two hidden layers, squared loss, row weights",
    sizes: [4, 12, 6, 1],
    skip: true,
    density: 0.9,
    task: regression,
    isWeighted: true,
    scaleRate: 0.1,
  },
];

/** What every engine must do, number by number against the float64 reference; `skips` says what one cannot, with the reason. */
export function engineContract(engine: () => Promise<Engine>, skips: readonly Skip[] = []): void {
  const test: Test = (title, body) => {
    const reason = skips.find((one) => one.test === title)?.reason;
    it.skipIf(reason !== undefined)(`${title}${reason === undefined ? "" : `: skipped, ${reason}`}`, async () => {
      expect.hasAssertions();
      const tested = await engine();
      await body((network, task) => tested.load(network, task));
    });
  };
  describe("trains", () => {
    describeTraining(test);
  });
  describe("prunes", () => {
    describePruning(test);
  });
  describe("saves and restores", () => {
    describeState(test);
  });
  describe("reads its data", () => {
    describeData(test);
  });
  describe("counts and refuses", () => {
    describeEdges(test);
  });
}

type Load = (network: Network, task: Task) => Promise<Trainer>;
type Test = (title: string, body: (load: Load) => Promise<void>) => void;

function describeTraining(test: Test): void {
  for (const one of cases) {
    test(`ten epochs stay within 1e-5 of the reference: ${one.title}`, async (load) => {
      const random = Random.of("contract", one.title);
      const network = randomNetwork(random, one);
      const data = randomData(random, 300, one.sizes[0]!, one.task, one.isWeighted);
      const reference = await referenceEngine.load(network, one.task);
      const trainer = await load(network, one.task);
      const step = stepOf(300, 70, 0.003, one.scaleRate);
      for (let epoch = 0; epoch < 10; epoch++) {
        const order = randomOrder(random, 300);
        const expected = await reference.epoch(data, order, step);
        const loss = await trainer.epoch(data, order, step);
        expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * expected);
      }
      await expectSameOutputs(trainer, reference, data);
      trainer.dispose();
    });
  }

  test("decay shrinks weights alone, by 1 − rate · decay a step", async (load) => {
    const { network, task, data } = small("decay");
    const idle: Prepared = { ...data, weights: new Float32Array(data.inputs.rows) };
    const trainer = await load(network, task);
    await trainer.epoch(idle, randomOrder(Random.of("decay"), 64), { ...stepOf(64, 64, 0.1), decay: 0.5 });
    const after = await trainer.read();
    after.layers.forEach((layer, index) => {
      const before = network.layers[index]!;
      layer.weight.forEach((weight, k) => expect(weight).toBeCloseTo(before.weight[k]! * 0.95, 6));
      expect(layer.bias).toEqual(before.bias);
    });
    expect(after.scale).toEqual(network.scale);
  });

  test("the squared gradients are zeros at first, then those of the reference, weight by weight and after pruning", async (load) => {
    const { network, task, data, order } = small("gradients");
    const [trainer, reference] = [await load(network, task), await referenceEngine.load(network, task)];
    for (const layer of await trainer.secondMoments()) expect(layer.every((square) => square === 0)).toBe(true);
    for (const isPruned of [false, true]) {
      for (const one of [trainer, reference]) {
        if (isPruned) {
          await one.prune(network.layers.map((layer) => Uint8Array.from(layer.weight, (_, k) => (k % 3 > 0 ? 1 : 0))));
        }
        await one.epoch(data, order, stepOf(64, 16, 0.003));
      }
      const [gradients, expected] = [await trainer.secondMoments(), await reference.secondMoments()];
      expect(gradients.map(({ length }) => length)).toEqual(
        (await trainer.read()).layers.map(({ weight }) => weight.length),
      );
      gradients.forEach((layer, l) => {
        layer.forEach((square, k) => expect(square).toBeCloseTo(expected[l]![k]!, 4));
      });
      expect(Math.max(...expected.flatMap((layer) => [...layer]))).toBeGreaterThan(1e-3);
    }
  });

  test("a scale rate of 0 keeps the input scale, a larger one moves it", async (load) => {
    const { network, task, data, order } = small("scale");
    const fixed = await load(network, task);
    await fixed.epoch(data, order, stepOf(64, 16, 0.01, 0));
    expect((await fixed.read()).scale).toEqual(network.scale);
    const free = await load(network, task);
    await free.epoch(data, order, stepOf(64, 16, 0.01, 1));
    expect((await free.read()).scale).not.toEqual(network.scale);
  });
}

function describePruning(test: Test): void {
  test("prune keeps the marked weights bit by bit and no other", async (load) => {
    const { network, task } = small("keep");
    const trainer = await load(network, task);
    const keep = network.layers.map((layer) => Uint8Array.from(layer.weight, (_, k) => (k % 3 === 0 ? 0 : 1)));
    await trainer.prune(keep);
    const after = await trainer.read();
    expect(after.layers.map((layer) => [...layer.weight])).toEqual(
      network.layers.map((layer) => [...layer.weight].filter((_, k) => k % 3 !== 0)),
    );
    expect(after.layers.map((layer) => [...layer.column])).toEqual(
      network.layers.map((layer) => [...layer.column].filter((_, k) => k % 3 !== 0)),
    );
  });

  test("training after pruning stays within 1e-5 of the reference", async (load) => {
    const { network, task, data, order } = small("prune and train");
    const random = Random.of("prune and train");
    const trainer = await load(network, task);
    const reference = await referenceEngine.load(network, task);
    for (let round = 0; round < 4; round++) {
      for (const one of [trainer, reference]) await one.epoch(data, order, stepOf(64, 20, 0.01));
      const bytes = (await reference.read()).layers.map((layer) =>
        Uint8Array.from(layer.weight, () => (random.uniform() < 0.7 ? 1 : 0)),
      );
      for (const one of [trainer, reference]) await one.prune(bytes);
      const [left, expected] = [await trainer.read(), await reference.read()];
      expect(left.layers.map((layer) => layer.column)).toEqual(expected.layers.map((layer) => layer.column));
      await expectSameOutputs(trainer, reference, data);
    }
  });

  test("a unit without weights in goes, and its constant moves into the biases it fed", async (load) => {
    // Input 0 feeds unit 0; unit 1 is constant: max(0, 0.5). Both feed the output: 2·h0 + 3·h1.
    const network = networkOf([[[1], [0]], [[2, 3]]], [[0.25, 0.5], [0.125]]);
    const trainer = await load(network, regression);
    await trainer.prune(keepAll(network));
    const after = await trainer.read();
    expect(after.layers.map((layer) => layer.outputs)).toEqual([1, 1]);
    expect([...after.layers[1]!.bias]).toEqual([0.125 + 3 * 0.5]);
    expect([...after.layers[0]!.bias]).toEqual([0.25]);
  });

  test("a unit that nothing reads goes, and the units that only it read go with it", async (load) => {
    // Unit 1 of the first layer feeds only unit 1 of the second, which feeds nothing.
    const first = [
      [1, 0],
      [0, 1],
    ];
    const second = [
      [1, 0],
      [0, 1],
    ];
    const network = networkOf([first, second, [[2, 0]]], [[0, 0], [0, 0], [0.5]]);
    const trainer = await load(network, regression);
    await trainer.prune(keepAll(network));
    const after = await trainer.read();
    expect(after.layers.map((layer) => [layer.inputs, layer.outputs])).toEqual([
      [2, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(weightCount(after)).toBe(3);
  });

  test("outputs are the same before and after a weight of no effect and its dead unit go", async (load) => {
    const { network, task, data } = small("no effect");
    const last = network.layers.length - 1;
    // Unit 2 of the last hidden layer is cut off from the output, and unit 3 from what is below it.
    const keep = network.layers.map((layer, index) =>
      Uint8Array.from(layer.weight, (_, k) =>
        (index === last && layer.column[k] === 2) || (index === last - 1 && rowOf(layer.rowStart, k) === 3) ? 0 : 1,
      ),
    );
    const layers = network.layers.map((layer, index) => ({
      ...layer,
      weight: layer.weight.map((weight, k) => (keep[index]![k] === 0 ? 0 : weight)),
    }));
    const trainer = await load({ ...network, layers }, task);
    const before = await trainer.forward(data.inputs, null);
    await trainer.prune(keep);
    const after = await trainer.forward(data.inputs, null);
    after.data.forEach((value, at) => expect(value).toBeCloseTo(before.data[at]!, 5));
    expect((await trainer.read()).layers[last - 1]!.outputs).toBe(network.layers[last - 1]!.outputs - 2);
  });

  test("with every hidden weight pruned, the skip is left and still trains", async (load) => {
    const { network, task, data, order } = small("skip only");
    const hidden = network.layers.at(-1)!.inputs - network.scale.length;
    const keep = network.layers.map((layer, index) =>
      Uint8Array.from(layer.column, (column) => (index > 0 && column >= hidden ? 1 : 0)),
    );
    const trainer = await load(network, task);
    const reference = await referenceEngine.load(network, task);
    for (const one of [trainer, reference]) {
      await one.prune(keep);
      await one.epoch(data, order, stepOf(64, 16));
    }
    expect((await trainer.read()).layers[0]!.outputs).toBe(0);
    await expectSameOutputs(trainer, reference, data);
  });

  test("with every weight pruned, the biases are left and still train", async (load) => {
    const { network, task, data, order } = small("no weights");
    const trainer = await load(network, task);
    await trainer.prune(network.layers.map((layer) => new Uint8Array(layer.weight.length)));
    const before = (await trainer.read()).layers.at(-1)!.bias;
    const loss = await trainer.epoch(data, order, stepOf(64, 16));
    expect(loss).toBeGreaterThan(0);
    const after = await trainer.read();
    expect(weightCount(after)).toBe(0);
    expect(after.layers.at(-1)!.bias).not.toEqual(before);
  });
}

function describeState(test: Test): void {
  test("restore after training and pruning gives the same bits, and the same bits later on", async (load) => {
    const { network, task, data, order } = small("state");
    const trainer = await load(network, task);
    await trainer.epoch(data, order, stepOf(64, 16));
    const state = await trainer.save();
    const saved = await trainer.read();
    const loss = await trainer.epoch(data, order, stepOf(64, 16));
    const trained = await trainer.read();
    await trainer.prune(trained.layers.map((layer) => Uint8Array.from(layer.weight, (_, k) => k % 2)));
    await trainer.epoch(data, order, stepOf(64, 16));
    await trainer.restore(state);
    expect(await trainer.read()).toEqual(saved);
    expect(await trainer.epoch(data, order, stepOf(64, 16))).toBe(loss);
    expect(await trainer.read()).toEqual(trained);
  });

  test("a state of another engine is refused", async (load) => {
    const trainer = await load(small("foreign").network, small("foreign").task);
    await expect(trainer.restore({ engine: "abacus" })).rejects.toThrow("abacus");
  });

  test("two runs give the same bits", async (load) => {
    const runs = [];
    for (let run = 0; run < 2; run++) {
      const { network, task, data, order } = small("twice");
      const trainer = await load(network, task);
      await trainer.epoch(data, order, stepOf(64, 16));
      runs.push(await trainer.read());
    }
    expect(runs[0]).toEqual(runs[1]);
  });
}

function describeData(test: Test): void {
  test("only the rows of the order count", async (load) => {
    const { network, task, data } = small("rows");
    const order = Uint32Array.from({ length: 40 }, (_, i) => (i * 7) % 50);
    const spoilt = { ...data, inputs: { ...data.inputs, data: data.inputs.data.slice() } };
    spoilt.inputs.data.fill(Number.NaN, 50 * data.inputs.columns);
    const [first, second] = [await load(network, task), await load(network, task)];
    const loss = await first.epoch(data, order, stepOf(40, 16));
    expect(await second.epoch(spoilt, order, stepOf(40, 16))).toBe(loss);
    expect(await second.read()).toEqual(await first.read());
  });

  test("an order of two passes is two epochs", async (load) => {
    const { network, task, data, order } = small("passes");
    const [once, twice] = [await load(network, task), await load(network, task)];
    await once.epoch(data, Uint32Array.from([...order, ...order]), stepOf(128, 16));
    for (let pass = 0; pass < 2; pass++) await twice.epoch(data, order, stepOf(64, 16));
    expect(await once.read()).toEqual(await twice.read());
  });

  test("a batch larger than the table is one step over all its rows", async (load) => {
    const { network, task, data, order } = small("large batch");
    const [large, exact] = [await load(network, task), await load(network, task)];
    const loss = await large.epoch(data, order, stepOf(64, 1000));
    expect(await exact.epoch(data, order, stepOf(64, 64))).toBe(loss);
    expect(await large.read()).toEqual(await exact.read());
  });

  test("one row trains and predicts like the reference", async (load) => {
    const { network, task, data } = small("one row");
    const trainer = await load(network, task);
    const reference = await referenceEngine.load(network, task);
    const order = Uint32Array.of(5);
    const expected = await reference.epoch(data, order, stepOf(1, 16));
    expect(Math.abs((await trainer.epoch(data, order, stepOf(1, 16))) - expected)).toBeLessThan(1e-5);
    const outputs = await trainer.forward(data.inputs, Uint32Array.of(7));
    const all = await trainer.forward(data.inputs, null);
    expect([outputs.rows, outputs.columns]).toEqual([1, 3]);
    expect([...outputs.data]).toEqual([...all.data.subarray(21, 24)]);
  });

  test("no rows give no outputs", async (load) => {
    const { network, task, data } = small("no rows");
    const outputs = await (await load(network, task)).forward(data.inputs, new Uint32Array(0));
    expect([outputs.rows, outputs.columns, outputs.data.length]).toEqual([0, 3, 0]);
  });

  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    test(`an input of ${bad} ends in a loss that is not finite, and restore goes back`, async (load) => {
      const { network, task, data, order } = small("bad input");
      const trainer = await load(network, task);
      const state = await trainer.save();
      const spoilt = { ...data, inputs: { ...data.inputs, data: data.inputs.data.slice() } };
      spoilt.inputs.data.fill(bad, 0, data.inputs.columns);
      expect(Number.isFinite(await trainer.epoch(spoilt, order, stepOf(64, 16)))).toBe(false);
      await trainer.restore(state);
      expect(await trainer.read()).toEqual(network);
      expect(Number.isFinite(await trainer.epoch(data, order, stepOf(64, 16)))).toBe(true);
    });
  }
}

function describeEdges(test: Test): void {
  test("operations count the weights really looped over, and fall with them", async (load) => {
    const { network, task, data, order } = small("operations");
    const trainer = await load(network, task);
    await trainer.forward(data.inputs, null);
    const weights = weightCount(network);
    expect(trainer.operations).toBe(64 * weights);
    await trainer.epoch(data, order, stepOf(64, 32));
    const dense = trainer.operations - 64 * weights;
    expect(dense).toBeGreaterThanOrEqual(2 * 64 * weights);
    expect(dense).toBeLessThanOrEqual(3 * 64 * weights);
    await trainer.prune(network.layers.map((layer) => Uint8Array.from(layer.weight, (_, k) => +(k % 4 === 0))));
    const before = trainer.operations;
    await trainer.epoch(data, order, stepOf(64, 32));
    expect(trainer.operations - before).toBeLessThan(0.3 * dense);
  });

  test("what does not fit is refused with its numbers", async (load) => {
    const { network, task, data, order } = small("refuse");
    const trainer = await load(network, task);
    const narrow = randomData(Random.of("refuse"), 10, 4, task, false);
    await expect(trainer.forward(narrow.inputs, null)).rejects.toThrow("reads 6 inputs, got 4");
    await expect(trainer.forward(data.inputs, Uint32Array.of(64))).rejects.toThrow("Row 64");
    await expect(trainer.epoch(data, order, stepOf(32, 16))).rejects.toThrow("4 steps");
    await expect(trainer.epoch(data, order, { ...stepOf(64, 16), batch: 0 })).rejects.toThrow("at least 1 row");
    await expect(trainer.prune([])).rejects.toThrow("Layer 0");
    await expect(load(network, regression)).rejects.toThrow("1 output");
    await expect(load({ ...network, skip: false }, task)).rejects.toThrow("reads");
  });
}

function small(title: string): { network: Network; task: Task; data: Prepared; order: Uint32Array } {
  const random = Random.of("small", title);
  const task = classification(3);
  const network = randomNetwork(random, { sizes: [6, 11, 10, 3], skip: true, density: 1 });
  const data = randomData(random, 64, 6, task, false);
  return { network, task, data, order: randomOrder(random, 64) };
}

function rowOf(rowStart: Uint32Array, k: number): number {
  return rowStart.findIndex((start) => start > k) - 1;
}

/** Outputs of both for all rows, within 1e-5 of the largest: float32 carries 6e-8, sums and ten epochs some more. */
async function expectSameOutputs(trainer: Trainer, reference: Trainer, data: Prepared): Promise<void> {
  const outputs = await trainer.forward(data.inputs, null);
  const expected = await reference.forward(data.inputs, null);
  const size = expected.data.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const worst = expected.data.reduce((most, one, at) => Math.max(most, Math.abs(one - outputs.data[at]!)), 0);
  expect(worst).toBeLessThan(1e-5 * size);
}
