import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import type { ForestData, ForestOptions } from "../../src/forest/forest.ts";
import { defaultForestOptions, forestSize } from "../../src/forest/forest.ts";
import { growerOf, growTrees, learnForest } from "../../src/forest/grow.ts";
import type { LearntForest } from "../../src/forest/learn.ts";
import { predictForest } from "../../src/forest/predict.ts";
import { tuneForest } from "../../src/forest/tune.ts";
import type { Column } from "../../src/ingest/table.ts";
import { allRows, mixedData } from "./support.ts";

const number = (name: string, values: readonly number[]): Column => ({
  kind: "numeric",
  name,
  values: Float64Array.from(values),
});

const classes = (count: number) =>
  ({ kind: "classification", classes: Array.from({ length: count }, (_, c) => `class ${c}`) }) as const;

const regression = { kind: "regression", mean: 0, deviation: 1, low: 0, high: 1 } as const;

/** Grows and asks everything of a small forest; every number it gives must be finite. */
function survives(data: ForestData, change: Partial<ForestOptions> = {}): number[] {
  const options = { ...defaultForestOptions(data.task, 5), ...change };
  const forest = growTrees(data, allRows(data), { ...options, seed: 1 });
  const { values, operations } = predictForest(forest, data.columns, allRows(data));
  const numbers = [...values.data, operations, forest.operations, ...Object.values(forestSize(forest))];
  const learnt = learnForest(data, allRows(data), { ...options, bootstrap: true, seed: 1 });
  const grow = (one: LearntForest, from: number, to: number) => growerOf(one).grow(from, to);
  const { calibration, operations: tuning } = tuneForest(learnt, 5, { grow, goesOn: () => true });
  numbers.push(tuning, calibration.inverseTemperature, calibration.floor);
  expect(numbers.every(Number.isFinite)).toBe(true);
  return [...values.data];
}

describe("a forest on bad input", () => {
  it("takes NaN and infinities anywhere in a column", () => {
    const columns = [
      number("gaps", [NaN, 1, NaN, 2, NaN, 3, NaN, 4]),
      number("infinite", [Infinity, -Infinity, 0, Infinity, -Infinity, 1, Infinity, -Infinity]),
      number(
        "nothing",
        Array.from({ length: 8 }, () => NaN),
      ),
    ];
    for (const task of [classes(2), classes(4), regression]) {
      const targets = Float64Array.of(0, 1, 0, 1, 0, 1, 0, 1);
      expect(survives({ columns, task, targets, weights: null })).not.toContain(NaN);
    }
  });

  it("tells −∞ from +∞ by a split", () => {
    const values = Array.from({ length: 40 }, (_, row) => (row % 2 ? Infinity : -Infinity));
    const targets = Float64Array.from(values, (_, row) => row % 2);
    const said = survives({ columns: [number("x", values)], task: regression, targets, weights: null });
    expect(said).toEqual([...targets]);
  });

  it("makes leaves of the mean when every column has one value, or when there is no column at all", () => {
    const targets = Float64Array.of(0, 1, 0, 1, 1, 1);
    const columns = [number("one value", [5, 5, 5, 5, 5, 5])];
    const data = { columns, task: classes(2), targets, weights: null };
    for (const change of [{ bootstrap: false }, { bootstrap: false, maxLeaves: 3 }]) {
      expect(survives(data, change)[1]).toBeCloseTo(4 / 6, 6);
      expect(survives({ ...data, columns: [] }, change)[1]).toBeCloseTo(4 / 6, 6);
    }
  });

  it("takes a class of one row each, classes that are in no bag, and one row in all", () => {
    const rows = Array.from({ length: 30 }, (_, row) => row);
    survives({
      columns: [number("x", rows)],
      task: classes(30),
      targets: Float64Array.from(rows),
      weights: null,
    });
    expect(
      survives({ columns: [number("x", [1])], task: classes(3), targets: Float64Array.of(2), weights: null }),
    ).toEqual([0, 0, 1]);
    expect(
      survives({ columns: [number("x", [1])], task: regression, targets: Float64Array.of(7), weights: null }),
    ).toEqual([7]);
  });

  it("takes 10,000 levels of one row each: none teaches, all take the side of missing values", () => {
    const levels = Array.from({ length: 10_000 }, (_, level) => `level ${level}`);
    const column: Column = { kind: "category", name: "id", codes: Int32Array.from(levels.keys()), levels };
    for (const task of [classes(2), classes(3), regression]) {
      const targets = Float64Array.from(levels, (_, row) => row % 2);
      const said = survives({ columns: [column], task, targets, weights: null }, { bootstrap: false });
      expect(new Set(said.map((share) => share.toFixed(3))).size).toBeLessThanOrEqual(3);
    }
  });

  it("leaves rows without a target or of weight 0 out, and says so in a UserError when no row is left", () => {
    const columns = [number("x", [1, 2, 3, 4])];
    const some = { columns, task: classes(2), targets: Float64Array.of(NaN, 1, -1, 1), weights: null };
    expect(survives(some)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    for (const data of [
      { ...some, targets: Float64Array.of(NaN, NaN, -1, NaN) },
      { ...some, weights: new Float64Array(4) },
      { ...some, task: regression, targets: Float64Array.of(NaN, Infinity, -Infinity, NaN) },
    ]) {
      expect(() => growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 1), seed: 1 })).toThrow(
        UserError,
      );
    }
  });

  it("takes targets of any size, and equal ones", () => {
    const columns = [number("x", [1, 2, 3, 4, 5, 6])];
    for (const size of [0, 1e-300, 1e30]) {
      const targets = Float64Array.from([1, 5, 2, 4, 3, 6], (value) => value * size);
      const options = { ...defaultForestOptions(regression, 3), bootstrap: false };
      const data = { columns, task: regression, targets, weights: null };
      const said = survives(data, options);
      expect(said).toEqual([...Float32Array.from(targets)]);
    }
  });

  it("goes as deep as the data ask: targets that grow exponentially make a chain of hundreds of splits", () => {
    const values = Array.from({ length: 20_000 }, (_, row) => row);
    const targets = Float64Array.from(values, (row) => 2 ** (row / 20));
    const data = { columns: [number("x", values)], task: regression, targets, weights: null };
    const options = { ...defaultForestOptions(regression, 1), bootstrap: false, splits: "exact" } as const;
    const forest = growTrees(data, allRows(data), { ...options, seed: 1 });
    expect(Math.max(...forest.threshold.filter((_, node) => forest.child[node] === node))).toBeGreaterThan(200);
  });

  it("has no prediction to make for no rows", () => {
    const data = mixedData("binary", 30, 1);
    const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 2), seed: 1 });
    expect(predictForest(forest, data.columns, new Uint32Array(0))).toEqual({
      values: { rows: 0, columns: 2, data: new Float32Array(0) },
      operations: 0,
    });
  });
});
