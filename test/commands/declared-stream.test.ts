import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { UserError } from "../../src/base/errors.ts";
import type { World } from "../../src/commands/world.ts";
import { parseSource } from "../../src/commands/files/reading.ts";
import { fallback } from "../../src/commands/flags/flag.ts";
import { type FlagValues, flags } from "../../src/commands/flags/index.ts";
import { megabatches } from "../../src/commands/stream/megabatches.ts";
import { openRowFile } from "../../src/commands/stream/open-rows.ts";
import { sampleRows } from "../../src/commands/stream/sample.ts";
import { readTableBytes } from "../../src/ingest/formats/read.ts";

const values = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, fallback(flag)])) as FlagValues;
const formats = fileURLToPath(new URL("../ingest/formats", import.meta.url));
const open = (path: string) => openRowFile(path, values, {} as World);

/** Files of 60 rows; the first in three row groups. */
const files = [
  "polars-zstd.parquet",
  "pandas-brotli.parquet",
  "duckdb.parquet",
  "nested.parquet",
  "pandas-lz4.feather",
  "polars-zstd.arrow",
  "polars.arrows",
  "packed.arrows.gz",
  "batches.arrow",
  "polars-categorical.arrow",
  "pyarrow-delta.parquet",
  "pyarrow-spark.parquet",
  "pyarrow-empty-groups.parquet",
  "batches.arrows",
];

let folder = "";
const pathOf = (name: string) => join(name === "packed.arrows.gz" ? folder : formats, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "occam-tab-declared-"));
  await writeFile(pathOf("packed.arrows.gz"), gzipSync(await readFile(join(formats, "polars.arrows"))));
});

describe.each(files)("the rows of %s", (name) => {
  it("are those of the file read whole, whatever the megabatch", async () => {
    const whole = await readTableBytes(await readFile(pathOf(name)), { name });
    const file = await open(pathOf(name));
    const named = { name, file: name };
    for (const most of [1000, 7]) {
      const parts: unknown[] = [];
      for await (const megabatch of megabatches(file, new Set(), most)) {
        expect(megabatch.rows).toBeLessThanOrEqual(most);
        parts.push(...megabatch.parts);
      }
      const { table, decisions, findings } = await parseSource(file.table(parts, named), values);
      expect({ table, decisions, findings }).toEqual({
        table: whole.table,
        decisions: whole.decisions,
        findings: whole.findings,
      });
    }
    const { sampled, all } = await sampleRows(file, 10, Random.of(1));
    expect(all).toBe(whole.table.rowCount);
    expect(sampled.map(({ number }) => number)).toEqual(
      [...new Set(sampled.map(({ number }) => number))].toSorted((a, b) => a - b),
    );
  });

  it("end in one sentence where the file ends early, or are those before", async () => {
    const bytes = await readFile(pathOf(name));
    const short = join(folder, `short ${basename(name)}`);
    for (let part = 1; part < 30; part++) {
      await writeFile(short, bytes.subarray(0, Math.floor((bytes.length * part) / 30)));
      const failure: unknown = await open(short)
        .then((file) => sampleRows(file, 10, Random.of(1)))
        .then(
          () => null,
          (error: unknown) => error,
        );
      if (name.endsWith(".arrows") && failure === null) continue; // a stream may end after any batch
      expect(failure).toBeInstanceOf(UserError);
    }
  });
});

describe("several files", () => {
  it("are one table where they declare the same columns", async () => {
    const { all } = await sampleRows(await open(join(formats, "polars-*.parquet")), 10, Random.of(1));
    expect(all).toBe(120);
  });

  it("of other columns, or of other formats, are refused by name", async () => {
    const file = await open(join(formats, "*d*.parquet"));
    await expect(sampleRows(file, 10, Random.of(1))).rejects.toThrow(
      /nested\.parquet declares the column "a" \(.*\) where .*duckdb\.parquet has "size" \(.*\)/u,
    );
    await expect(open(join(formats, "p*a*s*"))).rejects.toThrow(/is no text, but .*polars\.jsonl(\.gz)? is text/u);
  });

  it("in gzip around Parquet are refused with the way out", async () => {
    const path = join(folder, "duckdb.parquet.gz");
    await writeFile(path, gzipSync(await readFile(join(formats, "duckdb.parquet"))));
    await expect(open(path)).rejects.toMatchObject({ message: expect.stringContaining("Parquet in gzip") });
  });
});
