import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { anytimeDensity } from "../../src/descent/anytime.ts";
import { NetworkLearner } from "../../src/descent/network-learner.ts";
import { OngoingEnsemble } from "../../src/descent/ongoing-ensemble.ts";
import { type OccamOptions, presets } from "../../src/descent/options.ts";
import { keepLargestOfAll, sensitivities } from "../../src/descent/prune.ts";
import { emptyMemory, type Memory, remember, type Replay } from "../../src/descent/replay.ts";
import { startNetwork } from "../../src/descent/start.ts";
import { referenceEngine } from "../../src/engine/reference/index.ts";
import { sparseEngine } from "../../src/engine/sparse/index.ts";
import type { Network } from "../../src/network/network.ts";
import { weightCount } from "../../src/network/size.ts";
import type { Prepared } from "../../src/prepare/prepared.ts";
import { rings } from "../support/rings.ts";

const { balanced } = presets;
const options: OccamOptions = {
  ...balanced,
  ensemble: { members: 1, parts: 1, calibrate: "full" },
  descent: { ...balanced.descent, rounds: 2 },
};

/** Logistic regression on two inputs, weights 0.5 and −1, no bias. */
const logistic: Network = {
  scale: Float32Array.of(1, 1),
  layers: [
    {
      inputs: 2,
      outputs: 1,
      rowStart: Uint32Array.of(0, 2),
      column: Uint32Array.of(0, 1),
      weight: Float32Array.of(0.5, -1),
      bias: new Float32Array(1),
    },
  ],
  skip: false,
};

function table(rows: readonly (readonly [number, number, number])[]): Prepared {
  const data = Float32Array.from(rows.flatMap(([a, b]) => [a, b]));
  return {
    task: { kind: "classification", classes: ["no", "yes"] },
    inputs: { rows: rows.length, columns: 2, data },
    targets: Float32Array.from(rows, ([, , target]) => target),
    weights: null,
  };
}

describe.each([
  ["reference", referenceEngine],
  ["sparse", sparseEngine],
])("sensitivities on the %s engine", (_, engine) => {
  const learnerOf = async (data: Prepared) => {
    const trainer = await engine.load(logistic, data.task);
    const fit = Uint32Array.from({ length: data.inputs.rows }, (_row, i) => i);
    const rows = { fit, holdout: new Uint32Array(0) };
    return { trainer, learner: new NetworkLearner({ data, rows, network: logistic, trainer, options, seed: 1 }) };
  };

  it("are |w · ∂L/∂w| as worked by hand", async () => {
    // z = 0.5 · 1 − 1 · 2 = −1.5, ∂L/∂z = σ(z) − 1 for class 1, and inputs are 1 and 2.
    const { learner } = await learnerOf(table([[1, 2, 1]]));
    const slope = 1 / (1 + Math.exp(1.5)) - 1;
    const [scores] = await learner.sensitivities(1);
    expect(scores![0]).toBeCloseTo(Math.abs(0.5 * slope * 1), 6);
    expect(scores![1]).toBeCloseTo(Math.abs(-1 * slope * 2), 6);
  });

  it("are of the mean gradient, in which rows that disagree cancel", async () => {
    // Both rows have z = 0, so the gradients of the first weight are −2/2 and +2/2.
    const disagreeing = table([
      [2, 1, 1],
      [2, 1, 0],
    ]);
    const { learner } = await learnerOf(disagreeing);
    for (const score of (await learner.sensitivities(2))[0]!) expect(score).toBeCloseTo(0, 7);
    expect((await learner.sensitivities(1))[0]![0]).toBeCloseTo(0.5, 6);
  });

  it("leave weights, moments and steps as they were", async () => {
    const data = rings(64, 1);
    const start = startNetwork({ data, rows: Uint32Array.of(0, 1) }, { widths: [4], skip: true }, Random.of(1));
    const rows = { fit: Uint32Array.from({ length: 48 }, (_row, i) => i), holdout: Uint32Array.of(50, 51) };
    const train = async (looks: boolean) => {
      const trainer = await engine.load(start, data.task);
      const learner = new NetworkLearner({ data, rows, network: start, trainer, options, seed: 1 });
      await learner.descend((steps) => new Float32Array(steps).fill(0.01), 0);
      if (looks) await learner.sensitivities(20);
      await learner.descend((steps) => new Float32Array(steps).fill(0.01), 1);
      return trainer.read();
    };
    expect(await train(true)).toEqual(await train(false));
  });
});

it("sensitivities are the absolute products of weights and gradients, whatever the input scale", () => {
  const scaled = { ...logistic, scale: Float32Array.of(5, 7) };
  expect(sensitivities(scaled, [Float32Array.of(4, 0.25)]).map((layer) => [...layer])).toEqual([[1, 0.5]]);
});

it("one threshold runs through all layers", () => {
  const scores = [Float32Array.of(0.1, 0.9), Float32Array.of(0.2, 0.8, 0.3)];
  expect(keepLargestOfAll(scores, 3).map((keep) => [...keep])).toEqual([
    [0, 1],
    [0, 1, 1],
  ]);
  expect(keepLargestOfAll(scores, 9).map((keep) => [...keep])).toEqual([
    [1, 1],
    [1, 1, 1],
  ]);
});

describe("the densities of progressive pruning", () => {
  it("are 0.8 to the power of levels from 1 to 4.5, as in the authors' eight megabatches", () => {
    const densities = Array.from({ length: 8 }, (_, index) => anytimeDensity(index, 8, 4.5));
    expect(densities[0]).toBeCloseTo(0.8, 12);
    expect(densities[1]).toBeCloseTo(0.8 ** 1.5, 12);
    expect(densities[7]).toBeCloseTo(0.366, 3);
  });

  it("never rise, and end at the last level however many megabatches there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.double({ min: 1, max: 20, noNaN: true }), (count, level) => {
        const densities = Array.from({ length: count }, (_, index) => anytimeDensity(index, count, level));
        expect(densities.at(-1)).toBeCloseTo(0.8 ** level, 9);
        for (let i = 1; i < count; i++) expect(densities[i]!).toBeLessThanOrEqual(densities[i - 1]!);
      }),
    );
  });
});

describe("a network over megabatches", () => {
  const data = rings(300, 1);
  const rowsFrom = (from: number, to: number) => Uint32Array.from({ length: to - from }, (_, i) => from + i);
  const start = startNetwork(
    { data, rows: rowsFrom(0, 80) },
    { widths: [8, 4], skip: true, output: "normal" },
    Random.of(1),
  );
  const total = weightCount(start);

  async function networks(seed: number): Promise<readonly Network[]> {
    const ongoing = await OngoingEnsemble.load([start], referenceEngine, data);
    const found: Network[] = [];
    for (let index = 0; index < 3; index++) {
      const weights = Math.round(anytimeDensity(index, 3, 4.5) * total);
      const { model } = await ongoing.learn({
        ...{ data, seed },
        rows: [
          { fit: rowsFrom(100 * index, 100 * index + 80), holdout: rowsFrom(100 * index + 80, 100 * index + 100) },
        ],
        options: { ...options, method: { kind: "anytime", weights, scored: 20 } },
      });
      found.push(model.networks[0]!);
    }
    ongoing.dispose();
    return found;
  }

  it("has at most the weights of its density, and no weight that was dropped before", async () => {
    const found = await networks(1);
    found.forEach((network, index) => {
      expect(weightCount(network)).toBeLessThanOrEqual(Math.round(anytimeDensity(index, 3, 4.5) * total));
    });
    // The skip reads inputs, which keep their numbers: its pattern can only shrink.
    const skips = found.map(({ layers }) => {
      const last = layers.at(-1)!;
      const hidden = last.inputs - data.inputs.columns;
      return new Set([...last.column].filter((column) => column >= hidden).map((column) => column - hidden));
    });
    for (const column of skips[2]!) expect(skips[1]!.has(column)).toBe(true);
    for (const column of skips[1]!) expect(skips[0]!.has(column)).toBe(true);
  });

  it("is the same again with the same seed, and another with another", async () => {
    expect(await networks(7)).toEqual(await networks(7));
    expect(await networks(8)).not.toEqual(await networks(7));
  });
});

describe("replay", () => {
  const megabatches = [Uint32Array.of(0, 1, 2), Uint32Array.of(3, 4), Uint32Array.of(5, 6, 7, 8)];
  const after = (replay: Replay, seed = 1): Memory => {
    const random = Random.of(seed);
    return megabatches.reduce((memory, fresh) => remember(memory, fresh, { replay, random }), emptyMemory);
  };

  it("keeps nothing, the last megabatch, or all", () => {
    expect(after({ kind: "none" })).toEqual({ kept: new Uint32Array(0), seen: 9 });
    expect([...after({ kind: "last" }).kept]).toEqual([5, 6, 7, 8]);
    expect([...after({ kind: "all" }).kept]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("fills a reservoir with different rows, as many as it holds or as there are", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15 }), fc.nat(), (rows, seed) => {
        const { kept } = after({ kind: "reservoir", rows }, seed);
        expect(new Set(kept).size).toBe(Math.min(rows, 9));
      }),
    );
  });

  it("gives each row that has passed the same chance in a reservoir", () => {
    const counts = new Array<number>(9).fill(0);
    for (let seed = 0; seed < 9000; seed++) {
      for (const row of after({ kind: "reservoir", rows: 3 }, seed).kept) counts[row]!++;
    }
    // 3000 each: a standard deviation is 45.
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(4.5 * 45);
  });
});
