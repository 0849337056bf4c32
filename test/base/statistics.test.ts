import { describe, expect, it } from "vitest";
import { mean, quantile, ranks, sum, variance } from "../../src/base/statistics.ts";

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
});
