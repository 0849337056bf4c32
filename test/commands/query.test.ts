import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, it } from "vitest";
import { occamTab } from "../support/cli.ts";

let folder = "";
let database = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "occam-tab-query-"));
  database = join(folder, "shop.db");
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  await connection.run(
    "CREATE TABLE sales AS SELECT range AS id, (range * 1.5)::DECIMAL(9, 2) AS price, 'c' || range % 3 AS city, " +
      "CASE WHEN range = 7 THEN 'infinity'::DATE ELSE DATE '2020-01-01' + range::INT END AS day, " +
      "TIMESTAMP '2020-01-01 06:00:00' AS at, TIME '06:30:00' + INTERVAL (range % 5) HOUR AS clock, [range] AS list, range % 2 = 0 AS ok FROM range(60)",
  );
  await connection.run(`COPY sales TO '${join(folder, "sales.parquet")}'`);
  connection.closeSync();
  instance.closeSync();
});

async function inspect(...words: string[]) {
  const { code, output, errors } = await occamTab(["inspect", ...words, "--json"], { folder });
  expect([code, errors]).toEqual([0, ""]);
  return (JSON.parse(output) as { data: { rows: number; columns: { name: string; kind: string; missing: number }[] } })
    .data;
}

async function refused(...words: string[]): Promise<string> {
  const { code, errors } = await occamTab(["inspect", ...words], { folder });
  expect(code).toBe(2);
  return errors;
}

describe("--query", () => {
  it("reads the one table of a DuckDB database, in the types that it declares", async () => {
    const { rows, columns } = await inspect("shop.db");
    expect(rows).toBe(60);
    expect(columns.map(({ name, kind, missing }) => [name, kind, missing])).toEqual([
      ["id", "numeric", 0],
      ["price", "numeric", 0],
      ["city", "category", 0],
      ["day", "date", 1],
      ["at", "date", 0],
      ["clock", "numeric", 0],
      ["ok", "category", 0],
    ]);
  });

  it("selects rows of any file that DuckDB reads, as the table data", async () => {
    const { rows, columns } = await inspect(
      "sales.parquet",
      "--query",
      "SELECT id, price, ok FROM data WHERE id >= 20",
    );
    expect([rows, columns.length]).toEqual([40, 3]);
    await writeFile(join(folder, "t.csv"), "a,b\n1,x\n2,y\n3,x\n4,y\n5,x\n6,y\n7,x\n8,y\n9,x\n10,y\n");
    expect((await inspect("t.csv", "--query", "SELECT a * 2 AS a, b FROM data", "--folds", "2")).rows).toBe(10);
  });

  it("changes nothing and fetches nothing", async () => {
    expect(await refused("shop.db", "--query", "DROP TABLE sales")).toContain("--query is one SELECT");
    expect(await refused("shop.db", "--query", "SELECT 1; SELECT 2")).toContain("--query is one SELECT");
    expect(await refused("shop.db", "--query", "SELECT * FROM 'https://example.com/t.csv'")).toContain(
      "DuckDB does not read shop.db",
    );
    expect((await inspect("shop.db")).rows).toBe(60);
  });

  it("says that a database is of another version of DuckDB", async () => {
    const newer = await readFile(database);
    newer.writeUInt8(250, 12); // the version of its storage
    await writeFile(join(folder, "newer.db"), newer);
    const [, sum = ""] = /computed checksum (\d+)/u.exec(await refused("newer.db"))!;
    newer.writeBigUInt64LE(BigInt(sum), 0);
    await writeFile(join(folder, "newer.db"), newer);
    expect(await refused("newer.db")).toContain("newer.db was written by a DuckDB of another version");
  });

  it("says in one sentence what is wrong", async () => {
    expect(await refused("shop.db", "--query", "SELEC 1")).toMatch(
      /^occam-tab: DuckDB does not read shop\.db: .*SELEC/u,
    );
    expect(await refused("none.db", "--query", "SELECT 1")).toContain("none.db does not exist.");
    expect(await refused("-", "--query", "SELECT 1")).toContain("--query reads files, not standard input.");
  });
});
