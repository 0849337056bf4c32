import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { futureMeans } from "../../src/ingest/future-mean.ts";

const rowCount = 400;
const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);

/** A series that remembers a share of its last value. */
function series(memory: number, seed: number): Float64Array {
  const random = Random.of(seed, "series");
  const values = new Float64Array(rowCount);
  for (let i = 1; i < rowCount; i++) values[i] = memory * values[i - 1]! + random.normal();
  return values;
}

/** The mean of the window from `first` to `last`, counted from each row; cut at the ends of the table. */
function means(values: Float64Array, first: number, last: number): Float64Array {
  return values.map((_, i) => {
    const window = values.subarray(Math.max(0, i + first), Math.max(0, i + last + 1));
    return window.length === 0 ? Number.NaN : window.reduce((sum, value) => sum + value, 0) / window.length;
  });
}

const told = (values: Float64Array, target: Float64Array): boolean =>
  futureMeans({ kind: "numeric", name: "y", values: target }, rows)({ kind: "numeric", name: "x", values });

describe("a mean of the target over rows to come", () => {
  it.each([0, 0.5, 0.95, 1])("is told when it reaches this row or later ones, with a memory of %d", (memory) => {
    const target = series(memory, 3);
    for (const [first, last] of [
      [1, 1],
      [-3, 3],
      [1, 7],
      [-6, 0],
      [-29, 29],
    ] as const) {
      const values = means(target, first, last);
      expect([first, last, told(values, target)]).toEqual([first, last, true]);
      expect(
        told(
          values.map((value) => Math.round(100 * value) / 100),
          target,
        ),
      ).toBe(true);
    }
  });

  it.each([0, 0.5, 0.95, 1])("is not told of the past or of other columns, with a memory of %d", (memory) => {
    const target = series(memory, 5);
    for (const [first, last] of [
      [-1, -1],
      [-7, -1],
      [-30, -2],
    ] as const) {
      expect([first, last, told(means(target, first, last), target)]).toEqual([first, last, false]);
    }
    const noise = series(0, 9);
    for (const noisy of [0.02, 0.1, 1]) {
      expect(
        told(
          target.map((value, i) => value + noisy * noise[i]!),
          target,
        ),
      ).toBe(false);
    }
    const smooth = means(means(target, -9, 9), -9, 9); // here a window around a row is close to the row itself
    expect(
      told(
        smooth.map((value, i) => value + 0.01 * noise[i]!),
        smooth,
      ),
    ).toBe(false);
    expect(told(Float64Array.from(rows), target)).toBe(false);
    expect(told(series(memory, 11), target)).toBe(false);
  });

  it("is told of the share of a class, and not of three", () => {
    const random = Random.of(4, "classes");
    const codes = Int32Array.from({ length: rowCount }, () => random.below(2));
    const values = means(Float64Array.from(codes), 1, 7);
    const column = { kind: "numeric", name: "x", values } as const;
    const classes = { kind: "category", name: "y", codes } as const;
    expect(futureMeans({ ...classes, levels: ["a", "b"] }, rows)(column)).toBe(true);
    expect(futureMeans({ ...classes, levels: ["a", "b", "c"] }, rows)(column)).toBe(false);
  });
});
