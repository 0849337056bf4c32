import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fairLosses } from "../../src/descent/fair-losses.ts";
import { type OccamOptions, optionsFor, presets } from "../../src/descent/options.ts";
import { ampleWeights } from "../../src/descent/ample-weights.ts";
import { targetBits } from "../../src/descent/target-bits.ts";
import type { Prepared } from "../../src/prepare/prepared.ts";

const lossesOf = (values: readonly number[]) => Float64Array.from(values);

describe("fair losses", () => {
  it("score each half of the rows in the round that the other half finds best", () => {
    const first = lossesOf([1, 5, 1, 5]);
    const second = lossesOf([3, 2, 3, 2]);
    // Even rows like the first round, odd rows the second: each is scored in the other's choice.
    expect([...fairLosses([first, second])]).toEqual([3, 5, 3, 5]);
  });

  it("are the losses themselves when there is one round", () => {
    expect([...fairLosses([lossesOf([1, 2, 3])])]).toEqual([1, 2, 3]);
  });

  it("of pure noise are not flattered by looking at many rounds, as a minimum is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (seed) => {
        let state = seed;
        const noise = () => (state = (state * 48271) % 2147483647) / 2147483647;
        const rounds = Array.from({ length: 20 }, () => Float64Array.from({ length: 400 }, noise));
        const mean = (losses: Float64Array) => losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
        expect(Math.abs(mean(fairLosses(rounds)) - 0.5)).toBeLessThan(0.08);
      }),
      { numRuns: 50 },
    );
  });
});

describe("bits in the targets", () => {
  const data = (targets: readonly number[], classes: readonly string[] | null): Prepared => ({
    task:
      classes === null
        ? { kind: "regression", mean: 0, deviation: 1, low: 0, high: 1 }
        : { kind: "classification", classes },
    inputs: { rows: targets.length, columns: 0, data: new Float32Array(0) },
    targets: Float32Array.from(targets),
    weights: null,
  });

  it("are one a row for two even classes and for numbers, two for four even classes", () => {
    expect(targetBits(data([0, 1, 0, 1], ["a", "b"]), Uint32Array.of(0, 1, 2, 3))).toBeCloseTo(4, 12);
    expect(targetBits(data([0, 1, 2, 3], ["a", "b", "c", "d"]), Uint32Array.of(0, 1, 2, 3))).toBeCloseTo(8, 12);
    expect(targetBits(data([5, 6, 7], null), Uint32Array.of(0, 2))).toBe(2);
  });

  it("are none where all rows are of one class", () => {
    expect(targetBits(data([1, 1, 1], ["a", "b"]), Uint32Array.of(0, 1, 2))).toBe(0);
  });

  it("measure sizes, but for few rows of wide inputs, where those of three linear models do", () => {
    const rows = Uint32Array.of(0, 1, 2, 3);
    const wide = (columns: number, classes: readonly string[] | null) => {
      const narrow = data([0, 1, 2, 3], classes);
      return { ...narrow, inputs: { rows: 4, columns, data: new Float32Array(4 * columns) } };
    };
    const four = ["a", "b", "c", "d"];
    expect(ampleWeights(wide(0, four), rows)).toBeCloseTo(8, 12);
    expect(ampleWeights(wide(100, four), rows)).toBe(1200);
    expect(ampleWeights(wide(100, null), rows)).toBe(300);
  });
});

it("large tables have smaller ensembles and shorter last rounds", () => {
  const sizes = (rows: number, options: OccamOptions) => {
    const { ensemble, ending } = optionsFor(rows, options);
    return [ensemble.members, ending.rounds, ending.wholeRounds];
  };
  expect(sizes(4999, presets.balanced)).toEqual([6, 6, 12]);
  expect(sizes(5000, presets.balanced)).toEqual([4, 4, 10]);
  expect(sizes(5000, presets.strong)).toEqual([4, 8, 20]);
  const { balanced } = presets;
  const least = {
    ...balanced,
    ensemble: { ...balanced.ensemble, members: 2 },
    ending: { rounds: 0, wholeRounds: 0 },
  };
  expect(sizes(5000, least)).toEqual([2, 0, 0]);
});
