import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { cellText, formatCsv, readyCell } from "../../src/commands/files/csv.ts";
import { numberText, TextBytes } from "../../src/commands/files/text-bytes.ts";

const textOf = (bytes: Uint8Array): string => new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);

describe("formatCsv", () => {
  it("is read back cell by cell by another reader, whatever the cells hold", () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ",", "\n", "\r\n", " a ", "", "=1+1", "\u2028"));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    fc.assert(
      fc.property(table, ([header = [], ...rows]) => {
        const text = textOf(formatCsv(header, rows));
        const { data } = Papa.parse<string[]>(text.slice(0, -1), { delimiter: ",", newline: "\n" });
        expect(data).toEqual([header, ...rows]);
      }),
    );
  });

  it("quotes only where it must", () => {
    const rows = [
      ["x,y", 'say "hi"'],
      ["=1+1", " z"],
    ];
    expect(textOf(formatCsv(["a", "b c"], rows))).toBe('a,b c\n"x,y","say ""hi"""\n=1+1," z"\n');
  });

  it("writes a text made ready, and a number in full, as it writes their texts", () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ noNaN: true }), (text, number) => {
        const texts = textOf(formatCsv(["h"], [[text, String(number)]]));
        expect(textOf(formatCsv(["h"], [[readyCell(text), number]]))).toBe(texts);
      }),
    );
  });

  it("keeps a row of one empty cell", () => {
    expect(textOf(formatCsv(["a"], [[""], ["b"]]))).toBe('a\n""\nb\n');
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

describe("predicted numbers", () => {
  it("have seven digits and no more", () => {
    const numbers = Float32Array.of(0.1, 1 / 3, 123456789, 0, 1e-12, -2.5);
    expect(textOf(formatCsv(["n"], [["a,b", numbers]]))).toBe('n\n"a,b",0.1,0.3333333,123456800,0,1e-12,-2.5\n');
  });

  it("are written byte by byte as JavaScript writes them rounded, for every share and power of ten", () => {
    const shares = fc.double({ min: 0, max: 1, noNaN: true }).map(Math.fround);
    const scale = fc.integer({ min: -20, max: 9 }).map((exponent) => Number(`1e${exponent}`));
    const short = fc.integer({ min: 1, max: 999 });
    const numbers = fc.oneof(shares, short).chain((share) => scale.map((factor) => Math.fround(share * factor)));
    fc.assert(
      fc.property(fc.array(numbers), (values) => {
        const out = new TextBytes();
        for (const value of values) out.number(value);
        const texts = values.map((value) => String(Number(value.toPrecision(7))));
        expect(values.map(numberText)).toEqual(texts);
        expect(textOf(out.bytes())).toBe(texts.join(""));
      }),
      { numRuns: 2000 },
    );
  });

  it("are all there when they take more than was reserved", () => {
    const cells = Array.from({ length: 3000 }, (_, row) => Float32Array.of(row / 3000, 1e-9, row));
    const texts = cells.map((row) => [...row].map(numberText).join(",")).join("\n");
    const name = "\u{1f600}é".repeat(10_000);
    expect(
      textOf(
        formatCsv(
          [name],
          cells.map((row) => [row]),
        ),
      ),
    ).toBe(`${name}\n${texts}\n`);
  });
});
