import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zeros } from "../../src/base/matrix.ts";
import { Random } from "../../src/base/random.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import { sparseEngine, sparseEngineFor } from "../../src/engine/sparse/index.ts";
import { shapeOf } from "../../src/engine/sparse/shape.ts";
import { pays, structureOf } from "../../src/engine/sparse/structure.ts";
import type { Prepared, Span, Task } from "../../src/prepare/prepared.ts";
import { expectAgreement } from "./agreement.ts";
import { classification, keepAll, randomNetwork, randomOrder, regression, stepOf } from "./networks.ts";

/** Plain inputs, then spans of steps, then one-hot spans. */
interface Layout {
  readonly plain: number;
  readonly steps: readonly number[];
  readonly oneHot: readonly number[];
}

/** Rows that keep the promise of their spans, cells missing here and there. */
function spanned(random: Random, rows: number, layout: Layout, task: Task): Prepared {
  const spans: Span[] = [];
  let columns = layout.plain;
  for (const count of layout.steps) {
    const means = Array.from({ length: count }, () => 0.05 + 0.9 * random.uniform());
    spans.push({ kind: "steps", first: columns, means });
    columns += count;
  }
  for (const count of layout.oneHot) {
    spans.push({ kind: "one-hot", first: columns, count });
    columns += count;
  }
  const { data } = zeros(rows, columns);
  for (let row = 0; row < rows; row++) {
    const at = row * columns;
    for (let input = 0; input < layout.plain; input++) data[at + input] = random.normal();
    for (const span of spans) {
      if (random.uniform() < 0.1) continue;
      if (span.kind === "one-hot") {
        data[at + span.first + random.below(span.count)] = 1;
        continue;
      }
      const step = random.below(span.means.length);
      span.means.forEach((mean, input) => {
        const code = input < step ? 1 : input > step ? 0 : 3 * random.uniform() - 1;
        data[at + span.first + input] = code - mean;
      });
    }
  }
  const targets = Float32Array.from({ length: rows }, (_, row) => {
    const last = data[row * columns + columns - 1]!;
    return task.kind === "regression" ? last + random.normal() : random.below(task.classes.length);
  });
  return { task, inputs: { rows, columns, data, spans }, targets, weights: null };
}

const layouts = fc.record({
  plain: fc.integer({ min: 0, max: 5 }),
  steps: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
  oneHot: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
});
const wide: Layout = { plain: 2, steps: [9, 12, 5], oneHot: [8, 8] };

describe("inputs with structure", () => {
  it("train and predict as plain inputs do, for random spans, shapes, losses and batches, before and after a pruning", async () => {
    const size = fc.integer({ min: 0, max: 20 });
    const cases = fc.record({
      layout: layouts.filter(({ plain, steps, oneHot }) => plain + steps.length + oneHot.length > 0),
      hidden: fc.array(size, { maxLength: 2 }),
      outputs: fc.constantFrom(1, 3, 4, 7),
      skip: fc.boolean(),
      density: fc.constantFrom(1, 0.9),
      batch: fc.integer({ min: 1, max: 90 }),
      seed: fc.nat(),
    });
    let structured = 0;
    let structuredPruned = 0;
    await fc.assert(
      fc.asyncProperty(cases, async ({ layout, hidden, outputs, skip, density, batch, seed }) => {
        const random = Random.of(seed);
        const task = outputs === 1 ? regression : classification(outputs);
        const data = spanned(random, 70, layout, task);
        const { columns, spans = [] } = data.inputs;
        const network = randomNetwork(random, { sizes: [columns, ...hidden, outputs], skip, density });
        const structure = structureOf(shapeOf(network), spans);
        if (pays(structure, shapeOf(network))) structured++;
        const order = randomOrder(random, 70);
        const trainer = await sparseEngine.load(network, task, { spans });
        const reference = await referenceEngine.load(network, task);
        await expectAgreement(trainer, reference, data, order, stepOf(70, batch, 1e-4));
        const pruned = await sparseEngine.load(network, task, { spans });
        const prunedReference = await referenceEngine.load(network, task);
        const keep = network.layers.map(({ column }) =>
          Uint8Array.from(column, () => (random.uniform() < 0.8 ? 1 : 0)),
        );
        for (const one of [pruned, prunedReference]) await one.prune(keep);
        if (pays(structure, shapeOf(await pruned.read()))) structuredPruned++;
        await expectAgreement(pruned, prunedReference, data, order, stepOf(70, batch, 1e-4));
      }),
      { numRuns: 150, seed: 8 },
    );
    expect(Math.min(structured, structuredPruned)).toBeGreaterThan(30);
  });

  it("stay within 1e-5 of the reference over ten epochs", async () => {
    const random = Random.of("ten");
    const data = spanned(random, 300, wide, classification(3));
    const { columns, spans = [] } = data.inputs;
    const network = randomNetwork(random, { sizes: [columns, 9, 8, 3], skip: true, density: 1 });
    const trainer = await sparseEngine.load(network, data.task, { spans });
    const reference = await referenceEngine.load(network, data.task);
    for (let epoch = 0; epoch < 10; epoch++) {
      const order = randomOrder(random, 300);
      const expected = await reference.epoch(data, order, stepOf(300, 70));
      const loss = await trainer.epoch(data, order, stepOf(300, 70));
      expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * expected);
    }
  });

  it("cost multiply-adds for what a row fills, until a pruning leaves few weights to be taken by themselves", async () => {
    const random = Random.of("count");
    const data = spanned(random, 32, wide, classification(3));
    const { columns, spans = [] } = data.inputs;
    const network = randomNetwork(random, { sizes: [columns, 5, 3], skip: true, density: 1 });
    const trainer = await sparseEngine.load(network, data.task, { spans });
    await trainer.forward(data.inputs, null);
    const reads = 2 + 2 * 3 + 2;
    expect(trainer.operations).toBe(32 * (5 * reads + 3 * (5 + reads)));
    const keep = keepAll(network);
    keep[0]![0] = 0; // reads an input
    keep[1]![0] = 0; // reads a hidden unit
    await trainer.prune(keep);
    let before = trainer.operations;
    await trainer.forward(data.inputs, null);
    expect(trainer.operations - before).toBe(32 * (5 * reads + 3 * (5 + reads) - 1));
    const { layers } = await trainer.read();
    await trainer.prune(layers.map(({ column }) => Uint8Array.from(column, (_, k) => (k % 3 === 0 ? 1 : 0))));
    before = trainer.operations;
    await trainer.forward(data.inputs, null);
    const left = (await trainer.read()).layers.reduce((sum, { column }) => sum + column.length, 0);
    expect(trainer.operations - before).toBe(32 * left);
  });

  it("are read beside more hidden units than the nearest cache holds", async () => {
    const random = Random.of("blocks");
    const data = spanned(random, 90, wide, classification(5));
    const { columns, spans = [] } = data.inputs;
    const network = randomNetwork(random, { sizes: [columns, 260, 5], skip: true, density: 0.95 });
    expect(pays(structureOf(shapeOf(network), spans), shapeOf(network))).toBe(true);
    const trainer = await sparseEngine.load(network, data.task, { spans });
    const reference = await referenceEngine.load(network, data.task);
    await expectAgreement(trainer, reference, data, randomOrder(random, 90), stepOf(90, 40, 1e-4));
  });

  it("are right when a pruning takes a whole unit and leaves all others full", async () => {
    const random = Random.of("unit");
    const data = spanned(random, 90, wide, classification(3));
    const { columns, spans = [] } = data.inputs;
    const network = randomNetwork(random, { sizes: [columns, 9, 3], skip: true, density: 1 });
    const keep = keepAll(network);
    const { column } = network.layers[1]!;
    column.forEach((source, k) => (keep[1]![k] = source < 6 ? 0 : 1));
    const trainer = await sparseEngine.load(network, data.task, { spans });
    const reference = await referenceEngine.load(network, data.task);
    const order = randomOrder(random, 90);
    for (const one of [trainer, reference]) {
      await one.epoch(data, order, stepOf(90, 32, 1e-4));
      await one.prune(keep);
      await one.epoch(data, order, stepOf(90, 32, 1e-4));
    }
    const outputsOf = (await trainer.forward(data.inputs, null)).data;
    const expectedOf = (await reference.forward(data.inputs, null)).data;
    expect((await trainer.read()).layers[0]!.outputs).toBe(3);
    outputsOf.forEach((one, at) => expect(Math.abs(one - expectedOf[at]!)).toBeLessThan(1e-4));
  });

  it("are read by the outputs alone where all hidden units are gone, with or without spans", async () => {
    const random = Random.of("skip alone");
    const data = spanned(random, 40, wide, classification(3));
    const network = randomNetwork(random, { sizes: [data.inputs.columns, 0, 3], skip: true, density: 1 });
    const reference = await referenceEngine.load(network, data.task);
    const expected = (await reference.forward(data.inputs, null)).data;
    for (const spans of [data.inputs.spans, []]) {
      const trainer = await sparseEngine.load(network, data.task, { spans });
      const outputs = (await trainer.forward(data.inputs, null)).data;
      outputs.forEach((one, at) => expect(Math.abs(one - expected[at]!)).toBeLessThan(1e-4));
    }
  });

  it("come back bit by bit when a pruning is rolled back", async () => {
    const random = Random.of("back");
    const data = spanned(random, 200, wide, classification(3));
    const { columns, spans = [] } = data.inputs;
    const network = randomNetwork(random, { sizes: [columns, 9, 3], skip: true, density: 1 });
    const trainer = await sparseEngine.load(network, data.task, { spans });
    const order = randomOrder(random, 200);
    await trainer.epoch(data, order, stepOf(200, 64));
    const state = await trainer.save();
    const expected = [await trainer.epoch(data, order, stepOf(200, 64)), await trainer.forward(data.inputs, null)];
    const { layers } = await trainer.read();
    await trainer.prune(layers.map((layer) => Uint8Array.from(layer.weight, (_, k) => k % 2)));
    await trainer.epoch(data, order, stepOf(200, 64));
    await trainer.restore(state);
    expect([await trainer.epoch(data, order, stepOf(200, 64)), await trainer.forward(data.inputs, null)]).toEqual(
      expected,
    );
  });

  it("beyond the numbers of two bytes are read one by one", async () => {
    const random = Random.of("many");
    const data = spanned(random, 40, { plain: 0, steps: [], oneHot: [33_000, 33_000] }, classification(2));
    const { columns, spans = [] } = data.inputs;
    const network = randomNetwork(random, { sizes: [columns, 2, 1], skip: false, density: 1 });
    expect(structureOf(shapeOf(network), spans).oneHot).toEqual([]);
    const trainer = await sparseEngine.load(network, data.task, { spans });
    const reference = await referenceEngine.load(network, data.task);
    await expectAgreement(trainer, reference, data, randomOrder(random, 40), stepOf(40, 20));
  });

  it("of a table too large to be kept stream through with the same results", async () => {
    const random = Random.of("stream");
    const layout = { plain: 0, steps: Array.from({ length: 60 }, () => 6), oneHot: [] };
    const rows = 6000;
    const data = spanned(random, rows, layout, classification(2));
    const { columns, spans = [] } = data.inputs;
    const network = randomNetwork(random, { sizes: [columns, 4, 1], skip: true, density: 1 });
    const trainer = await sparseEngineFor(0).load(network, data.task, { spans });
    const plain = await sparseEngine.load(network, data.task);
    const order = randomOrder(random, rows);
    const loss = await trainer.epoch(data, order, stepOf(rows, 256, 1e-5));
    expect(loss).toBeCloseTo(await plain.epoch(data, order, stepOf(rows, 256, 1e-5)), 5);
    const { data: outputs } = await trainer.forward(data.inputs, null);
    const { data: expected } = await plain.forward(data.inputs, null);
    outputs.forEach((one, at) => expect(Math.abs(one - expected[at]!)).toBeLessThan(1e-4));
  });
});
