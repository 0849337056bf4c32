import { appendFileSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { megabatches } from "../../src/commands/stream/megabatches.ts";
import { openRowFile } from "../../src/commands/stream/open-rows.ts";
import type { RowFile } from "../../src/commands/stream/row-file.ts";
import { sampleRows } from "../../src/commands/stream/sample.ts";
import { fallback } from "../../src/commands/flags/flag.ts";
import type { World } from "../../src/commands/world.ts";
import { type FlagValues, flags } from "../../src/commands/flags/index.ts";
import { checkResults } from "../../src/evaluate/results/results-check.ts";
import { occamTab } from "../support/cli.ts";

const values = Object.fromEntries(Object.entries(flags).map(([name, flag]) => [name, fallback(flag)])) as FlagValues;
const quick = [
  "--models",
  "occam,forest",
  "--preset",
  "tiny",
  "--trees",
  "5",
  "--folds",
  "2",
  "--jobs",
  "1",
  "--quiet",
];
const stream = ["--stream", "--sample", "400", "--megabatch", "700"];

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "occam-tab-stream-"));
  const random = Random.of(1, "rows");
  const rows = Array.from({ length: 2500 }, (_, i) => {
    const [a, b] = [random.normal(), random.normal()];
    const text = i % 50 === 0 ? '"two\nlines"' : ["red", "green"][random.below(2)];
    return `${a.toFixed(4)},${b.toFixed(4)},${text},${a + random.normal() / 2 > 0 ? "yes" : "no"}`;
  });
  await writeFile(join(folder, "rows.csv"), `a,b,colour,y\n${rows.join("\n")}\n`);
  await writeFile(join(folder, "rows.csv.gz"), gzipSync(await readFile(join(folder, "rows.csv"))));
  await writeFile(join(folder, "array.json"), '[{"a":1,"b":2}]');
});

describe("fit --stream", () => {
  it("learns all rows but those of the test, says so, and does the same for a packed file", {
    timeout: 600_000,
  }, async () => {
    const runs = { one: "rows.csv", packed: "rows.csv.gz" };
    for (const [out, file] of Object.entries(runs)) {
      const { code, errors } = await occamTab(["fit", file, "--out", out, ...stream, ...quick], { folder });
      expect([code, errors]).toEqual([0, ""]);
    }
    const results = JSON.parse(await readFile(join(folder, "one/results.json"), "utf8")) as {
      findings: { code: string; message: string }[];
    };
    const said = results.findings.find(({ code }) => code === "streamed")!.message;
    expect(said).toMatch(/stream of 2,?500 rows.*sample of 400; .*over 2,?420 rows in 4 megabatches/u);
    expect(said).toMatch(
      /Network on the sample: log-loss [\d.]+; Network after all rows: log-loss [\d.]+; Random forest/u,
    );
    const scores = async (out: string) => {
      const text = await readFile(join(folder, out, "model.memory.json"), "utf8");
      return (JSON.parse(text) as { history: { score: number }[] }).history.map(({ score }) => score);
    };
    expect(await scores("one")).toHaveLength(4);
    expect(await scores("packed")).toEqual(await scores("one"));
    const predictions = (out: string) => readFile(join(folder, out, "predictions.csv"), "utf8");
    expect((await predictions("one")) === (await predictions("packed"))).toBe(true);
  });

  it("draws a line over the megabatches, and warns where the rows change in the middle", {
    timeout: 120_000,
  }, async () => {
    const lines = (await readFile(join(folder, "rows.csv"), "utf8")).replaceAll('"two\nlines"', "red").split("\n");
    const moved = lines.map((line, i) => (i < 1500 ? line : line.replace(/^[^,]+,/u, "9.5,")));
    await writeFile(join(folder, "moved.csv"), moved.join("\n"));
    const typed = ["fit", "moved.csv", "--out", "moved", ...stream, ...quick];
    expect(await occamTab(typed, { folder })).toMatchObject({ code: 0 });
    const results = checkResults(JSON.parse(await readFile(join(folder, "moved/results.json"), "utf8")), "moved");
    const { metric, parts } = results.stream!;
    expect([metric, parts.map(({ rows }) => rows)]).toEqual(["logLoss", [700, 700, 700, 320]]);
    // The sample, which comes before the first megabatch, has rows of both kinds.
    expect(parts.map(({ unlike }) => unlike.includes("a"))).toEqual([true, false, true, true]);
    expect(parts.map(({ worse }) => worse)).toEqual([false, false, true, false]);
    expect(results.findings.find(({ code }) => code === "stream-drift")?.message).toContain(
      "megabatch 3 was predicted worse",
    );
    const page = await readFile(join(folder, "moved/report.html"), "utf8");
    expect(page).toContain("Log-loss of each megabatch before it was learnt");
    expect(page).toContain("megabatches 1, 3 and 4 were unlike those before in");
  });

  it("writes the same model and memory again, on any number of workers", { timeout: 600_000 }, async () => {
    const bytes: string[] = [];
    for (const jobs of ["1", "2"]) {
      const out = `jobs-${jobs}`;
      const few = quick.map((word, i) => (quick[i - 1] === "--jobs" ? jobs : word));
      const { code } = await occamTab(["fit", "rows.csv", "--out", out, ...stream, ...few], { folder });
      expect(code).toBe(0);
      for (const name of ["model.json", "model.memory.json"]) {
        bytes.push(await readFile(join(folder, out, name), "utf8"));
      }
    }
    expect(bytes[2] === bytes[0]).toBe(true);
    expect(bytes[3] === bytes[1]).toBe(true);
  });

  it("refuses a file that grows while it is read, and leaves nothing", { timeout: 120_000 }, async () => {
    await copyFile(join(folder, "rows.csv"), join(folder, "growing.csv"));
    let grows = true; // after the first pass, which is before the first word
    const whileRunning = (): void => {
      if (grows) appendFileSync(join(folder, "growing.csv"), "1,2,red,yes\n");
      grows = false;
    };
    const typed = ["fit", "growing.csv", "--out", "grown", ...stream, ...quick.filter((word) => word !== "--quiet")];
    const { code, errors } = await occamTab(typed, { folder, whileRunning });
    expect(code).toBe(2);
    expect(errors).toContain("growing.csv changed while it was read.");
    expect((await readdir(folder)).filter((name) => name.includes("grown"))).toEqual([]);
  });

  it("refuses in one sentence what cannot be read twice, or in parts", async () => {
    const refusal = async (...words: string[]) => (await occamTab(["fit", ...words, "--stream"], { folder })).errors;
    expect(await refusal("-")).toContain("--stream reads a file twice");
    expect(await refusal("rows.csv", "--skip-rows", "1")).toContain("--stream takes a file as it is");
    expect(await refusal("array.json")).toContain("array.json is one array of JSON");
    expect(await refusal("none.csv")).toContain("none.csv does not exist.");
  });
});

describe("the records of a streamed file", () => {
  it("of several files go on where their first lines are equal, and else are refused by name", async () => {
    for (const [name, head] of Object.entries({ "jan-1.csv": "a,b", "jan-2.csv": "a,b", "feb-1.csv": "b,a" })) {
      await writeFile(join(folder, name), `${head}\n1,2\n3,4`);
    }
    const drawn = async (pattern: string) =>
      sampleRows(await openRowFile(join(folder, pattern), values, {} as World), 10, Random.of(1));
    expect((await drawn("jan-*.csv")).all).toBe(4);
    await expect(drawn("*-1.csv")).rejects.toThrow(
      `${join(folder, "jan-1.csv")} begins with another line than ${join(folder, "feb-1.csv")}.`,
    );
  });

  it("come once each, whatever the megabatch, but for those left out", async () => {
    const cell = fc.constantFrom("1", "x", '"a\nb"', '"c""d"', "é");
    const record = fc.tuple(cell, cell).map((cells) => cells.join(","));
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1 }),
        fc.nat(20),
        fc.integer({ min: 1, max: 7 }),
        async (rows, out, most) => {
          const path = join(folder, "property.csv");
          await writeFile(path, `p,q\n${rows.map((row, i) => (i % 4 === 3 ? `\n${row}` : row)).join("\n")}`);
          const file = (await openRowFile(path, values, {} as World)) as RowFile<Uint8Array>;
          const { sampled, all } = await sampleRows(file, 1000, Random.of(1));
          expect(all).toBe(rows.length);
          expect(sampled.map(({ row }) => Buffer.from(row).toString())).toEqual(rows.map((row) => `${row}\n`));
          const taken: string[] = [];
          for await (const { parts } of megabatches(file, new Set([out]), most))
            taken.push(Buffer.concat(parts).toString());
          const kept = rows.filter((_, i) => i !== out).map((row) => `${row}\n`);
          expect(taken.join("").replaceAll("\n\n", "\n")).toBe(kept.join(""));
          expect(taken).toHaveLength(Math.ceil(kept.length / most));
        },
      ),
      { numRuns: 50 },
    );
  });
});
