import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  incompleteBeta,
  logGamma,
  mean,
  normalCdf,
  normalQuantile,
  quantile,
  ranks,
  studentCdf,
  studentQuantile,
  sum,
  variance,
  wilcoxonSignedRank,
} from "../../src/base/statistics.ts";

/** All constants below were computed with R 4. */
function expectAll(actual: readonly number[], expected: readonly number[], relative: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(relative * Math.max(Math.abs(value), 1e-300));
  }
}

describe("statistics", () => {
  it("a sum keeps small values beside large ones", () => {
    expect(sum([1e16, 1, 1, 1, 1, -1e16])).toBe(4);
    expect(sum([])).toBe(0);
    expect(sum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000);
  });

  it("mean and variance of large close values are exact, and a single value has no variance", () => {
    expect(mean([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1e9 + 2);
    expect(variance([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1);
    expect(variance([7])).toBe(0);
    expect(() => mean([])).toThrow("not defined");
  });

  it("a quantile interpolates linearly between the two nearest ranks", () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    expectAll(
      [0, 0.1, 0.25, 0.5, 0.9, 1].map((share) => quantile(values, share)),
      [1, 1, 1.75, 3.5, 6.8999999999999995, 9],
      1e-15,
    );
    expect(() => quantile([], 0.5)).toThrow("not defined");
  });

  it("ranks share the mean of their ranks when tied", () => {
    expect([...ranks([10, 30, 20, 20, 10, 10])]).toEqual([2, 6, 4.5, 4.5, 2, 2]);
  });

  it("the normal distribution and its quantiles agree with R, far tails included", () => {
    expectAll(
      [-8, -3, -0.5, 0, 1.96, 5].map(normalCdf),
      [6.220960574271785e-16, 0.0013498980316300946, 0.308537538725987, 0.5, 0.9750021048517796, 0.9999997133484281],
      2e-13,
    );
    expectAll(
      [1e-10, 0.025, 0.3, 0.9999].map(normalQuantile),
      [-6.361340902404056, -1.9599639845400538, -0.5244005127080407, 3.7190164854557084],
      1e-11,
    );
    expect(normalQuantile(0.5)).toBeCloseTo(0, 14);
  });

  it("the normal quantile inverts the distribution", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
        expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-13);
      }),
    );
  });

  it("Student's t and its quantiles agree with R for whole and broken degrees of freedom", () => {
    const t = [-30, -2.5, 0.1, 1, 4];
    const degrees = [1, 4, 7.5, 30, 1000];
    expectAll(
      t.map((value, i) => studentCdf(value, degrees[i]!)),
      [0.010606402405535424, 0.03338327240599406, 0.5385173339661049, 0.8373456922869851, 0.9999659950403956],
      1e-12,
    );
    const p = [0.975, 0.995, 0.9, 1e-6, 0.5001];
    expectAll(
      p.map((value, i) => studentQuantile(value, [4, 1, 24, 3, 2][i]!)),
      [2.7764451051977934, 63.656741162871526, 1.31783593367315, -103.29946778041933, 0.00028284271813144],
      1e-9,
    );
    expect(studentQuantile(0.5, 3)).toBeCloseTo(0, 12);
    expect(studentQuantile(1, 3)).toBe(Number.POSITIVE_INFINITY);
  });

  it("the incomplete beta function and log-gamma agree with R", () => {
    expectAll(
      [
        incompleteBeta(0.01, 0.5, 0.5),
        incompleteBeta(0.3, 2, 3),
        incompleteBeta(0.5, 10, 10),
        incompleteBeta(0.99, 1, 5),
        incompleteBeta(0.7, 200, 80),
      ],
      [0.06376856085851984, 0.3482999999999999, 0.5, 0.9999999999, 0.2937468875076683],
      1e-11,
    );
    expectAll(
      [0.1, 0.5, 3.3, 10, 100.5, 1e5].map(logGamma),
      [
        2.252712651734206, 0.5723649429247001, 0.9870985778947344, 12.801827480081469, 361.4355404677776,
        1051287.7089736569,
      ],
      1e-14,
    );
    expect(logGamma(1)).toBeCloseTo(0, 14);
  });

  it("Wilcoxon's test is exact for few differences and leaves zeros out", () => {
    expect(wilcoxonSignedRank([1.1, 2.2, -0.4, 3.1, 0.9, -1.5, 2.8, 0.3])).toBeCloseTo(0.1484375, 14);
    expect(wilcoxonSignedRank([1.1, 0, 2.2, -0.4, 3.1, 0.9, 0, -1.5, 2.8, 0.3])).toBeCloseTo(0.1484375, 14);
    expect(wilcoxonSignedRank([1, 2, 3, 4, 5])).toBe(0.0625);
    expect(wilcoxonSignedRank([0, 0])).toBe(1);
  });

  it("Wilcoxon's exact test counts every sign pattern, ties included", () => {
    const rank = [1.5, 1.5, 3, 4];
    const observed = 1.5 + 3; // of the differences below
    let asExtreme = 0;
    for (let signs = 0; signs < 16; signs++) {
      const positive = rank.reduce((total, value, i) => total + ((signs >> i) & 1 ? value : 0), 0);
      if (Math.min(positive, 10 - positive) <= Math.min(observed, 10 - observed)) asExtreme++;
    }
    expect(wilcoxonSignedRank([2, -2, 3, -5])).toBeCloseTo(asExtreme / 16, 14);
  });

  it("Wilcoxon's test of more than 50 differences uses the normal law with tie and continuity correction", () => {
    const alternating = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? -1 : 1) * (i + 1) + 7);
    expect(wilcoxonSignedRank(alternating)).toBeCloseTo(0.11818255339125332, 10);
  });

  it("Wilcoxon's p does not depend on the sign of all differences", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 70 }), (values) => {
        const p = wilcoxonSignedRank(values);
        expect(p).toBeGreaterThan(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(Math.abs(wilcoxonSignedRank(values.map((value) => -value)) - p)).toBeLessThan(1e-12);
      }),
    );
  });
});
