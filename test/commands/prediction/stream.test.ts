import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plainNumber, readPlainRecords } from "../../../src/commands/prediction/plain-text.ts";
import { type Block, RecordSplitter } from "../../../src/commands/files/record-splitter.ts";
import { parseNumber } from "../../../src/ingest/number.ts";
import { formatModel } from "../../../src/model/artifact.ts";
import { exampleModel } from "../../model/models.ts";
import { say } from "../../support/world.ts";
import { occamTab } from "../../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "occam-tab stream "));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 60,000 rows, 5 MB: above what is read whole. */
const header = "row,colour,age,note,__proto__";
const line = (i: number): string =>
  [
    i,
    ["red", "blue", "NA", " red ", "never seen"][i % 5],
    i % 7 === 0 ? "?" : (i % 90) + i / 1e5,
    "x".repeat(60),
    "yes",
  ].join();
const rows = Array.from({ length: 60_000 }, (_, i) => line(i));
const quotedRows = rows.map((row, i) => (i % 1000 === 3 ? row.replace(/x+/u, '"x\n""x, x"') : row));

beforeAll(() => {
  for (const seed of [0, 1, 2]) writeFileSync(path(`model-${seed}.json`), formatModel(exampleModel(seed)));
  writeFileSync(path("long.csv"), `${header}\n${rows.join("\n")}\n`);
  writeFileSync(path("long.csv.gz"), gzipSync(`${header}\r\n${rows.join("\r\n")}`));
});

/** Predictions of the same rows in tables that are short enough to be read whole. */
async function predictedWhole(seed: number): Promise<string> {
  const parts: string[] = [];
  for (let from = 0; from < rows.length; from += 20_000) {
    writeFileSync(path("part.csv"), `${header}\n${rows.slice(from, from + 20_000).join("\n")}\n`);
    const { output } = await say(["predict", path(`model-${seed}.json`), path("part.csv"), "--id", "row", "--quiet"]);
    parts.push(from === 0 ? output : output.slice(output.indexOf("\n") + 1));
  }
  return parts.join("");
}

describe("predictions of a long file", () => {
  it("are those of its parts, in its order, plain, packed and from standard input", async () => {
    for (const seed of [0, 1, 2]) {
      const whole = await predictedWhole(seed);
      const typed = ["predict", path(`model-${seed}.json`), path("long.csv"), "--id", "row", "--quiet"];
      const { code, output } = await occamTab(typed);
      expect(code).toBe(0);
      expect(output === whole).toBe(true);
      const packed = await occamTab(typed.map((word) => (word === path("long.csv") ? `${word}.gz` : word)));
      expect(packed.output === whole).toBe(true);
    }
    const input = readFileSync(path("long.csv"));
    const typed = ["predict", path("model-1.json"), "-", "--id", "row", "--out", path("out.csv"), "--quiet"];
    expect((await occamTab(typed, { input })).code).toBe(0);
    expect(readFileSync(path("out.csv"), "utf8") === (await predictedWhole(1))).toBe(true);
  });

  it("are JSON of one piece when asked for", async () => {
    const typed = ["predict", path("model-1.json"), path("long.csv"), "--json", "--quiet"];
    const { output, errors } = await occamTab(typed);
    expect(errors).toBe(""); // a pipe that is full again and again is no leak of listeners
    const { rows: told, classes } = JSON.parse(output) as { rows: unknown[]; classes: unknown[] };
    expect(told).toHaveLength(rows.length);
    expect(classes).toEqual(["no", "yes"]);
  });

  it("say which texts the model does not know, once for the whole file", async () => {
    const { errors } = await occamTab(["predict", path("model-1.json"), path("long.csv"), "--out", path("noted.csv")]);
    expect(errors.match(/texts that the model does not know/gu)).toHaveLength(1);
    expect(errors).toContain('Column "colour" has texts that the model does not know in');
  });

  it("say which cells are no number, with the first of them and its line", async () => {
    const some = rows.map((row, i) => (i === 41_000 || i === 50_000 ? row.replace(/,[\d.?]+,x/u, ",tall,x") : row));
    writeFileSync(path("tall.csv"), `${header}\n${some.join("\n")}\n`);
    const { errors } = await occamTab([
      "predict",
      path("model-1.json"),
      path("tall.csv"),
      "--out",
      path("tall-out.csv"),
    ]);
    expect(errors.replace(/\s+/gu, " ")).toContain(
      'Warning: Column "age" has no number in 2 rows, such as "tall" in line 41002. Counted as missing.',
    );
  });

  it("end at a bad line with its number, and leave no file behind", async () => {
    writeFileSync(
      path("bad.csv"),
      `${header}\n${[...rows.slice(0, 50_000), "1,2", ...rows.slice(50_000)].join("\n")}\n`,
    );
    const { code, errors } = await occamTab([
      "predict",
      path("model-1.json"),
      path("bad.csv"),
      "--out",
      path("no.csv"),
    ]);
    expect(code).toBe(2);
    expect(errors).toContain(`Line 50002 of ${path("bad.csv")} has 2 fields, expected 5.`);
    expect(readdirSync(folder).filter((name) => name.includes("no.csv"))).toEqual([]);
  });

  it("go on past bad lines with --rejects, which keeps them", async () => {
    const bad = quotedRows.slice();
    bad.splice(10, 0, "short");
    bad.splice(40_000, 0, "1,2,3,4,5,6");
    writeFileSync(path("rejects.csv"), `${header}\n${bad.join("\n")}\n`);
    const typed = ["predict", path("model-1.json"), path("rejects.csv"), "--rejects", path("kept.csv"), "--id", "row"];
    const { code, output, errors } = await occamTab(typed);
    expect(code).toBe(0);
    expect(output.trimEnd().split("\n")).toHaveLength(rows.length + 1);
    expect(readFileSync(path("kept.csv"), "utf8")).toBe(`${header}\nshort\n1,2,3,4,5,6\n`);
    expect(errors).toContain(`Line 13 of ${path("rejects.csv")} has 1 field, expected 5; kept apart.`);
    // One line feed inside quotes in every thousand rows.
    expect(errors).toContain(`Line ${40_002 + 40} of ${path("rejects.csv")} has 6 fields, expected 5; kept apart.`);
  });

  it("end at a quote that is never closed, without a file", async () => {
    const typed = ["predict", path("model-1.json"), "-", "--out", path("never.csv")];
    const input = `${header}\n${rows.join("\n")}\n1,"`;
    const ended = await occamTab(typed, { input });
    expect(ended.code).toBe(2);
    expect(ended.errors).toContain("never closed");
    expect(readdirSync(folder).filter((name) => name.includes("never.csv"))).toEqual([]);
  });
});

describe("a splitter of records", () => {
  it("gives all bytes in blocks of whole records, none longer than asked but a record alone, with their lines", () => {
    const field = fc.oneof(fc.constantFrom("", "a", "12"), fc.constantFrom('"b\nc"', '"d "" \n\n e,"', 'x"y'));
    const record = fc.array(field, { minLength: 1, maxLength: 3 }).map((fields) => fields.join(","));
    fc.assert(
      fc.property(
        fc.array(record, { maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant(1000)),
        (records, size, chunk) => {
          const text = records.map((one) => `${one}\n`).join("");
          const splitter = new RecordSplitter({ delimiter: ",", size, line: 1 });
          const blocks: Block[] = [];
          for (let at = 0; at < text.length; at += chunk)
            blocks.push(...splitter.push(Buffer.from(text.slice(at, at + chunk))));
          blocks.push(...splitter.finish());
          const parts = blocks.map(({ bytes }) => Buffer.from(bytes).toString());
          expect(parts.join("")).toBe(text);
          const ends = new Set(records.map((_, i) => records.slice(0, i + 1).join("\n").length + 1));
          let at = 0;
          for (const [i, part] of parts.entries()) {
            expect(blocks[i]!.line).toBe(text.slice(0, at).split("\n").length);
            at += part.length;
            expect(ends.has(at)).toBe(true);
            const isAlone = [...ends].every((end) => end <= at - part.length || end >= at);
            expect(part.length <= size || isAlone).toBe(true);
          }
        },
      ),
    );
  });
});

describe("plain text", () => {
  it("has numbers that are those of the reader of cells, or none", () => {
    const written = fc.oneof(
      fc.double({ noNaN: true }).map(String),
      fc.stringMatching(/^-?[0-9]{0,17}(\.[0-9]{0,9})?$/u),
    );
    fc.assert(
      fc.property(written, (text) => {
        const value = plainNumber(`,${text},`, 1, 1 + text.length);
        expect(Number.isNaN(value) ? text : value).toBe(Number.isNaN(value) ? text : parseNumber(text));
      }),
      { numRuns: 2000 },
    );
    expect(plainNumber("12.5", 0, 4)).toBe(12.5);
  });

  it("has a record in each line that is not blank", () => {
    const found: string[][] = [];
    const text = "a,b\n\n  \nc,d,e,f\n,\nlast";
    const starts = new Int32Array(4);
    readPlainRecords(text, { delimiter: ",", starts }, (fields, at) => {
      const shown = Array.from({ length: Math.min(fields, 3) }, (_, i) => text.slice(starts[i], starts[i + 1]! - 1));
      found.push([`${at}: ${fields}`, ...shown]);
    });
    expect(found).toEqual([
      ["0: 2", "a", "b"],
      ["3: 4", "c", "d", "e,f"],
      ["4: 2", "", ""],
      ["5: 1", "last"],
    ]);
  });
});
