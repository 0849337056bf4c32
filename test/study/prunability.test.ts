import { describe, expect, it } from "vitest";
import { kendall } from "../../src/base/kendall.ts";
import { planRun } from "../../src/run/plan.ts";
import { computeNetwork, type PrunabilityResult } from "../../src/study/prunability/cell.ts";
import { pathNorm, squaredNorm } from "../../src/study/prunability/measures.ts";
import { findingOf, summarise } from "../../src/study/prunability/summary.ts";
import { smallTable } from "../support/cli.ts";
import { requestOf } from "../support/fit-request.ts";

describe("Kendall's rank correlation", () => {
  it("is 1 for one order, −1 for its reverse and 0 for a constant", () => {
    expect(kendall([1, 2, 5], [10, 20, 30])).toBe(1);
    expect(kendall([1, 2, 5], [3, 2, 1])).toBe(-1);
    expect(kendall([1, 1, 1], [3, 2, 1])).toBe(0);
  });

  it("corrects for ties as τ-b", () => {
    // Of 6 pairs 4 agree, none disagrees, and each list ties one.
    expect(kendall([1, 2, 2, 3], [1, 1, 2, 3])).toBeCloseTo(4 / 5, 12);
  });
});

describe("the measures of a network", () => {
  it("sum the squares of weights and of paths", () => {
    const layer = (inputs: number, outputs: number, weight: readonly number[]) => ({
      ...{ inputs, outputs, bias: new Float32Array(outputs), weight: Float32Array.from(weight) },
      rowStart: Uint32Array.from({ length: outputs + 1 }, (_, unit) => unit * inputs),
      column: Uint32Array.from(weight, (_, at) => at % inputs),
    });
    const network = {
      ...{ scale: new Float32Array(2).fill(1), skip: false },
      layers: [layer(2, 2, [1, 2, 3, 4]), layer(2, 1, [5, 6])],
    };
    expect(squaredNorm(network)).toBe(1 + 4 + 9 + 16 + 25 + 36);
    expect(pathNorm(network)).toBe(25 * (1 + 4) + 36 * (9 + 16));
  });
});

describe("a network of the prunability study", () => {
  it("learns noise worse, and is the same again", async () => {
    const { run } = planRun(requestOf(smallTable(200), "small", { ignore: ["id"] }));
    const settings = {
      ...({ seed: 1, preset: "balanced", engine: "auto", seeds: 1, megabatches: 2, made: null } as const),
      replay: { kind: "all" } as const,
    };
    const data = { settings, run, time: null };
    const of = async (noise: number) => {
      const [result] = await computeNetwork({ width: 8, decay: 0, noise, repetition: 0, seed: 2 }, data);
      return result!;
    };
    const [clean, noisy, again] = [await of(0), await of(0.4), await of(0.4)];
    expect(noisy).toEqual(again);
    expect(noisy.trainLoss).toBeGreaterThan(clean.trainLoss);
    expect(clean.prunability).toBeLessThanOrEqual(1);
  });
});

describe("what a prunability study found", () => {
  const axes = [16, 64, 256].flatMap((width) =>
    [0, 1].flatMap((decay) => [0, 0.4].map((noise) => [width, decay, noise])),
  );
  const results = [1, 2, 3].flatMap((seed) =>
    axes.map(([width, decay, noise], i): PrunabilityResult => {
      const testLoss = noise! + 0.1 * decay! + 0.01 * Math.log(width!) + 0.001 * seed;
      return {
        ...{ width: width!, decay: decay!, noise: noise!, seed, testLoss, testError: null, trainLoss: 1 },
        ...{ prunability: testLoss, parameters: width! * 10, norm: -testLoss, pathNorm: (i * 7) % 5, sharpness: 1 },
      };
    }),
  );

  it("says which measures prunability beats", () => {
    const summary = summarise(results);
    expect(summary[0]).toMatchObject({ id: "prunability", correlation: { mean: 1 }, granulated: { mean: 1 } });
    expect(summary.find(({ id }) => id === "norm")!.correlation.mean).toBe(-1);
    expect(findingOf(summary)).toContain("with the test loss is 1 ± 0 (Kendall's τ), higher than that of parameters");
  });
});
