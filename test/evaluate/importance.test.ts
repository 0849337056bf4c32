import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { dependenceGrid, gridLabels, partialDependence } from "../../src/evaluate/dependence.ts";
import { permutationImportance, summariseImportance, takeRows } from "../../src/evaluate/importance.ts";
import { correlatedPairs } from "../../src/evaluate/correlation.ts";
import type { Column } from "../../src/ingest/table.ts";

const random = Random.of("importance");
const rowCount = 400;
const strong: Column = {
  kind: "numeric",
  name: "strong",
  values: Float64Array.from({ length: rowCount }, () => random.normal()),
};
const weak: Column = {
  kind: "numeric",
  name: "weak",
  values: Float64Array.from({ length: rowCount }, () => random.normal()),
};
const noise: Column = {
  kind: "numeric",
  name: "noise",
  values: Float64Array.from({ length: rowCount }, () => random.normal()),
};
const colour: Column = {
  kind: "category",
  name: "colour",
  levels: ["red", "green", "never"],
  codes: Int32Array.from({ length: rowCount }, (_, i) => (i % 3 === 0 ? 0 : 1)),
};
const columns = [strong, weak, noise, colour];
const rows = Uint32Array.from({ length: 200 }, (_, i) => 2 * i + 1);

/** target = 3 · strong + weak + 2 if red, known exactly. */
function predict(given: readonly Column[]) {
  const [a, b, , c] = given as [
    Column & { values: Float64Array },
    Column & { values: Float64Array },
    Column,
    Column & { codes: Int32Array },
  ];
  const data = Float32Array.from(a.values, (value, row) => 3 * value + b.values[row]! + (c.codes[row] === 0 ? 2 : 0));
  return { rows: data.length, columns: 1, data };
}
const truth = predict(columns.map((column) => takeRows(column, rows))).data;

describe("permutation importance", () => {
  it("is largest for the column that matters most and zero for one that the model does not read", async () => {
    const names = ["strong", "weak", "noise"];
    const input = { columns, rows, truth, names, predict, headline: "rmse" as const, repeats: 3 };
    const drops = await permutationImportance({ ...input, random: Random.of(1) });
    expect([...drops.keys()]).toEqual(names);
    // Shuffling 3·x makes an error of variance 2 · 9; the root is about 4.2.
    expect(drops.get("strong")!).toBeGreaterThan(3.5);
    expect(drops.get("strong")!).toBeLessThan(5);
    expect(drops.get("weak")!).toBeGreaterThan(1);
    expect(drops.get("noise")!).toBe(0);
    expect(await permutationImportance({ ...input, random: Random.of(1) })).toEqual(drops);
  });

  it("leaves the caller's columns as they were", async () => {
    const before = Float64Array.from((strong as { values: Float64Array }).values);
    await permutationImportance({
      columns,
      rows,
      truth,
      names: ["strong"],
      predict,
      headline: "rmse",
      random: Random.of(2),
      repeats: 1,
    });
    expect((strong as { values: Float64Array }).values).toEqual(before);
  });

  it("summarises folds with an interval, the most important column first", () => {
    const size = { train: 80, test: 20 };
    const list = summariseImportance("occam", [
      {
        drops: new Map([
          ["a", 0.1],
          ["b", 0.5],
        ]),
        size,
      },
      {
        drops: new Map([
          ["a", 0.2],
          ["b", 0.4],
        ]),
        size,
      },
      { drops: new Map([["b", 0.6]]), size },
    ]);
    expect(list.map(({ column }) => column)).toEqual(["b", "a"]);
    expect(list[0]!.mean).toBeCloseTo(0.5, 12);
    expect(list[0]!.low).toBeLessThan(0.5);
    expect(list[1]!.byFold).toEqual([0.1, 0.2]);
  });
});

describe("partial dependence", () => {
  it("of a linear model is the line itself", async () => {
    const grid = dependenceGrid(strong, 5);
    const curve = await partialDependence({ columns, rows, column: "strong", grid, output: 0, predict });
    expect(grid).toHaveLength(5);
    for (let i = 1; i < 5; i++) {
      expect((curve[i]! - curve[0]!) / (grid[i]! - grid[0]!)).toBeCloseTo(3, 4);
    }
  });

  it("goes over the levels that occur, the most frequent first, and names them", async () => {
    const grid = dependenceGrid(colour, 10);
    expect(gridLabels(colour, grid)).toEqual(["green", "red"]);
    const curve = await partialDependence({ columns, rows, column: "colour", grid, output: 0, predict });
    expect(curve[1]! - curve[0]!).toBeCloseTo(2, 5);
  });

  it("draws dates as ISO days, repeats no value and is empty for a column of missing values", () => {
    const day: Column = {
      kind: "date",
      name: "day",
      values: Float64Array.of(0, 0, 0, 18262, Number.NaN),
      hasTime: false,
    };
    expect(gridLabels(day, dependenceGrid(day, 2))).toEqual(["1970-01-01", "2016-04-01"]);
    expect(dependenceGrid({ kind: "numeric", name: "x", values: Float64Array.of(2, 2, 2) }, 9)).toEqual([2]);
    expect(dependenceGrid({ kind: "numeric", name: "x", values: Float64Array.of(Number.NaN) }, 9)).toEqual([]);
  });
});

describe("correlated columns", () => {
  const all = (given: readonly Column[]) => new Set(given.map(({ name }) => name));
  const pairsOf = (given: readonly Column[], least?: number) => correlatedPairs(given, all(given), least);
  const twin: Column = {
    kind: "numeric",
    name: "twin",
    values: (strong as { values: Float64Array }).values.map((x) => -Math.exp(x)),
  };
  const shade: Column = {
    ...colour,
    name: "shade",
    levels: ["dark", "light"],
    codes: (colour as { codes: Int32Array }).codes.map((c) => 1 - c),
  };

  it("finds a monotone twin with its sign, a renamed category and a number that a category decides", () => {
    const pairs = pairsOf([...columns, twin, shade]);
    expect(pairs.map(({ a, b }) => [a, b])).toEqual([
      ["strong", "twin"],
      ["colour", "shade"],
    ]);
    expect(pairs[0]!.correlation).toBeCloseTo(-1, 10);
    expect(pairs[1]!.correlation).toBeCloseTo(1, 2);
    const decided: Column = {
      kind: "numeric",
      name: "decided",
      values: Float64Array.from((colour as { codes: Int32Array }).codes, (c) => 5 * c),
    };
    expect(pairsOf([colour, decided])[0]!.correlation).toBeCloseTo(1, 10);
  });

  it("is not misled by many levels or by missing values", () => {
    const many: Column = {
      kind: "category",
      name: "many",
      levels: Array.from({ length: 50 }, (_, i) => `l${i}`),
      codes: Int32Array.from({ length: 60 }, () => random.below(50)),
    };
    const other: Column = {
      ...many,
      name: "other",
      codes: Int32Array.from({ length: 60 }, () => random.below(50)),
    };
    const number: Column = {
      kind: "numeric",
      name: "number",
      values: Float64Array.from({ length: 60 }, () => random.normal()),
    };
    expect(pairsOf([many, other, number], 0.6)).toEqual([]);
    const holes: Column = {
      ...strong,
      name: "holes",
      values: (strong as { values: Float64Array }).values.map((x, i) => (i % 2 === 0 ? Number.NaN : x)),
    } as Column;
    expect(pairsOf([strong, holes])[0]!.correlation).toBeGreaterThan(0.99);
    const gone: Column = { kind: "numeric", name: "gone", values: new Float64Array(60).fill(Number.NaN) };
    expect(pairsOf([gone, number])).toEqual([]);
  });

  it("lists pairs of which one is named, in the order of the columns", () => {
    const given = [...columns, twin, shade];
    const named = (...names: string[]) => correlatedPairs(given, new Set(names)).map(({ a, b }) => [a, b]);
    expect(named("twin")).toEqual([["strong", "twin"]]);
    expect(named("strong", "twin")).toEqual([["strong", "twin"]]);
    expect(named("colour")).toEqual([["colour", "shade"]]);
    expect(named()).toEqual([]);
  });
});
