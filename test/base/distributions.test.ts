import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  incompleteBeta,
  logGamma,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from "../../src/base/distributions.ts";

/** All constants below were computed with R 4. */
function expectAll(actual: readonly number[], expected: readonly number[], relative: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i]! - value)).toBeLessThanOrEqual(relative * Math.max(Math.abs(value), 1e-300));
  }
}

describe("distributions", () => {
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
});
