import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReadResult } from "../../src/ingest/parse.ts";
import { cells, codesOf, column, read } from "./read.ts";

/** What reading ends in: a result or an error. */
function outcomeOf(bytes: Uint8Array): ReadResult | Error {
  try {
    return read(bytes);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const utf16be = (text: string): Buffer => Buffer.from(text, "utf16le").swap16();

describe("a file is read", () => {
  const forms: readonly (readonly [string, string | Uint8Array, string, string])[] = [
    ["with commas", "a,b\n1,é\n2,x\n", "utf-8", ","],
    ["with semicolons", "a;b\n1;é\n2;x\n", "utf-8", ";"],
    ["with tabs and Windows line ends", "a\tb\r\n1\té\r\n2\tx\r\n", "utf-8", "\t"],
    ["with bars and old Mac line ends", "a|b\r1|é\r2|x\r", "utf-8", "|"],
    ["without a last line end", "a,b\n1,é\n2,x", "utf-8", ","],
    ["with a byte order mark", "\uFEFFa,b\n1,é\n2,x\n", "utf-8", ","],
    ["in quotes", '"a","b"\n"1","é"\n"2","x"\n', "utf-8", ","],
    ["with spaces around cells", "a , b\n 1, é \n2 ,x\n", "utf-8", ","],
    ["as UTF-16 with a mark", Buffer.from("\uFEFFa;b\n1;é\n2;x\n", "utf16le"), "utf-16le", ";"],
    ["as big-endian UTF-16 with a mark", utf16be("\uFEFFa;b\n1;é\n2;x\n"), "utf-16be", ";"],
    ["as UTF-16 without a mark", Buffer.from("a;b\n1;é\n2;x\n", "utf16le"), "utf-16le", ";"],
    ["as Windows-1252", Buffer.from("a;b\n1;é\n2;x\n", "latin1"), "windows-1252", ";"],
    ["packed by gzip", gzipSync("a,b\n1,é\n2,x\n"), "utf-8", ","],
  ];
  it.each(forms)("%s", (_, text, encoding, delimiter) => {
    const result = read(text);
    expect(result.table.columns.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(result.table.columns.map(cells)).toEqual([
      [1, 2],
      ["é", "x"],
    ]);
    expect([result.encoding, result.delimiter]).toEqual([encoding, delimiter]);
  });

  it("back to the very texts that were quoted, whatever they are", () => {
    const cell = fc.string({ unit: "grapheme-ascii", maxLength: 8 }).map((text) => `x${text}x`);
    const spelled = fc.string({ unit: fc.constantFrom('"', ",", ";", "\n", "a", " ", "=") }).map((text) => `x${text}x`);
    const row = fc.tuple(fc.oneof(cell, spelled), fc.oneof(cell, spelled));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const lines = rows.map((one) => one.map((text) => `"${text.replaceAll('"', '""')}"`).join(","));
        const { table } = read(`a,b\n${lines.join("\n")}`, { delimiter: "," });
        expect(rows.map((_, i) => table.columns.map((one) => cells(one)[i]))).toEqual(rows);
      }),
    );
  });

  it("with its SHA-256, size and dialect told", () => {
    const result = read("a,b\n1,2\n");
    expect(result.sha256).toBe(createHash("sha256").update("a,b\n1,2\n").digest("hex"));
    expect([result.bytes, result.compressed, result.header]).toEqual([8, false, true]);
  });

  it("whole when it is longer than one piece of parsing, with text that comes late in a column of numbers", () => {
    const filler = "x".repeat(100);
    const lines = Array.from({ length: 50_000 }, (_, row) => `${row},"${row % 7}",${filler}${row % 3}`);
    const { table } = read(`a,b,c\n${lines.join("\n")}\n007,"8",${filler}0\n`);
    expect(table.rowCount).toBe(50_001);
    const a = cells(column(table, "a"));
    expect([a[0], a[12_345], a[50_000]]).toEqual(["0", "12345", "007"]);
    expect(column(table, "b").kind).toBe("numeric");
    expect(column(table, "c")).toMatchObject({ levels: [`${filler}0`, `${filler}1`, `${filler}2`] });
  });

  it("without a header into columns named by their place", () => {
    const { table } = read("1,x\n2,y\n", { header: false });
    expect(table.columns.map(({ name }) => name)).toEqual(["column_1", "column_2"]);
    expect(table.rowCount).toBe(2);
  });

  it("with blank lines passed over and said so", () => {
    const result = read("a,b\n\n1,2\n\n3,4\n");
    expect(result.table.rowCount).toBe(2);
    expect(result.findings[0]?.message).toBe("2 lines are blank.");
  });

  it("with an unnamed column given a name that is free", () => {
    const result = read(",column_1\n1,2\n3,5\n");
    expect(result.table.columns.map(({ name }) => name)).toEqual(["column_1_", "column_1"]);
    expect(codesOf(result)).toEqual(["unnamed-column"]);
  });

  it("with a warning when the header looks like data", () => {
    expect(codesOf(read("1,2\n3,4\n"))).toEqual(["header-of-numbers"]);
  });

  it("with HTML, formulas and names of object members as plain data", () => {
    const { table } = read('<b>x</b>,=1+1,__proto__\n<script>,"=HYPERLINK(1)",constructor\nq,r,__proto__\n');
    expect(table.columns.map(({ name }) => name)).toEqual(["<b>x</b>", "=1+1", "__proto__"]);
    expect(table.columns.map(cells)).toEqual([
      ["<script>", "q"],
      ["=HYPERLINK(1)", "r"],
      ["constructor", "__proto__"],
    ]);
  });

  it("when it has 5,000 columns and 20 rows", () => {
    const rows = Array.from({ length: 21 }, (_, row) =>
      Array.from({ length: 5000 }, (_column, i) => (row === 0 ? `c${i}` : (row * i) % 97)).join(","),
    );
    expect(read(rows.join("\n")).table.columns).toHaveLength(5000);
  });
});

describe("a file is refused with one sentence and a way out", () => {
  const wrong: readonly (readonly [string, string | Uint8Array, string])[] = [
    ["that is empty", "", "f.csv is empty."],
    ["of blanks", " \n\n", "f.csv holds no text but spaces and line ends."],
    ["with a header alone", "a,b\n", "f.csv has a header but no rows."],
    ["with a short row", 'a,b\n"1\n2",3\n\n4\n', "Line 5 of f.csv has 1 field, expected 2."],
    ["with a long row", "a,b\n1,2,3\n", "Line 2 of f.csv has 3 fields, expected 2."],
    ["with one name twice", "a,b,a\n1,2,3\n", 'Columns 1 and 3 of f.csv are both named "a".'],
    ["with NUL bytes", "a,b\n1,\0\n", "f.csv holds a NUL byte in line 2, character 3; that is not CSV text."],
    [
      "with a 10 MB field",
      `a,b\n1,${"x".repeat(1e7)}\n`,
      'Line 2 of f.csv has 10000000 characters in column "b"; up to 100000 are read.',
    ],
    ["with a 10 MB name", `a,${"x".repeat(1e7)}\n1,2\n`, "The name of column 2 in f.csv has 10000000 characters."],
    ["with an open quote", 'a,b\n1,2\n3,"x\n4,5\n', "A quote that opens in line 3 of f.csv is never closed."],
    ["with text after a quote", 'a,b\n1,"x"y\n', "Text follows a closing quote in line 2 of f.csv."],
    ["that is an HTML page", "<!DOCTYPE html>\n<p>a,b</p>", "f.csv is an HTML page, not CSV text."],
    [
      "that is cut gzip",
      gzipSync("a,b\n1,2\n".repeat(999)).subarray(0, 30),
      "f.csv is a gzip file that cannot be unpacked to its end.",
    ],
  ];
  it.each(wrong)("%s", (_, text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ name: "UserError", message, hint: expect.stringMatching(/\.$/) }),
    );
  });

  it("when the delimiter is no single character", () => {
    expect(() => read("a,b\n1,2\n", { delimiter: ",," })).toThrow('The delimiter must be one character, got ",,".');
    expect(read("a\tb\n1\t2\n", { delimiter: "tab" }).delimiter).toBe("\t");
  });

  it("when the types name a column that it does not have", () => {
    expect(() => read("age,b\n1,2\n", { types: { agee: "numeric" } })).toThrow(
      expect.objectContaining({
        message: 'The types name a column "agee", which f.csv does not have.',
        hint: 'Did you mean "age"?',
      }),
    );
  });

  it("with the reason when every line of data ends in a delimiter and the first does not", () => {
    expect(outcomeOf(new TextEncoder().encode("a,b\n1,2,\n3,4,\n"))).toMatchObject({
      message: "Line 2 of f.csv has 3 fields, expected 2.",
      hint: expect.stringContaining("Every line but the first ends in a delimiter"),
    });
  });

  it("or read into columns of equal length, whatever the bytes are", () => {
    const noise = fc.string({
      unit: fc.constantFrom('"', ",", ";", "\t", "|", "\n", "\r", "a", "1", ".", "-", " ", "é", "\0"),
      maxLength: 60,
    });
    const bytes = fc.oneof(
      noise.map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: 60 }),
    );
    let readable = 0;
    fc.assert(
      fc.property(bytes, (one) => {
        const outcome = outcomeOf(one);
        if ("table" in outcome) readable++;
        const lengths = "table" in outcome ? outcome.table.columns.map((each) => cells(each).length) : [];
        expect(lengths).toEqual(lengths.map(() => ("table" in outcome ? outcome.table.rowCount : 0)));
        expect("table" in outcome || outcome.name === "UserError").toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(readable).toBeGreaterThan(0);
  });
});
