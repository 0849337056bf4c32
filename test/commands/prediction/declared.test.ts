import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { columnFromArray, tableFromColumns, tableToIPC } from "@uwdata/flechette";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatModel } from "../../../src/model/artifact.ts";
import { exampleModel } from "../../model/models.ts";
import { occamTab } from "../../support/cli.ts";

const folder = mkdtempSync(join(tmpdir(), "occam-tab declared "));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** 60,000 rows, more than 4 MB: above what is read whole. */
const count = 60_000;
const columns = {
  row: Float64Array.from({ length: count }, (_, i) => i),
  colour: Array.from({ length: count }, (_, i) => ["red", "blue", null, " red ", "never seen"][i % 5]!),
  age: Array.from({ length: count }, (_, i) => (i % 7 === 0 ? null : (i % 90) + i / 1e5)),
  note: Array.from({ length: count }, (_, i) => `${"x".repeat(60)}${i}`),
};

beforeAll(async () => {
  writeFileSync(path("model.json"), formatModel(exampleModel(1)));
  for (const format of ["file", "stream"] as const) {
    const batches = Object.entries(columns).map(
      ([name, values]) => [name, columnFromArray(values, undefined, { maxBatchRows: 7000 })] as const,
    );
    writeFileSync(
      path(`rows.${format}`),
      tableToIPC(tableFromColumns(batches.map(([name, column]) => [name, column])), { format })!,
    );
  }
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  await connection.run(
    `copy (select i::double as row, ['red', 'blue', null, ' red ', 'never seen'][1 + i % 5] as colour,
      case when i % 7 = 0 then null else i % 90 + i / 1e5 end as age, repeat('x', 60) || i as note
      from range(${count}) t(i)) to '${path("rows.parquet").replaceAll("'", "''")}' (row_group_size 20480, compression uncompressed)`,
  );
});

describe("predictions of a long file that declares its columns", () => {
  it.each(["", "--id row", "--json --id colour"])(
    "are those of the file read whole, in its order, with %j",
    async (given) => {
      const flags = given.split(" ").filter((word) => word !== "");
      const told: string[] = [];
      for (const name of ["rows.parquet", "rows.file", "rows.stream"]) {
        expect(statSync(path(name)).size).toBeGreaterThan(4 << 20);
        const { code, output, errors } = await occamTab(["predict", path("model.json"), path(name), ...flags]);
        expect(code).toBe(0);
        told.push(output, errors.replaceAll(path(name), "FILE"));
      }
      const typed = ["predict", path("model.json"), "-", ...flags];
      const whole = await occamTab(typed, { input: readFileSync(path("rows.parquet")) });
      expect(whole.output.split("\n").length).toBeGreaterThan(flags.includes("--json") ? 1 : count);
      for (const place of [0, 2, 4]) expect(told[place] === whole.output).toBe(true);
      expect(told[1]).toBe(told[3]);
      expect(told[1]!.replace(/\s+/gu, " ")).toMatch(
        /"colour" has texts that the model does not know in \d+,\d+ rows, such as ".*" in row \d+\./u,
      );
    },
  );

  it("end in one sentence where the file ends early, without a result", async () => {
    for (const name of ["rows.parquet", "rows.file", "rows.stream"]) {
      const bytes = readFileSync(path(name));
      writeFileSync(path("short"), bytes.subarray(0, bytes.length - 2_000));
      const { code, errors } = await occamTab(["predict", path("model.json"), path("short"), "--out", path("no.csv")]);
      expect(code).toBe(2);
      expect(errors).toContain("that cannot be read: ");
      expect(() => statSync(path("no.csv"))).toThrow("ENOENT");
    }
  });
});
