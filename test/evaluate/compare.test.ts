import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { compareModels, foldedStandardError, holm } from "../../src/evaluate/compare.ts";
import type { MetricId } from "../../src/evaluate/results/models.ts";
import type { Comparison } from "../../src/evaluate/results/verdict.ts";
import { foldResult, sizesOf } from "../support/evaluation.ts";
import { crossValidate } from "../support/nearest-mean.ts";

function compare(
  metric: MetricId,
  network: readonly number[],
  forest: readonly number[],
  size = { train: 800, test: 200 },
): Comparison {
  const [comparison] = compareModels({
    first: network.map((value, fold) => foldResult(fold, { [metric]: value })),
    second: forest.map((value, fold) => foldResult(fold, { [metric]: value })),
    sizes: sizesOf(network.length, size),
    repeats: 1,
    tested: [metric],
  });
  return comparison!;
}

describe("comparing two models over folds", () => {
  it("the standard error follows Nadeau and Bengio: (1/k + test/train) times the variance of the differences", () => {
    const sizes = Array.from({ length: 5 }, () => ({ train: 80, test: 20 }));
    expect(foldedStandardError([1, 2, 3, 4, 5], sizes)).toBeCloseTo(Math.sqrt((1 / 5 + 1 / 4) * 2.5), 14);
  });

  it("the p value and interval agree with R's t distribution", () => {
    const result = compare("logLoss", [0.3, 0.32, 0.29, 0.31, 0.3], [0.36, 0.35, 0.34, 0.37, 0.36]);
    // d = 0.06 0.03 0.05 0.06 0.06: mean 0.052, sd 0.0130384, se sqrt(0.45) sd = 0.0087464, 2 pt(-5.9453, 4)
    expect(result.difference).toBeCloseTo(0.052, 12);
    expect(result.standardError).toBeCloseTo(0.008746428, 8);
    expect(result.pValue).toBeCloseTo(0.00402, 4);
    expect(result.high).toBeCloseTo(0.052 + 2.776445105 * 0.008746428, 8);
    expect(result.outcome).toBe("better");
    expect(result.rowsToDecide).toBeNull();
  });

  it("exchanging the models turns the signs and the outcome around", () => {
    const score = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
    const mirror = { better: "worse", worse: "better", equivalent: "equivalent", undecided: "undecided" };
    fc.assert(
      fc.property(score, score, (a, b) => {
        const there = compare("accuracy", a, b);
        const back = compare("accuracy", b, a);
        expect(back.difference).toBeCloseTo(-there.difference, 12);
        expect(back.outcome).toBe(mirror[there.outcome]);
      }),
    );
  });

  it("a difference that is certain but smaller than the margin is not called better", () => {
    const forest = [0.4, 0.4, 0.4, 0.4, 0.4];
    const network = forest.map((value, i) => value - 0.001 - 0.00001 * i);
    expect(compare("logLoss", network, forest).outcome).toBe("equivalent");
  });

  it("equal accuracy on a few rows is not proof of equality, on very many it is", () => {
    const same = [0.9, 0.92, 0.88, 0.9, 0.91];
    expect(compare("accuracy", same, same, { train: 120, test: 30 }).outcome).toBe("undecided");
    expect(compare("accuracy", same, same, { train: 80_000, test: 20_000 }).outcome).toBe("equivalent");
  });

  it("every fold ahead by one row of thirty is not enough to be better", () => {
    const forest = [0.9, 0.9, 0.9, 0.9, 0.9];
    const network = forest.map((value) => value + 1 / 30);
    expect(compare("accuracy", network, forest, { train: 120, test: 30 }).outcome).toBe("undecided");
  });

  it("the forecast of rows shrinks the interval by the root of the rows", () => {
    const forest = [0.5, 0.5, 0.5, 0.5, 0.5];
    const network = [0.45, 0.52, 0.46, 0.5, 0.47];
    const result = compare("logLoss", network, forest);
    const half = result.high - result.difference;
    const expected = 1000 * (half / result.difference) ** 2;
    expect(result.outcome).toBe("undecided");
    expect(result.rowsToDecide!).toBeGreaterThanOrEqual(expected);
    expect(result.rowsToDecide!).toBeLessThan(expected * 1.1);
    expect(compare("logLoss", [0.4, 0.6, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5]).rowsToDecide).toBe(null);
  });

  it("a single fold decides nothing", () => {
    const result = compare("rmse", [1], [2]);
    expect([result.outcome, result.pValue, result.rowsToDecide]).toEqual(["undecided", 1, null]);
  });

  it("only folds that define the metric for both models count", () => {
    const [comparison] = compareModels({
      first: [foldResult(0, { rocAuc: 0.9 }), foldResult(1, {}), foldResult(2, { rocAuc: 0.8 })],
      second: [foldResult(0, { rocAuc: 0.7 }), foldResult(1, { rocAuc: 0.1 }), foldResult(2, { rocAuc: 0.7 })],
      sizes: sizesOf(3, { train: 80, test: 40 }),
      repeats: 1,
      tested: ["rocAuc", "rmse"],
    });
    expect(comparison!.byFold.map((value) => Math.round(10 * value))).toEqual([2, 1]);
  });

  it("Holm's correction multiplies the smallest p by the number of metrics and never falls", () => {
    expect(holm([0.01, 0.04, 0.03])).toEqual([0.03, 0.06, 0.06]);
    expect(holm([0.9, 0.5])).toEqual([1, 1]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }), (p) => {
        const adjusted = holm(p);
        for (const [i, value] of p.entries()) {
          expect(adjusted[i]!).toBeGreaterThanOrEqual(value);
          const larger = adjusted.filter((_, j) => p[j]! > value);
          expect(Math.min(...larger, 1)).toBeGreaterThanOrEqual(adjusted[i]!);
        }
      }),
    );
  });
});

function claimsOnEqualModels(tables: number, rows: number, folds: number): { headline: number; any: number } {
  const claims = { headline: 0, any: 0 };
  for (let table = 0; table < tables; table++) {
    const random = Random.of("equal models", table);
    const columns = random.shuffle([0, 1, 2, 3, 4, 5, 6, 7]);
    const results = crossValidate({ random, rows, folds, columns: 8, models: [columns.slice(0, 4), columns.slice(4)] });
    const comparisons = compareModels({
      first: results[0]!,
      second: results[1]!,
      sizes: sizesOf(folds, { train: (rows * (folds - 1)) / folds, test: rows / folds }),
      repeats: 1,
      tested: ["logLoss", "accuracy", "rocAuc"],
    });
    const claimed = comparisons.filter(({ outcome }) => outcome === "better" || outcome === "worse");
    if (claimed.some(({ metric }) => metric === "logLoss")) claims.headline++;
    if (claimed.length > 0) claims.any++;
  }
  return claims;
}

describe("on tables where both models are equally good", () => {
  it("a difference in any metric is claimed on at most 5% of 400 tables with 5 folds", () => {
    const claims = claimsOnEqualModels(400, 150, 5);
    expect(claims.any).toBeLessThanOrEqual(20);
    expect(claims.headline).toBeLessThanOrEqual(claims.any);
  });

  it("and on at most 5% of 200 tables with 10 folds", () => {
    expect(claimsOnEqualModels(200, 150, 10).any).toBeLessThanOrEqual(10);
  });
});
