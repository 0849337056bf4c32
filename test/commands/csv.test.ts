import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { cellText, formatCsv, numberText } from "../../src/commands/csv.ts";

describe("formatCsv", () => {
  it("is read back cell by cell by another reader, whatever the cells hold", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ",", "\n", "\r\n", " a ", "", "=1+1", "\u2028"));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(table, ([header = [], ...rows]) => {
        const text = formatCsv(header, rows);
        const { data } = Papa.parse<string[]>(text.slice(0, -1), { delimiter: ",", newline: "\n" });
        expect(data).toEqual([header, ...rows]);
      }),
    );
  });

  it("quotes only where it must", () => {
    expect(
      formatCsv(
        ["a", "b c"],
        [
          ["x,y", 'say "hi"'],
          ["=1+1", " z"],
        ],
      ),
    ).toBe('a,b c\n"x,y","say ""hi"""\n=1+1," z"\n');
  });

  it("keeps a row of one empty cell", () => {
    expect(formatCsv(["a"], [[""], ["b"]])).toBe('a\n""\nb\n');
  });
});

describe("cellText", () => {
  it("writes numbers in full, levels as they are, dates as ISO and missing cells as nothing", () => {
    const numeric = { kind: "numeric", name: "n", values: Float64Array.of(0.1, Number.NaN) } as const;
    const category = { kind: "category", name: "c", codes: Int32Array.of(0, -1), levels: ["007"] } as const;
    const date = {
      kind: "date",
      name: "d",
      values: Float64Array.of(19_000, Number.NaN),
      hasTime: false,
    } as const;
    const time = { kind: "date", name: "t", values: Float64Array.of(19_000.5), hasTime: true } as const;
    expect([numeric, category, date].map((column) => [cellText(column, 0), cellText(column, 1)])).toEqual([
      ["0.1", ""],
      ["007", ""],
      ["2022-01-08", ""],
    ]);
    expect(cellText(time, 0)).toBe("2022-01-08T12:00:00.000Z");
  });
});

describe("numberText", () => {
  it("keeps seven digits and no more", () => {
    expect([0.1, 1 / 3, 123456789, 0, 1e-12].map(numberText)).toEqual([
      "0.1",
      "0.3333333",
      "123456800",
      "0",
      "1e-12",
    ]);
  });

  it("is the number with the seven digits that JavaScript rounds to, for every share and power of ten", () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true }).map(Math.fround);
    const scale = fc.integer({ min: -20, max: 9 }).map((exponent) => Number(`1e${exponent}`));
    fc.assert(
      fc.property(shares, scale, (share, factor) => {
        const value = Math.fround(share * factor);
        expect(numberText(value)).toBe(String(Number(value.toPrecision(7))));
      }),
      { numRuns: 2000 },
    );
  });
});
