import { readFileSync } from "node:fs";
import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { parquetMetadata } from "hyparquet";
import { describe, expect, it } from "vitest";
import { checkRows, checkUnpacked } from "../../src/ingest/formats/bounds.ts";
import { UserError } from "../../src/base/errors.ts";
import { unpackLz4Frame } from "../../src/ingest/formats/lz4-frame.ts";
import { declaredTable, readTableBytes } from "../../src/ingest/formats/read.ts";
import { Column } from "./formats-column.ts";

const file = (name: string): Buffer => readFileSync(new URL(`formats/${name}`, import.meta.url));
const read = (name: string, options = {}) => readTableBytes(file(name), { name, ...options });

/** Files that pandas, Polars, DuckDB, pyarrow and fastparquet wrote from the same table (make.py beside them). */
const typedFiles = [
  "pandas-snappy.parquet",
  "pandas-gzip.parquet",
  "pandas-brotli.parquet",
  "fastparquet.parquet",
  "polars-zstd.parquet",
  "polars-lz4.parquet",
  "duckdb.parquet",
  "pandas-lz4.feather",
  "polars-plain.arrow",
  "polars-zstd.arrow",
  "polars.arrows",
  "polars-categorical.arrow",
  "pyarrow-delta.parquet",
  "pyarrow-spark.parquet",
  "pyarrow-empty-groups.parquet",
] as const;

describe.each(typedFiles)("a table in %s", (name) => {
  it("has the columns, kinds and values that the file declares", async () => {
    const { table, decisions } = await read(name);
    const column = Column.of(table);
    expect(table.rowCount).toBe(60);
    expect(column("size").slice(0, 7)).toEqual([0, 0.5, 1, 1.5, 2, null, 3]);
    expect(column("count").slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 0]);
    expect(column("code").slice(0, 3)).toEqual(["00", "01", "02"]);
    expect(column("key").slice(0, 2)).toEqual(["9007199254740993", "9007199254740994"]);
    expect(column("kind").slice(0, 4)).toEqual(["red", "green", 'blue, and "more"', null]);
    expect(column("open").slice(0, 2)).toEqual(["true", "false"]);
    // fastparquet writes no dates.
    const days = name === "fastparquet.parquet" ? ["2024-01-01", "2024-01-02"] : column("day").slice(0, 2);
    expect(days).toEqual(["2024-01-01", "2024-01-02"]);
    expect(column("seen").slice(0, 2)).toEqual(["2024-01-01T06:00", "2024-01-01T07:00"]);
    for (const { reason } of decisions) expect(reason).toMatch(/^the file declares it as [\w ()]+$/u);
  });
});

describe("types that a file declares", () => {
  it("give way to what the user asks for", async () => {
    const { table } = await read("duckdb.parquet", { types: { count: "category", size: "ignore" } });
    const column = Column.of(table);
    expect(column("count").slice(0, 3)).toEqual(["0", "1", "2"]);
    expect(table.columns.map(({ name }) => name)).not.toContain("size");
  });

  it("leave out an index that pandas wrote, and read a column without values", async () => {
    const { table, findings } = await read("pandas-index.parquet");
    const column = Column.of(table);
    expect(table.columns.map(({ name }) => name)).toEqual(["a", "none", "y"]);
    expect([column("none"), column("y")]).toEqual([
      [null, null, null],
      [4, 5, 6],
    ]);
    expect(findings.map(({ code }) => code)).toEqual(["pandas-index"]);
    const asked = await read("pandas-index.parquet", { types: { __index_level_0__: "numeric" } });
    expect(Column.of(asked.table)("__index_level_0__")).toEqual([7, 8, 10]);
  });

  it("leave out lists and structs, with a warning", async () => {
    const { table, findings } = await read("nested.parquet");
    expect(table.columns.map(({ name }) => name)).toEqual(["a", "y"]);
    expect(findings).toMatchObject([{ code: "nested-column", severity: "warning", column: "tags" }]);
  });
});

describe("times of day", () => {
  it.each(["times.parquet", "times.arrow"])("in %s are hours, in whatever unit they are counted", async (name) => {
    const { table, findings } = await read(name);
    expect(findings).toEqual([]);
    expect(table.columns.map((column) => [column.name, column.kind])).toEqual(
      ["s", "ms", "us", "ns", "y"].map((unit) => [unit, "numeric"]),
    );
    for (const unit of ["s", "ms", "us", "ns"]) {
      const hours = Column.of(table)(unit) as (number | null)[];
      expect(hours[3]).toBeNull();
      expect(hours[25]).toBeCloseTo(1 + 25 / 60 + 30 / 3600, 12);
    }
  });
});

it("integers of 128 bits in an Arrow file are refused in a sentence that says what to write instead", async () => {
  const refused = await read("polars-int128.arrow").catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UserError);
  expect((refused as UserError).message).toContain("integers of 128 bits, which only Polars knows");
  expect((refused as UserError).hint).toContain("cast(pl.Int64)");
});

describe("bytes that are no text", () => {
  it("are left out, with a warning", async () => {
    const { table, findings } = await read("bytes.parquet");
    expect(table.columns.map(({ name }) => name)).toEqual(["a", "y"]);
    expect(findings).toMatchObject([{ code: "nested-column", severity: "warning", column: "mark" }]);
  });
});

describe("JSON", () => {
  it.each(["polars.jsonl", "polars.jsonl.gz", "array.json"])("in %s is a table of its objects", async (name) => {
    const { table } = await read(name);
    const column = Column.of(table);
    expect(table.rowCount).toBe(60);
    expect(column("size").slice(0, 7)).toEqual([0, 0.5, 1, 1.5, 2, null, 3]);
    expect(column("kind").slice(0, 4)).toEqual(["red", "green", 'blue, and "more"', null]);
    expect(column("day")[1]).toMatch(/^2024-01-02/u);
  });

  it("is read in UTF-16 too", async () => {
    const text = '[{"x": 1, "y": "é"}, {"x": 2, "y": "b"}]';
    const marked = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const bytes of [marked, Buffer.from(text, "utf16le"), Buffer.from(marked).swap16()]) {
      const { table } = await readTableBytes(bytes, { name: "t.json" });
      expect(table.columns.map(({ name }) => name)).toEqual(["x", "y"]);
    }
  });

  it("keeps what a user named for no value, in values of every kind", async () => {
    const rows = [
      { a: -200, b: "-200.0", when: "1900-01-01" },
      { a: 1, b: "2.5", when: "2020-01-31" },
    ];
    const bytes = Buffer.from(JSON.stringify(rows));
    const missing = ["-200", "1900-01-01"];
    const { table, rules } = await readTableBytes(bytes, { name: "t.json", missing });
    expect(rules).toEqual({ missing });
    const dates = {
      name: "d",
      kind: "date",
      type: "DATE",
      values: [new Date(-25567 * 86_400_000), new Date(0)],
    } as const;
    const declared = declaredTable([dates], { name: "t.parquet", missing });
    for (const column of [...table.columns, ...declared.table.columns]) {
      expect(column.kind === "category" ? null : Number.isNaN(column.values[0])).toBe(true);
      expect(column.kind === "category" ? null : Number.isNaN(column.values[1])).toBe(false);
    }
  });

  it("keeps integers that a number cannot hold as names, as CSV files do", async () => {
    const text = '{"id": 9007199254740993, "x": 0.8442657485810175, "s": "a 9007199254740993"}\n'.repeat(2);
    const { table } = await readTableBytes(Buffer.from(text), { name: "t.jsonl" });
    const column = Column.of(table);
    expect([column("id")[0], column("x")[0], column("s")[0]]).toEqual([
      "9007199254740993",
      0.8442657485810175,
      "a 9007199254740993",
    ]);
  });

  it("may hold the words NaN and Infinity, as Python writes them", async () => {
    const text = '{"a": NaN, "b": 1, "s": "NaN, \\"Infinity"}\n{"a": 2, "b": -Infinity, "s": "x"}\n';
    const { table, findings } = await readTableBytes(Buffer.from(text), { name: "t.jsonl" });
    const column = Column.of(table);
    expect([column("a"), column("b"), column("s")[0]]).toEqual([[null, 2], [1, null], 'NaN, "Infinity']);
    expect(findings.map(({ code }) => code)).toEqual(["infinite-value"]);
  });

  it("leaves out arrays and objects, with a warning", async () => {
    const text = JSON.stringify([
      { a: 1, tags: [1, 2], where: null, y: 2 },
      { a: 2, tags: null, where: { city: "Ulm" }, y: 3 },
    ]);
    const { table, findings } = await readTableBytes(Buffer.from(text), { name: "t.json" });
    expect(table.columns.map(({ name }) => name)).toEqual(["a", "y"]);
    expect(findings.map(({ code, column }) => `${code} ${column}`)).toEqual([
      "nested-column tags",
      "nested-column where",
    ]);
  });

  it.each(['{"x": {"0": 1, "1": 2}, "y": {"0": 1, "1": 3}}', '{\n  "data": [\n    {"x": 1}\n  ]\n}\n'])(
    "that is one object is refused with the form that is read: %j",
    async (text) => {
      const reading = readTableBytes(Buffer.from(text), { name: "t.json" });
      await expect(reading).rejects.toMatchObject({
        message: "t.json is one object, not rows.",
        hint: expect.stringContaining('to_json(path, orient="records", lines=True)'),
      });
    },
  );

  it("that is broken is named with its line", async () => {
    const bytes = Buffer.from('{"a": 1, "b": 2}\n{"a": 1, "b": \n{"a": 3, "b": 4}\n');
    await expect(readTableBytes(bytes, { name: "x.jsonl" })).rejects.toThrow(/^Line 2 of x\.jsonl is not JSON/u);
  });
});

describe("a zip archive", () => {
  it("with one table is that table", async () => {
    const [packed, plain] = await Promise.all([read("table.zip"), read("table.csv")]);
    expect(packed.table).toEqual(plain.table);
  });

  it("with one table beside notes is that table", async () => {
    const notes = strToU8("a table of flowers");
    const archive = zipSync({ "README.md": notes, "data/t.csv": strToU8("a,b\n1,2\n3,4\n"), "names.txt": notes });
    expect((await readTableBytes(archive, { name: "t.zip" })).table.rowCount).toBe(2);
    const none = zipSync({});
    await expect(readTableBytes(none, { name: "t.zip" })).rejects.toThrow("t.zip holds 0 files, not one table.");
  });

  it("with two files is refused with their names", async () => {
    await expect(read("two.zip")).rejects.toThrow(
      'two.zip holds 2 files ("table.csv", "polars.jsonl"), not one table.',
    );
  });
});

describe("pages of a Parquet file whose headers lie", () => {
  it.each(["duckdb", "polars-lz4", "pandas-snappy"])(
    "end in one sentence about file and column, or in other values: %s",
    { timeout: 60_000 },
    async (stem) => {
      const name = `${stem}.parquet`;
      const whole = file(name);
      const { row_groups: groups } = parquetMetadata(new Uint8Array(whole).buffer);
      for (const { meta_data: chunk } of groups.flatMap(({ columns }) => columns)) {
        const starts = [chunk!.data_page_offset, chunk!.dictionary_page_offset ?? chunk!.data_page_offset];
        for (const start of new Set(starts.map(Number))) {
          for (let at = start; at < start + 26; at++) {
            for (const value of [0, 127, 255]) {
              const bytes = Buffer.from(whole);
              bytes[at] = value;
              const failure: unknown = await readTableBytes(bytes, { name }).then(
                () => null,
                (error: unknown) => error,
              );
              if (failure === null) continue;
              expect(failure).toBeInstanceOf(UserError);
              const place = `Column "${chunk!.path_in_schema[0]}" of the Parquet file ${name} cannot be read: `;
              expect((failure as UserError).message.slice(0, place.length)).toBe(place);
            }
          }
        }
      }
    },
  );

  it("are refused where they hold fewer values than rows", async () => {
    // The first page of "code" says how many texts its dictionary has, and the second how many rows it holds.
    const whole = file("polars-lz4.parquet");
    const { row_groups: groups } = parquetMetadata(new Uint8Array(whole).buffer);
    const chunk = groups[0]!.columns.find(({ meta_data: known }) => known!.path_in_schema[0] === "code")!.meta_data!;
    const bytes = Buffer.from(whole);
    const count = Number(chunk.dictionary_page_offset) + 8;
    expect(bytes[count]).toBe(8); // 4 texts
    bytes[count] = 2;
    await expect(readTableBytes(bytes, { name: "x.parquet" })).rejects.toThrow(
      'Column "code" of the Parquet file x.parquet cannot be read: it names values that it does not hold.',
    );
  });
});

describe("a file that ends early", () => {
  it.each([...typedFiles, "table.zip", "polars.jsonl.gz"])(
    "is read as far as it is whole, or gives one sentence: %s",
    async (name) => {
      const whole = file(name);
      await fc.assert(
        fc.asyncProperty(fc.nat({ max: whole.length - 1 }), async (length) => {
          const reading = readTableBytes(whole.subarray(0, length), { name });
          const failure: unknown = await reading.then(
            () => null,
            (error: unknown) => error,
          );
          expect(failure === null || failure instanceof UserError).toBe(true);
        }),
        { numRuns: 100, seed: 1 },
      );
    },
  );
});

describe("what is not read", () => {
  it.each([
    ["BZh91AY", "a bzip2 archive"],
    ["HEADER RECORD*******LIBRARY HEADER", "a SAS transport file"],
    ["SQLite format 3\0", "an SQLite database"],
    ["\x72\x02\x01\0", "a Stata file"],
    ["\x80\x05\x95", "a pickle of Python"],
    ["%PDF-1.7", "a PDF"],
    ["% a comment\n@RELATION iris\n@ATTRIBUTE a NUMERIC\n", "an ARFF file"],
  ])("is named for what it is: %j", async (text, what) => {
    const reading = readTableBytes(Buffer.from(text, "latin1"), { name: "x" });
    await expect(reading).rejects.toThrow(`x is ${what}, which is not read here.`);
  });
});

it("an LZ4 frame of stored and packed blocks unpacks to what went in", () => {
  const header = [0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82];
  const stored = [3, 0, 0, 0x80, 97, 98, 99]; // "abc" as it is
  const packed = [8, 0, 0, 0, 0x10, 100, 4, 0, 0x20, 101, 102, 0]; // "d", 4 bytes from 4 before, "ef"
  expect(() => unpackLz4Frame(Uint8Array.from([...header, ...stored, 0, 0, 0, 0]), 4)).toThrow(/holds 3 bytes/u);
  expect(Buffer.from(unpackLz4Frame(Uint8Array.from([...header, ...stored, 0, 0, 0, 0]), 3)).toString()).toBe("abc");
  const bytes = unpackLz4Frame(
    Uint8Array.from([...header, ...stored, packed[0]! - 1, 0, 0, 0, ...packed.slice(4, 11), 0, 0, 0, 0]),
    10,
  );
  expect(Buffer.from(bytes).toString()).toBe("abcdabcdef");
});

describe("a length that a damaged file announces", () => {
  it("is refused before memory is taken for it, where its bytes cannot hold it", () => {
    expect(() => checkRows(2 ** 40, 5000)).toThrow("it announces 1099511627776 rows in 5000 bytes");
    expect(() => checkUnpacked(2 ** 31 - 1, new Uint8Array(100))).toThrow("100 packed bytes announce a length");
    expect(() => checkUnpacked(-1, new Uint8Array(100))).toThrow("announce");
    expect(() => {
      checkRows(1e6, 900);
      checkUnpacked(1e6, new Uint8Array(1000));
    }).not.toThrow();
  });
});
