import { describe, expect, it } from "vitest";
import type { Column } from "../../src/ingest/table.ts";
import { encode, encodeTraining, learnEncoder } from "../../src/prepare/encoder.ts";
import { inputNames } from "../../src/prepare/names.ts";
import { type EncoderOptions, defaultEncoderOptions } from "../../src/prepare/options.ts";
import type { Target } from "../../src/prepare/target.ts";
import { allRows, category, everyThird, numeric } from "./tables.ts";

function learn(column: Column, rowCount: number, changed: Partial<EncoderOptions> = {}, target = everyThird(rowCount)) {
  return learnEncoder([column], { target: target, rows: allRows(rowCount) }, { ...defaultEncoderOptions, ...changed });
}

function regression(...values: number[]): Target {
  return {
    task: { kind: "regression", mean: 0, deviation: 1, low: -9, high: 9 },
    values: Float32Array.from(values),
  };
}

describe("categories with few levels", () => {
  it("become ±1 for two levels without missing cells, and 0 for a level never seen", () => {
    const column = category("k", ["no", "yes", "yes"]);
    const encoder = learn(column, 3);
    expect([...encode([column], allRows(3), encoder).data]).toEqual([-1, 1, 1]);
    const other = category("k", ["maybe", null, "yes", "no"]);
    expect([...encode([other], allRows(4), encoder).data]).toEqual([0, 0, 1, -1]);
  });

  it("become one input a level, all zeros where missing or never seen", () => {
    const column = category("k", ["b", "a", "c", null]);
    const encoder = learn(column, 4, { indicators: false });
    expect(inputNames(encoder)).toEqual(["k = a", "k = b", "k = c"]);
    const other = category("k", ["c", "z", null, "a"]);
    expect([...encode([other], allRows(4), encoder).data]).toEqual([0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });

  it("of two levels with missing cells have an input each and an indicator", () => {
    const column = category("k", ["b", "a", null]);
    const encoder = learn(column, 3);
    expect(inputNames(encoder)).toEqual(["k = a", "k = b", "k missing"]);
    expect([...encode([column], allRows(3), encoder).data]).toEqual([0, 1, 0, 1, 0, 0, 0, 0, 1]);
  });

  it("keep the commonest levels when all columns together have too many", () => {
    const column = category("k", ["a", "b", "b", "c", "c", "d"]);
    expect(inputNames(learn(column, 6, { levelInputs: 2 }))).toEqual(["k = b", "k = c"]);
  });
});

describe("categories with many levels", () => {
  const cells = ["a", "a", "a", "a", "b", "b", "b", "b", "c", null];
  const column = category("k", cells);
  const target = regression(1, 1, 1, 1, -1, -1, -1, -1, 0, 0);
  const parts = Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 1, 0, 1);
  const encoder = learn(column, 10, { manyLevels: 2, topLevels: 1, indicators: false }, target);

  it("have a frequency, a target code and an input for each of the commonest levels", () => {
    expect(inputNames(encoder)).toEqual(["k frequency", "k → target", "k = a"]);
  });

  it("have the smoothed mean of the standardised target as code", () => {
    const [group] = encoder.groups;
    if (group?.kind !== "many-levels") throw new Error("expected many levels");
    const deviation = Math.sqrt(0.8); // of the ten targets, mean 0
    expect(group.levels).toEqual(["a", "b"]);
    expect(group.codes[0]!.smoothing).toBe(1); // nothing varies within a level, so the prior counts least
    expect(group.codes[0]!.values[0]).toBeCloseTo(4 / deviation / (4 + 1), 4);
    expect(group.codes[0]!.values[1]).toBeCloseTo(-4 / deviation / (4 + 1), 4);
  });

  it("give a training row the code of the other parts' rows only", () => {
    const inputs = encodeTraining([column], encoder, { rows: allRows(10), target, parts });
    const z = 2 / Math.sqrt(0.8) / (2 + 1);
    expect(inputs.data[1]).toBeCloseTo(z / Math.sqrt(1 + (z * z) / 9), 6);
    const flipped = regression(-1, -1, 1, 1, -1, -1, -1, -1, 0, 0);
    const after = encodeTraining([column], encoder, { rows: allRows(10), target: flipped, parts });
    expect([after.data[1], after.data[4]]).toEqual([inputs.data[1], inputs.data[4]]); // rows of part 0
    expect(after.data[2 * 3 + 1]).toBeCloseTo(-inputs.data[2 * 3 + 1]!, 6); // a row of part 1 sees the flip
  });

  it("give a level that is unknown or has one training row the prior and the lowest frequency, and zeros where missing", () => {
    const other = category("k", ["zz", "c", null]);
    const inputs = encode([other], allRows(3), encoder);
    expect([...inputs.data.subarray(0, 3)]).toEqual([...inputs.data.subarray(3, 6)]);
    expect(inputs.data[0]).toBeLessThan(0);
    expect([...inputs.data.subarray(1, 3)]).toEqual([0, 0]);
    expect([...inputs.data.subarray(6, 9)]).toEqual([0, 0, 0]);
  });

  it("have a code for the second of two classes, and for the commonest classes of more", () => {
    const many = category(
      "k",
      Array.from({ length: 60 }, (_, i) => `level ${i % 20}`),
    );
    const names = (made: Target, classes: readonly string[]) =>
      inputNames(learn(many, 60, { manyLevels: 5, topLevels: 0, targetClasses: 2 }, made), classes);
    expect(names(everyThird(60), ["no", "yes"])).toEqual(["k frequency", "k → yes"]);
    const values = Float32Array.from({ length: 60 }, (_, i) => (i < 10 ? 0 : i < 30 ? 1 : 2));
    const three: Target = { task: { kind: "classification", classes: ["x", "y", "z"] }, values };
    expect(names(three, ["x", "y", "z"])).toEqual(["k frequency", "k → y", "k → z"]);
  });

  it("make little of 13,000 levels: those with one row are not kept", () => {
    const names = Array.from({ length: 11000 }, (_, i) => `package ${i < 10000 ? i : i % 100}`);
    const levels = [...new Set(names)];
    const places = new Map(levels.map((name, i) => [name, i]));
    const codes = Int32Array.from(names, (name) => places.get(name)!);
    const wide = learn({ kind: "category", name: "k", levels, codes }, 11000);
    expect(wide.inputs).toBe(2 + 16);
    expect(JSON.stringify(wide).length).toBeLessThan(10000);
  });

  it("make nothing of a column where every row has its own level", () => {
    const ids = category(
      "k",
      Array.from({ length: 50 }, (_, i) => `id ${i}`),
    );
    const both = learnEncoder(
      [
        ids,
        numeric(
          "x",
          cells.map((_, i) => i),
        ),
      ],
      { target: everyThird(10), rows: allRows(10) },
      {
        ...defaultEncoderOptions,
        manyLevels: 5,
      },
    );
    expect(both.groups.every((group) => group.column === "x")).toBe(true);
  });
});

describe("inputNames", () => {
  it("says which values a bin stands for", () => {
    const values = numeric(
      "age",
      Array.from({ length: 100 }, (_, i) => i),
    );
    const encoder = learn(values, 100, { bins: "quantile", binsMaximum: 4 });
    expect(inputNames(encoder)).toEqual(["age", "age ≤ 24.75", "age 24.75 … 49.5", "age 49.5 … 74.25", "age > 74.25"]);
  });
});
