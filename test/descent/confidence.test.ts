import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { logitSpread } from "../../src/descent/confidence.ts";
import { NetworkLearner } from "../../src/descent/network-learner.ts";
import { type OccamOptions, presets } from "../../src/descent/options.ts";
import { startNetwork } from "../../src/descent/start.ts";
import { sparseEngine } from "../../src/engine/sparse/index.ts";
import { rings } from "../support/rings.ts";

describe("the spread of logits", () => {
  const matrix = fc
    .record({ columns: fc.integer({ min: 1, max: 4 }), rows: fc.integer({ min: 1, max: 8 }), seed: fc.nat(1000) })
    .map(({ columns, rows, seed }) => {
      const random = Random.of(seed);
      return { rows, columns, data: Float32Array.from({ length: rows * columns }, () => random.normal()) };
    });

  it("grows with the logits, and a number added to all logits of a row does not change it", () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(0.5, 2, 4), (logits, factor) => {
        const scaled = { ...logits, data: logits.data.map((value) => factor * value) };
        expect(logitSpread(scaled)).toBeCloseTo(factor * logitSpread(logits), 5);
        if (logits.columns === 1) return;
        const moved = { ...logits, data: logits.data.map((value, k) => value + Math.floor(k / logits.columns)) };
        expect(logitSpread(moved)).toBeCloseTo(logitSpread(logits), 4);
      }),
    );
  });

  it("is the mean magnitude of only logits, and 0 without rows", () => {
    expect(logitSpread({ rows: 2, columns: 1, data: Float32Array.of(3, -4) })).toBe(3.5);
    expect(logitSpread({ rows: 0, columns: 3, data: new Float32Array(0) })).toBe(0);
  });
});

describe("the confidence of a network", () => {
  const { balanced } = presets;
  const data = rings(300, 1);
  const rows = {
    fit: Uint32Array.from({ length: 250 }, (_, row) => row),
    holdout: Uint32Array.from({ length: 50 }, (_, row) => 250 + row),
  };
  const trained = async (options: OccamOptions, given = data) => {
    const network = startNetwork({ data: given, rows: rows.fit }, { widths: [16], skip: true }, Random.of(1));
    const trainer = await sparseEngine.load(network, given.task);
    const learner = new NetworkLearner({ data: given, rows, network, trainer, options, seed: 1 });
    const rounds = async (count: number, from: number) => {
      for (let round = 0; round < count; round++)
        await learner.descend((steps) => new Float32Array(steps).fill(0.01), from + round);
    };
    await rounds(5, 0);
    const before = await learner.save();
    const spread = logitSpread(await trainer.forward(given.inputs, rows.fit));
    await learner.learnHoldout();
    await rounds(15, 5);
    const after = await learner.save();
    const spreadAfter = logitSpread(await trainer.forward(given.inputs, rows.fit));
    learner.dispose();
    return { before: before.confidence, after: after.confidence, spread, spreadAfter };
  };

  it("is brought back half the way to what it was before the holdout was learnt", async () => {
    const { before, after, spread, spreadAfter } = await trained(balanced);
    expect(before).toBe(1);
    expect(spreadAfter).toBeGreaterThan(1.2 * spread);
    expect(after * after * spreadAfter).toBeCloseTo(spread, 4);
  });

  it("is left alone where numbers are predicted or temperatures are not asked for", async () => {
    const numbers = { ...data, task: { kind: "regression", mean: 0, deviation: 1, low: 0, high: 1 } as const };
    expect((await trained(balanced, numbers)).after).toBe(1);
    const plain = { ...balanced, ensemble: { ...balanced.ensemble, calibrate: "none" as const } };
    expect((await trained(plain)).after).toBe(1);
  });
});
