import { describe, expect, it } from "vitest";
import { checkTable } from "../../src/ingest/checks.ts";
import { cells, codesOf, column, read, readColumn } from "./read.ts";

const spread = Array.from({ length: 100 }, (_, i) => String(i * 1.5));
const withWord = (word: string, every = 10) => spread.map((value, i) => (i % every === 0 ? word : value));

describe("a word for missing among numbers", () => {
  it("counts as missing when it says so, and is named", () => {
    for (const word of ["None", "\\N", "n.a.", "unknown", "#VALUE!", "--", ".", "<NA>", "k.A.", "missing"]) {
      const { table, findings } = readColumn(withWord(word));
      expect([word, table.columns[0]!.kind]).toEqual([word, "numeric"]);
      expect(findings[0]).toMatchObject({ code: "missing-words", severity: "note" });
      expect(findings[0]!.message).toBe(`10 cells of column "x" read ${JSON.stringify(word)}, first in line 2.`);
    }
  });

  it("counts as missing when it comes again and again, with a warning", () => {
    const { table, findings } = readColumn(withWord("refused"));
    expect(table.columns[0]!.kind).toBe("numeric");
    expect(findings[0]).toMatchObject({ code: "numeric-as-text", severity: "warning" });
    expect(findings[0]!.message).toBe('10 cells of column "x" are no number: "refused", first in line 2.');
  });

  it("leaves two classes of a target of 0 and 1", () => {
    const values = Array.from({ length: 60 }, (_, i) => (i % 7 === 0 ? "None" : String(i % 2)));
    const { table } = read(`x,y\n${values.map((value, i) => `${i * 2},${value}`).join("\n")}\n`);
    const { task, usedRows } = checkTable(table, { target: "y", task: "auto", folds: 5, roles: [] });
    expect(task.kind).toBe("binary");
    expect(usedRows).toHaveLength(51);
  });

  it("is kept where it may be a value: none beside 1, 2 and 3, <0.1 among measures, a third class", () => {
    expect(readColumn(["none", "1", "2", "none", "3"]).table.columns[0]!.kind).toBe("category");
    expect(readColumn(withWord("<0.1")).table.columns[0]!.kind).toBe("category");
    expect(readColumn(["0", "1", "maybe", "0", "1", "maybe"]).table.columns[0]!.kind).toBe("category");
  });

  it("counts as missing among dates too", () => {
    const days = Array.from({ length: 30 }, (_, i) =>
      i % 5 === 0 ? "None" : `2020-01-${String(i + 1).padStart(2, "0")}`,
    );
    expect(readColumn(days).table.columns[0]).toMatchObject({ kind: "date", missingWords: ["None"] });
  });

  it("explains an almost numeric target first", () => {
    const values = Array.from({ length: 60 }, (_, i) => (i % 4 === 0 ? `>${i}` : String(i * 1.5)));
    const { table } = read(`x,y\n${values.map((value, i) => `${i},${value}`).join("\n")}\n`);
    const request = { target: "y", task: "auto", folds: 5, roles: [] } as const;
    expect(() => checkTable(table, request)).toThrow(
      'Target "y" is text, because 15 of its 60 cells are no numbers, such as ">0", ">12", ">16", ….',
    );
  });
});

describe("--missing", () => {
  it("compares numbers as numbers, however a cell spells them, and keeps the usual words", () => {
    const { table } = read("a;b;c\n-200;-200,0;NA\n1;2,5;-200.00\n3;4,5;x\n", { missing: ["-200"], delimiter: ";" });
    expect(table.columns.slice(0, 2).map(cells)).toEqual([
      [null, 1, 3],
      [null, 2.5, 4.5],
    ]);
    expect(cells(table.columns[2]!)).toEqual([null, null, "x"]);
    expect(cells(readColumn(["-200", "0", "5"], { missing: ["-200,0"] }).table.columns[0]!)).toEqual([null, 0, 5]);
  });

  it("compares dates as dates", () => {
    const { table } = readColumn(["1900-01-01 00:00", "2020-01-31", "2020-02-01"], { missing: ["1900-01-01"] });
    expect(cells(table.columns[0]!)).toEqual([null, 18292, 18293]);
  });

  it("says what was taken as missing, word by word", () => {
    const { findings } = read("a,b\n1,?\n?,x\nNA,y\n");
    expect(findings.at(-1)?.message).toBe(
      'Cells that mean "no value": "?" (2 cells in 2 columns), "NA" (1 cell in column "a").',
    );
  });
});

describe("--types numeric", () => {
  it("says how many cells it could not read, and where the first is", () => {
    const { findings } = readColumn(["(5", "1", "2", "x"], { types: { x: "numeric" } });
    expect(findings[0]?.message).toBe('2 cells of column "x" are no number: "(5", "x", first in line 2.');
  });
});

describe("values far outside that repeat", () => {
  const measures = Array.from({ length: 80 }, (_, i) => String(20 + ((i * 7) % 41)));
  const withValue = (value: string) => measures.map((one, i) => (i % 9 === 0 ? value : one));

  it("are a warning with count and flag", () => {
    for (const value of ["-200", "-999", "9999", "-99.9", "1e10"]) {
      const found = readColumn(withValue(value)).findings.find(({ code }) => code === "sentinel-value");
      expect(found).toMatchObject({ severity: "warning" });
      expect(found!.message).toContain(`${Number(value)} (9 cells)`);
      expect(found!.action).toContain(`--missing=${Number(value)}`);
    }
  });

  it("are found on both sides, and as dates", () => {
    const both = measures.map((one, i) => (i % 9 === 0 ? "-999" : i % 8 === 0 ? "9999" : one));
    expect(readColumn(both).findings.at(-1)?.action).toMatch(/--missing=(?:-999,9999|9999,-999)\./);
    const days = Array.from({ length: 40 }, (_, i) => (i % 9 === 0 ? "1900-01-01" : `2020-01-${10 + (i % 19)}`));
    expect(readColumn(days).findings.at(-1)?.action).toContain("--missing=1900-01-01");
  });

  it("are no zeros, no class numbers and no long tails", () => {
    expect(codesOf(readColumn(withValue("0")))).toEqual([]);
    expect(codesOf(readColumn(Array.from({ length: 60 }, (_, i) => String([0, 1, 99][i % 3]))))).toEqual([]);
    const tail = Array.from({ length: 200 }, (_, i) => String(Math.round(Math.exp(i / 20))));
    expect(codesOf(readColumn([...tail, ...tail]))).toEqual([]);
  });

  it("are one finding with its line when a single target is far off", () => {
    const rows = measures.map((one, i) => `${i % 7},${i === 40 ? "25000" : one}`);
    const { table, lines } = read(`x,price\n${rows.join("\n")}\n`);
    const { findings } = checkTable(table, {
      ...{ target: "price", task: "regression", folds: 5, roles: [] },
      where: (row) => `line ${lines.lineOf(row)}`,
    });
    const found = findings.find(({ code }) => code === "extreme-target");
    expect(found?.message).toContain("25000 in line 42");
    expect(column(table, "price").kind).toBe("numeric");
  });
});
