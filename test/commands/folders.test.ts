import { copyFile, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readTable } from "../../src/index.ts";
import { occamTab } from "../support/cli.ts";

const parquet = fileURLToPath(new URL("../ingest/formats/polars-zstd.parquet", import.meta.url));
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "occam-tab-folders-"));
  for (const [year, rows] of [
    ["2023", 60],
    ["2024", 90],
  ] as const) {
    await mkdir(join(folder, "visits", `year=${year}`), { recursive: true });
    const lines = Array.from({ length: rows }, (_, row) => `${row % 7},${(row + Number(year)) % 2 === 0 ? "a" : "b"}`);
    await writeFile(join(folder, "visits", `year=${year}`, "part-0.csv"), `hour,kind\n${lines.join("\n")}\n`);
    await writeFile(join(folder, "visits", `year=${year}`, "part-1.csv"), year === "2023" ? "" : "hour,kind\n");
    await writeFile(join(folder, "visits", `year=${year}`, ".part-0.csv.crc"), "crc");
  }
  await writeFile(join(folder, "visits", "_SUCCESS"), "");
  for (const day of ["2024-01-01", "2024-01-02"]) {
    await mkdir(join(folder, "typed", `on=${day}`, "city=Ulm"), { recursive: true });
    await copyFile(parquet, join(folder, "typed", `on=${day}`, "city=Ulm", "part-0.parquet"));
  }
});

interface Inspected {
  readonly data: { readonly rows: number; readonly target: string; readonly columns: { name: string; kind: string }[] };
}

async function inspect(...words: string[]): Promise<Inspected["data"]> {
  const { code, output, errors } = await occamTab(["inspect", ...words, "--json"], { folder });
  expect([code, errors]).toEqual([0, ""]);
  return (JSON.parse(output) as Inspected).data;
}

describe("a folder of files", () => {
  it("is one table, with the columns that its folders name first and parts without rows passed over", async () => {
    const { rows, target, columns } = await inspect("visits");
    expect([rows, target]).toEqual([150, "kind"]);
    expect(columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "year numeric",
      "hour numeric",
      "kind category",
    ]);
    await writeFile(join(folder, "types.json"), '{"year": "category"}');
    expect((await inspect("visits", "--types", "types.json")).columns[0]).toMatchObject({ kind: "category" });
    await writeFile(join(folder, "types.json"), '{"year": "ignore"}');
    expect((await inspect("visits", "--types", "types.json")).columns).toHaveLength(2);
  });

  it("has dates and texts for columns where its folders name those", async () => {
    const { columns } = await inspect("typed");
    expect(columns.slice(0, 2).map(({ name, kind }) => `${name} ${kind}`)).toEqual(["on date", "city category"]);
    const { table } = await readTable(join(folder, "typed"));
    const on = table.columns[0]!;
    expect(on.kind === "date" && [on.values[0], on.values[60]]).toEqual([19_723, 19_724]);
    expect((await readTable(join(folder, "typed", "on=2024-01-0?", "**", "*.parquet"))).table.rowCount).toBe(120);
  });

  it("is fitted, predicted and learnt from like the same rows in one file", async () => {
    const fit = ["fit", "visits", "--models", "occam", "--preset", "tiny", "--folds", "2", "--repeats", "1"];
    expect(await occamTab([...fit, "--jobs", "1", "--quiet"], { folder })).toMatchObject({ code: 0, errors: "" });
    const model = "reports/visits/model.json";
    const predicted = await occamTab(["predict", model, "visits", "--id", "year"], { folder });
    expect(predicted.output.split("\n").length).toBe(152);
    expect(predicted.output).toMatch(/\n2023,[ab],0/u);
    const one = ["year", ...(await readFile(join(folder, "visits/year=2024/part-0.csv"), "utf8")).split("\n")];
    await writeFile(
      join(folder, "one.csv"),
      `year,${one[1]}\n${one
        .slice(2, -1)
        .map((line) => `2024,${line}\n`)
        .join("")}`,
    );
    const whole = await occamTab(["predict", model, "one.csv", "--id", "year"], { folder });
    expect(predicted.output.endsWith(whole.output.slice(whole.output.indexOf("\n") + 1))).toBe(true);
    const learnt = await occamTab(["learn", model, "visits"], { folder });
    expect(learnt.output).toContain("These are the 150 rows of the fit");
  });

  it("of Parquet files is predicted part by part, and streamed with the columns of its folders", async () => {
    const fit = ["fit", "typed", "--stream", "--sample", "100", "--target", "kind", "--models", "occam"];
    const flags = ["--preset", "tiny", "--folds", "2", "--repeats", "1", "--jobs", "1"];
    const streamed = await occamTab([...fit, ...flags], { folder });
    expect([streamed.code, streamed.errors]).toEqual([0, expect.stringContaining("120 rows")]);
    const predicted = await occamTab(["predict", "reports/typed/model.json", "typed", "--id", "on"], { folder });
    expect(predicted.code).toBe(0);
    expect(predicted.output.match(/\n2024-01-01/gu)).toHaveLength(60);
    expect(predicted.output.match(/\n2024-01-02/gu)).toHaveLength(60);
  });

  it.each([
    ["CSV", "csv", (year: number, i: number) => `${i % 24},${year === 2024 ? "b" : "a"}`, "hour,kind\n"],
    [
      "JSON lines",
      "jsonl",
      (year: number, i: number) => `{"hour": ${i % 24}, "kind": "${year === 2024 ? "b" : "a"}"}`,
      "",
    ],
  ])("of %s is streamed with the columns of its folders", async (_, ending, line, head) => {
    const path = join(folder, `stream-${ending}`);
    for (const year of [2023, 2024]) {
      await mkdir(join(path, `year=${year}`, "part=x%2Cy"), { recursive: true });
      const lines = Array.from({ length: 150 }, (_, i) => line(year, i));
      await writeFile(join(path, `year=${year}`, "part=x%2Cy", `0.${ending}`), `${head}${lines.join("\n")}\n`);
    }
    const flags = [
      "--models",
      "occam",
      "--preset",
      "tiny",
      "--folds",
      "2",
      "--repeats",
      "1",
      "--jobs",
      "1",
      "--target",
      "kind",
    ];
    const { code, errors } = await occamTab(["fit", path, "--stream", "--sample", "200", ...flags], { folder });
    expect([code, errors]).toEqual([0, expect.stringContaining("300 rows")]);
    const { data, models } = JSON.parse(
      await readFile(join(folder, "reports", `stream-${ending}`, "results.json"), "utf8"),
    );
    expect(data.columns.map(({ name, kind }: Record<string, string>) => [name, kind])).toEqual([
      ["year", "numeric"],
      ["part", "category"],
      ["hour", "numeric"],
      ["kind", "category"],
    ]);
    expect(models[0].summary.accuracy.mean).toBeGreaterThan(0.9); // the year tells the kind
  });

  it("is read by a query as the table data", async () => {
    const { rows, columns } = await inspect("typed", "--query", 'SELECT "on", kind, count FROM data WHERE count > 2');
    expect([rows < 120, columns.length]).toEqual([true, 3]);
  });
});
