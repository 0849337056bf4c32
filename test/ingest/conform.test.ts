import { describe, expect, it } from "vitest";
import { fromRows } from "../../src/ingest/adapters.ts";
import { conformTable, type SchemaColumn } from "../../src/ingest/conform.ts";
import { parseTableAs } from "../../src/ingest/parse.ts";
import { cells, codesOf } from "./read.ts";

const schema: readonly SchemaColumn[] = [
  { name: "class", kind: "category", levels: ["B", "A"] },
  { name: "size", kind: "numeric" },
  { name: "when", kind: "date", dayFirst: true },
];
const readAs = (text: string, wanted = schema) => {
  const read = parseTableAs(new TextEncoder().encode(text), wanted, { name: "new.csv" });
  const conformed = conformTable(read.table, wanted, "new.csv");
  return { ...conformed, findings: [...read.findings, ...conformed.findings] };
};

describe("a file for prediction", () => {
  it("gives the model's columns in its order and kinds, whatever the file's order and delimiter", () => {
    const { table, findings } = readAs("when;size;class\n03/04/2020;1,5;A\n31/01/2020;2;B\n");
    expect(table.columns.map(({ name }) => name)).toEqual(["class", "size", "when"]);
    expect(table.columns.map(cells)).toEqual([
      ["A", "B"],
      [1.5, 2],
      [18355, 18292],
    ]);
    expect(table.columns[0]).toMatchObject({ levels: ["B", "A"], codes: Int32Array.of(1, 0) });
    expect(findings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
      'other-format: Column "size" writes its numbers with a decimal comma, such as "1,5" in line 2; the model learnt from plain numbers.',
    ]);
  });

  it("keeps new levels after the known ones", () => {
    const result = readAs("when,size,class\n,,Z\n,,A\n");
    expect(result.table.columns[0]).toMatchObject({ levels: ["B", "A", "Z"], codes: Int32Array.of(2, 1) });
    expect(codesOf(result)).toEqual(["unseen-level"]);
  });

  it("finds true and false in the spelling of another writer", () => {
    const wanted = [{ name: "open", kind: "category", levels: ["false", "true"] }] as const;
    const { table, findings } = readAs("open,x\nTrue,1\nFALSE,1\ntrue,1\nTrUe,1\nmaybe,1\n", wanted);
    expect(table.columns[0]).toMatchObject({ codes: Int32Array.of(1, 0, 1, 2, 3) });
    expect(findings.map(({ message }) => message)).toEqual([
      'Column "open" has 2 texts that the model does not know, such as "TrUe".',
    ]);
    const both = [{ name: "open", kind: "category", levels: ["True", "true"] }] as const;
    expect(readAs("open,x\ntrue,1\nTrue,1\nTRUE,1\n", both).table.columns[0]).toMatchObject({
      codes: Int32Array.of(1, 0, 0),
    });
  });

  it("takes a missing column for missing values and names a near one", () => {
    const result = readAs("Size,class\n1,A\n");
    expect(result.table.columns.map(cells)).toEqual([["A"], [null], [null]]);
    expect(result.findings[0]?.message).toBe('new.csv has no column "size"; its column "Size" is near.');
  });

  it("counts cells that do not fit as missing", () => {
    const result = readAs("size,when,class\nlarge,soon,A\n3,31/01/2020,A\n");
    expect(result.table.columns.map(cells)).toEqual([
      ["A", "A"],
      [null, 3],
      [null, 18292],
    ]);
    expect(codesOf(result)).toEqual(["numeric-as-text", "not-a-date"]);
    expect(readAs("size,when,class\nlarge,soon,A\n").table.columns.map(cells)).toEqual([["A"], [null], [null]]);
  });

  it("keeps other columns as the text that they are", () => {
    const { others } = readAs("id,size,class,when\n007,1,A,\n1.50,2,B,\n");
    expect(others.map((one) => [one.name, cells(one)])).toEqual([["id", ["007", "1.50"]]]);
  });

  it("is refused when it has none of the model's columns", () => {
    expect(() => readAs("a,b\n1,2\n")).toThrow(
      expect.objectContaining({
        message: "new.csv has none of the 3 columns that the model needs.",
        hint: "They are class, size, when.",
      }),
    );
  });
});

describe("a table in memory for prediction", () => {
  it("has numbers as text and text as numbers where the model wants them", () => {
    const { table } = fromRows([
      { a: 1, b: "2", c: "x", d: "01/02/2020", e: "01/02/2020" },
      { a: 5, b: "zz", c: "y", d: "03/04/2020", e: "03/04/2020" },
    ]);
    const wanted: readonly SchemaColumn[] = [
      { name: "a", kind: "category", levels: ["5", "1"] },
      { name: "b", kind: "numeric" },
      { name: "c", kind: "date" },
      { name: "d", kind: "date", dayFirst: true },
      { name: "e", kind: "date" },
    ];
    const conformed = conformTable(table, wanted, "The table");
    expect(conformed.table.columns.map(cells)).toEqual([
      ["1", "5"],
      [2, null],
      [null, null],
      [18293, 18355],
      [null, null],
    ]);
    expect(conformed.table.columns[0]).toMatchObject({ levels: ["5", "1"] });
    expect(conformed.findings.map(({ code, column }) => `${code} ${column}`)).toEqual([
      "other-kind b",
      "other-kind c",
      "other-kind e",
    ]);
  });
});
