import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binCode, binLimit, learnBins, moreDistinctThan, quantileThresholds } from "../../src/prepare/bins.ts";
import { defaultEncoderOptions } from "../../src/prepare/options.ts";

const ascending = (values: readonly number[]) => Float64Array.from(values).sort();

describe("binCode", () => {
  const edges = [0, 1, 4, 8];

  it("is exactly 0 at the lower edge, 1 at the upper edge and linear between", () => {
    expect(edges.slice(1).map((_, bin) => binCode(edges, bin, edges[bin]!))).toEqual([0, 0, 0]);
    expect(edges.slice(1).map((_, bin) => binCode(edges, bin, edges[bin + 1]!))).toEqual([1, 1, 1]);
    expect(binCode(edges, 1, 2.5)).toBe(0.5);
  });

  it("goes on below the first edge down to −1 and above the last up to 2, and nowhere else", () => {
    expect([-0.5, -1, -100].map((x) => binCode(edges, 0, x))).toEqual([-0.5, -1, -1]);
    expect([10, 12, 1000].map((x) => binCode(edges, 2, x))).toEqual([1.5, 2, 2]);
    expect([binCode(edges, 1, -100), binCode(edges, 1, 1000)]).toEqual([0, 1]);
    expect([binCode(edges, 0, 1000), binCode(edges, 2, -100)]).toEqual([1, 0]);
  });

  it("never falls when the value rises", () => {
    const number = fc.double({ min: -1e150, max: 1e150, noNaN: true });
    fc.assert(
      fc.property(fc.uniqueArray(number, { minLength: 3, maxLength: 8 }), number, number, (values, a, b) => {
        const sorted = [...ascending(values)];
        const [x, y] = a < b ? [a, b] : [b, a];
        for (let bin = 0; bin < sorted.length - 1; bin++) {
          expect(binCode(sorted, bin, x)).toBeLessThanOrEqual(binCode(sorted, bin, y));
        }
      }),
    );
  });
});

describe("learnBins", () => {
  it("lays the bins between the least and the greatest value and centres each on the training rows", () => {
    const bins = learnBins("x", ascending([0, 1, 2, 3, 4]), [2])!;
    expect(bins.edges).toEqual([0, 2, 4]);
    expect(bins.means).toEqual([(0 + 0.5 + 1 + 1 + 1) / 5, (0 + 0 + 0 + 0.5 + 1) / 5]);
  });

  it("makes no bins without a threshold inside the range", () => {
    expect(learnBins("x", ascending([0, 1, 2]), [])).toBeNull();
    expect(learnBins("x", ascending([0, 1, 2]), [0, 2])).toBeNull();
  });
});

describe("binLimit", () => {
  it("is √(rows / columns) / 1.5 between 4 and the maximum, and fewer where columns times bins would pass the limit", () => {
    const limit = (rows: number, columns: number) => binLimit(rows, columns, defaultEncoderOptions);
    expect([limit(100, 5), limit(700, 5), limit(700, 20), limit(50000, 5)]).toEqual([4, 8, 4, 16]);
    expect([limit(50000, 60), limit(50000, 85), limit(50000, 784)]).toEqual([10, 7, 0]);
    expect(binLimit(100, 5, { ...defaultEncoderOptions, bins: "none" })).toBe(0);
  });
});

describe("quantileThresholds", () => {
  it("parts the values into equal shares and names a repeated value once", () => {
    expect(quantileThresholds(ascending([0, 1, 2, 3, 4]), 4)).toEqual([1, 2, 3]);
    expect(quantileThresholds(ascending([0, 0, 0, 0, 4]), 4)).toEqual([0]);
  });
});

describe("moreDistinctThan", () => {
  it("counts different values and leaves missing ones out", () => {
    const values = Float64Array.of(1, Number.NaN, 2, 1, Number.NaN, 3);
    expect([2, 3].map((limit) => moreDistinctThan(values, limit))).toEqual([true, false]);
  });
});
