import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wilcoxonSignedRank } from "../../src/bench/signed-rank.ts";

describe("the signed-rank test", () => {
  it("is exact for few differences and leaves zeros out", () => {
    expect(wilcoxonSignedRank([1.1, 2.2, -0.4, 3.1, 0.9, -1.5, 2.8, 0.3])).toBeCloseTo(0.1484375, 14);
    expect(wilcoxonSignedRank([1.1, 0, 2.2, -0.4, 3.1, 0.9, 0, -1.5, 2.8, 0.3])).toBeCloseTo(0.1484375, 14);
    expect(wilcoxonSignedRank([1, 2, 3, 4, 5])).toBe(0.0625);
    expect(wilcoxonSignedRank([0, 0])).toBe(1);
  });

  it("counts every sign pattern, ties included", () => {
    const rank = [1.5, 1.5, 3, 4];
    const observed = 1.5 + 3; // of the differences below
    let asExtreme = 0;
    for (let signs = 0; signs < 16; signs++) {
      const positive = rank.reduce((total, value, i) => total + ((signs >> i) & 1 ? value : 0), 0);
      if (Math.min(positive, 10 - positive) <= Math.min(observed, 10 - observed)) asExtreme++;
    }
    expect(wilcoxonSignedRank([2, -2, 3, -5])).toBeCloseTo(asExtreme / 16, 14);
  });

  it("of more than 50 differences uses the normal law with tie and continuity correction", () => {
    const alternating = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? -1 : 1) * (i + 1) + 7);
    expect(wilcoxonSignedRank(alternating)).toBeCloseTo(0.11818255339125332, 10);
  });

  it("has a p that does not depend on the sign of all differences", () => {
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
