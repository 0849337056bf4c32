import { table as arqueroTable, desc } from "arquero";
import { describe, expect, it } from "vitest";
import { fromArquero, fromFrame, fromRows } from "../../src/ingest/adapters.ts";
import { cells } from "./read.ts";

describe("a table in memory", () => {
  it("as objects keeps numbers, dates and booleans, and types texts as a file's", () => {
    const { table, decisions } = fromRows(
      [
        { n: 1, d: new Date("2020-01-31"), b: true, s: "x", t: "1,5%", z: "007", big: 5n },
        { n: null, d: null, b: false, s: 3, t: "2,5%", z: "010", big: 7n, extra: "y" },
      ],
      { decimal: "," },
    );
    expect(table.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "n numeric",
      "d date",
      "b category",
      "s category",
      "t numeric",
      "z category",
      "big numeric",
      "extra category",
    ]);
    expect(table.columns.map(cells)).toEqual([
      [1, null],
      [18292, null],
      ["true", "false"],
      ["x", "3"],
      [1.5, 2.5],
      ["007", "010"],
      [5, 7],
      [null, "y"],
    ]);
    expect(decisions.map(({ missing }) => missing)).toEqual([1, 1, 0, 0, 0, 0, 0, 1]);
  });

  it("never has an infinite number, and can be overruled", () => {
    const { table, findings } = fromRows(
      [
        { a: Infinity, b: 1, c: 1 },
        { a: 2, b: 2, c: 1 },
      ],
      { types: { b: "category", c: "ignore" } },
    );
    expect(table.columns.map(cells)).toEqual([
      [null, 2],
      ["1", "2"],
    ]);
    expect(findings.map(({ code }) => code)).toEqual(["infinite-value"]);
  });

  it("is refused with the place of what is no cell", () => {
    expect(() => fromRows([])).toThrow("The table has no rows.");
    expect(() => fromRows([{ a: 1 }, { a: { b: 1 } }])).toThrow('Row 1 holds an object in column "a".');
    expect(() => fromRows([{ a: 1 }, { a: [1] }])).toThrow('Row 1 holds an array in column "a".');
  });

  it("keeps columns whose names are those of object members", () => {
    const { table } = fromRows([JSON.parse('{"__proto__": 1, "constructor": "x"}'), { constructor: "y" }]);
    expect(table.columns.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(table.columns.map(cells)).toEqual([
      [1, null],
      ["x", "y"],
    ]);
  });
});

describe("an Arquero table", () => {
  it("is read as it is filtered and ordered", () => {
    const source = arqueroTable({ a: [1, 2, 3, 4], b: ["x", null, "z", "w"] })
      .filter((row: { a: number }) => row.a > 1)
      .orderby(desc("a"));
    const { table } = fromArquero(source);
    expect(table.columns.map(cells)).toEqual([
      [4, 3, 2],
      ["w", "z", null],
    ]);
  });
});

describe("a frame like those of danfo.js", () => {
  it("is read row by row", () => {
    const { table } = fromFrame({
      columns: ["a", "b"],
      shape: [2, 2],
      values: [
        [1, "x"],
        [2, "y"],
      ],
    });
    expect(table.columns.map(cells)).toEqual([
      [1, 2],
      ["x", "y"],
    ]);
  });

  it("is refused when its shape is not what it says", () => {
    expect(() => fromFrame({ columns: ["a"], shape: [2], values: [1, 2] })).toThrow(
      "Row 0 of the frame does not have 1 cells.",
    );
    expect(() => fromFrame({ columns: ["a"], shape: [2, 1], values: [[1]] })).toThrow(
      "says that it has 2 rows, but holds 1",
    );
  });
});
