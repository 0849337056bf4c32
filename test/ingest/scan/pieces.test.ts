import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRecords } from "../../../src/ingest/records.ts";
import { type Regular, recordReader } from "../../../src/ingest/scan/scan-records.ts";

interface Read {
  readonly records: readonly (readonly [line: number, ...cells: string[]])[];
  readonly blank: number;
}

function byKernel(text: string, pieceBytes: number): Read {
  const records: [number, ...string[]][] = [];
  let width: number | null = null;
  const read = recordReader({ text, bytes: Buffer.from(text), delimiter: ",", name: "t" }, pieceBytes);
  const blank = read({
    regular: (): Regular | null => (width === null ? null : { width, names: null }),
    visit: (fields, record, line) => {
      expect(record).toBe(records.length);
      width ??= fields.length;
      records.push([line, ...fields.map((field) => field.trim())]);
    },
    batch: (batch, record) => {
      expect(record).toBe(records.length);
      const lines = Array.from(batch.lines);
      const columns = Array.from({ length: width! }, (_, place) => batch.column(place));
      for (const [i, line] of lines.entries()) records.push([line, ...columns.map((cells) => cells.cell(i))]);
    },
  });
  return { records, blank };
}

function plainly(text: string): Read {
  const records: [number, ...string[]][] = [];
  const blank = readRecords({ text: text.replace(/\r\n?/g, "\n"), delimiter: ",", name: "t" }, (fields, _, line) => {
    records.push([line, ...fields.map((field) => field.trim())]);
  });
  return { records, blank };
}

describe("a file read piece by piece", () => {
  it("has the same records and lines wherever the pieces end", () => {
    const cell = fc.constantFrom("", "a", "1.5", '"q"', '"q,r"', '"l\nm"', '"l\r\nm"', '"x""y"', "é", "b c", " d ");
    const row = fc.array(cell, { minLength: 3, maxLength: 3 }).map((cells) => cells.join(","));
    const line = fc.oneof(
      { weight: 6, arbitrary: row },
      { weight: 1, arbitrary: fc.constantFrom("", "  ", "a,b", '"z"') },
    );
    const file = fc
      .tuple(fc.array(line, { minLength: 1, maxLength: 30 }), fc.constantFrom("\n", "\r\n", "\r"), fc.boolean())
      .map(([lines, end, last]) => ["h,i,j", ...lines].join(end) + (last ? end : ""));
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 40 }), (text, pieceBytes) => {
        expect(byKernel(text, pieceBytes)).toEqual(plainly(text));
      }),
      { numRuns: 500 },
    );
  });
});
