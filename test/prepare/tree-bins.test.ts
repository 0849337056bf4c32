import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task } from "../../src/prepare/prepared.ts";
import { sortTargets, treeThresholds } from "../../src/prepare/tree-bins.ts";

const binary: Task = { kind: "classification", classes: ["a", "b"] };
const regression: Task = { kind: "regression", mean: 0, deviation: 1, low: -9, high: 9 };

function pairs(rows: number, targetOf: (x: number) => number) {
  const values = Float64Array.from({ length: rows }, (_, i) => i);
  return { values, targets: Float32Array.from(values, targetOf) };
}

describe("treeThresholds", () => {
  it("finds the steps of the target at the middle between neighbours", () => {
    const steps = pairs(400, (x) => (x < 100 || x >= 250 ? 0 : 1));
    expect(treeThresholds(steps, binary, 16)).toEqual([99.5, 249.5]);
    expect(treeThresholds(steps, regression, 3)).toEqual([99.5, 249.5]);
  });

  it("takes the best step first when few bins are allowed", () => {
    const steps = pairs(400, (x) => (x < 200 ? 0 : x < 300 ? 5 : 6));
    expect(treeThresholds(steps, regression, 2)).toEqual([199.5]);
    expect(treeThresholds(steps, regression, 3)).toEqual([199.5, 299.5]);
  });

  it("leaves at least 16 rows, and one in 1,000, in each bin", () => {
    expect(
      treeThresholds(
        pairs(100, (x) => (x < 10 ? 1 : 0)),
        binary,
        2,
      ),
    ).toEqual([15.5]);
    expect(
      treeThresholds(
        pairs(31, (x) => (x < 10 ? 1 : 0)),
        binary,
        2,
      ),
    ).toEqual([]);
    expect(
      treeThresholds(
        pairs(40_000, (x) => (x < 20 ? 1 : 0)),
        regression,
        2,
      ),
    ).toEqual([39.5]);
  });

  it("splits nothing when the target is the same everywhere", () => {
    expect(
      treeThresholds(
        pairs(200, () => 1),
        binary,
        16,
      ),
    ).toEqual([]);
    expect(
      treeThresholds(
        pairs(200, () => 0.3),
        regression,
        16,
      ),
    ).toEqual([]);
  });

  it("never puts a threshold inside a run of equal values", () => {
    const values = Float64Array.from({ length: 200 }, (_, i) => (i < 60 ? 1 : 2));
    const targets = Float32Array.from({ length: 200 }, (_, i) => (i < 80 ? 0 : 1));
    expect(treeThresholds({ values, targets }, binary, 16)).toEqual([1.5]);
  });

  it("keeps the threshold below the upper value where no number lies between", () => {
    const above = 1 + Number.EPSILON;
    const values = Float64Array.from({ length: 64 }, (_, i) => (i < 32 ? 1 : above));
    const targets = Float32Array.from({ length: 64 }, (_, i) => (i < 32 ? 0 : 1));
    expect(treeThresholds({ values, targets }, binary, 4)).toEqual([1]);
  });

  it("gives the same first cut as trying every cut", () => {
    const target = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 32, maxLength: 80 });
    fc.assert(
      fc.property(target, (classes) => {
        const rows = pairs(classes.length, (x) => classes[x]!);
        const gini = (part: readonly number[]) => {
          const ones = part.reduce((sum, value) => sum + value, 0);
          return (2 * ones * (part.length - ones)) / part.length;
        };
        const gains = classes.map((_, cut) =>
          cut < 16 || cut > classes.length - 16
            ? 0
            : gini(classes) - gini(classes.slice(0, cut)) - gini(classes.slice(cut)),
        );
        const most = Math.max(...gains);
        const found = treeThresholds(rows, binary, 2);
        const gained = found.length === 0 ? 0 : gains[Math.ceil(found[0]!)]!;
        expect(Math.abs(gained - most)).toBeLessThanOrEqual(found.length === 0 ? 1e-4 * classes.length : 1e-9);
      }),
    );
  });
});

describe("sortTargets", () => {
  it("puts the targets in the order of their values, equal ones as they came, missing ones left out", () => {
    const cells = Float64Array.of(3, Number.NaN, 1, 3, -0, 0);
    const sorted = Float64Array.of(-0, 0, 1, 3, 3);
    const { targets } = sortTargets(sorted, cells, Float32Array.of(10, 11, 12, 13, 14, 15));
    expect([...targets]).toEqual([14, 15, 12, 10, 13]);
  });
});
