import { execFileSync, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportTargets } from "../../src/export/targets.ts";
import { predictorOf } from "../../src/predict/predictor.ts";
import { findChromium, launch } from "../browser/chromium.ts";
import { type Case, type Cases, casesOf, hostileCases, mistakeOf } from "./cases.ts";
import {
  findProgram,
  interpreters,
  Postgres,
  pythonHas,
  runC,
  runModule,
  runPython,
  scratch,
  strict,
} from "./runtimes.ts";

const tables = [
  "iris",
  "credit-status",
  "sacramento-houses",
  "house-votes",
  "ozone",
  "staff-attrition",
  "vehicle",
  "soybean",
  "diabetes-progression",
  "concrete",
  "compute-jobs",
  "vowel",
];
const folder = scratch();
const cases: Case[] = []; // of networks
const all: Case[] = []; // of networks, forests and boosting

beforeAll(async () => {
  for (const name of tables) keep(await casesOf(name));
  keep(await hostileCases("the 'target' \"of\"\nall */ -- 😀"));
}, 400_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function keep({ network, trees }: Cases): void {
  cases.push(network);
  all.push(network, ...trees);
}

/** Writes a case's export to a file and gives its path. */
function written({ name, request }: Case, id: string, dialect = "postgres"): string {
  const target = exportTargets.find((each) => each.id === id)!;
  const files = target.export({ ...request, dialect });
  const path = (ending: string): string => join(folder, `${name}-${dialect}${ending}`);
  for (const { ending, content } of files) writeFileSync(path(ending === "" ? target.ending : ending), content);
  return path(target.ending);
}

const compiler = findProgram("cc", "gcc", "clang");
const working = interpreters("/usr/bin/python3", "python3", "python3.9");
const withPackage = (name: string): string | undefined => working.find((python) => pythonHas(python, name));
const chromium = findChromium();

/** A script for a browser: it imports a module's text and predicts rows. */
function inPage(module: string, rows: unknown): string {
  return `(async () => {
    const url = URL.createObjectURL(new Blob([${JSON.stringify(module)}], { type: "text/javascript" }));
    const { predictMany } = await import(url);
    return predictMany(${JSON.stringify(rows)}).map((one) =>
      one.probabilities.length > 0 ? one.probabilities : [one.prediction]);
  })()`;
}

describe("what the exports are tried on", () => {
  it("reads every part of a date", () => {
    const read = new Set(all.flatMap(({ request }) => request.graph.features.map(({ part }) => part)));
    const parts = ["days", "month", "day of month", "day of year", "weekday", "hour"] as const;
    expect(parts.filter((part) => !read.has(part))).toEqual([]);
  });
});

describe("an exported module", () => {
  it("predicts in Node what predict does", async () => {
    for (const one of all) {
      const file = written(one, "js");
      expect(mistakeOf(await runModule(file, one), one)).toBe("");
    }
  });

  it.skipIf(chromium === null)("predicts in Chromium what predict does", async () => {
    const browser = await launch(chromium!);
    try {
      const page = await browser.newPage();
      for (const one of all) {
        const module = exportTargets.find(({ id }) => id === "js")!.export(one.request)[0]!.content;
        const told = await page.evaluate(inPage(String(module), one.rows));
        expect(mistakeOf(told as number[][], one)).toBe("");
      }
    } finally {
      await browser.close();
    }
  });
});

describe.skipIf(working.length === 0)("an exported Python file", () => {
  it.each(working)("predicts under %s what predict does, and checks itself", (python) => {
    for (const one of cases) {
      const file = written(one, "python");
      expect(mistakeOf(runPython(python, "python", file, one), one)).toBe("");
      const checked = spawnSync(python, [file, "--check"], { encoding: "utf8" });
      expect(checked.stderr).toBe("");
      expect(checked.status).toBe(0);
    }
  });
});

describe.skipIf(compiler === null)("an exported C file", () => {
  it("compiles without a warning and predicts what predict does", () => {
    for (const one of all) {
      const file = written(one, "c");
      expect(mistakeOf(runC(compiler!, file, folder, one), one)).toBe("");
    }
  });

  it("checks itself", () => {
    for (const one of all) {
      const program = join(folder, "check");
      execFileSync(compiler!, [...strict, "-DOCCAM_CHECK", written(one, "c"), "-o", program, "-lm"]);
      expect(spawnSync(program).status).toBe(0);
    }
  });
});

describe("an exported query", () => {
  it.skipIf(working.length === 0)("predicts in SQLite what predict does", () => {
    for (const one of cases) {
      const told = runPython(working[0]!, "sqlite", written(one, "sql", "sqlite"), one);
      expect(mistakeOf(told, one)).toBe("");
    }
  });

  it.skipIf(withPackage("duckdb") === undefined)("predicts in DuckDB what predict does", () => {
    for (const one of cases) {
      const told = runPython(withPackage("duckdb")!, "duckdb", written(one, "sql", "duckdb"), one);
      expect(mistakeOf(told, one)).toBe("");
    }
  });

  it.skipIf(Postgres.missing() !== null)("predicts in PostgreSQL what predict does, and checks itself", () => {
    const postgres = new Postgres();
    try {
      const sql = exportTargets.find(({ id }) => id === "sql")!;
      for (const one of cases) {
        const [query, check] = sql.export(one.request).map(({ content }) => String(content));
        const told = postgres.predictions(query!, one);
        expect(mistakeOf(told, one)).toBe("");
        expect(Number(postgres.query(check!).split("\n")[1])).toBeLessThanOrEqual(one.tolerance);
      }
    } finally {
      postgres.stop();
    }
  });
});

describe("an exported ONNX model", () => {
  it.skipIf(withPackage("onnxruntime") === undefined)("predicts in onnxruntime what predict does", () => {
    for (const one of all) {
      const told = runPython(withPackage("onnxruntime")!, "onnx", written(one, "onnx"), one);
      expect(mistakeOf(told, one)).toBe("");
    }
  });
});

describe.skipIf(chromium === null)("an exported page", () => {
  it("asks for nothing, fits a phone, and predicts what predict does while the user types", async () => {
    const browser = await launch(chromium!);
    try {
      for (const one of cases) {
        const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
        const troubles: string[] = [];
        page.on("pageerror", (error) => troubles.push(error.message));
        page.on("request", (request) => {
          if (!request.url().startsWith("file:")) troubles.push(request.url());
        });
        await page.goto(pathToFileURL(written(one, "page")).href);
        const { columns, task } = one.request.graph;
        const first = one.request.graph.features.find((feature) => columns[feature.column]!.kind === "numeric");
        await expectPrediction(page, one);
        if (first !== undefined) {
          const field = page.getByLabel(columns[first.column]!.name, { exact: true });
          await field.fill("1e3");
          await expectPrediction(page, one);
          await field.fill("");
          await expectPrediction(page, one);
        }
        expect(task.kind === "regression" || (await page.locator("meter").count()) > 0).toBe(true);
        expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
        expect(troubles).toEqual([]);
        await page.close();
      }
    } finally {
      await browser.close();
    }
  });
});

/** The page shows what predict says of the cells that its controls show. */
async function expectPrediction(page: Page, { request }: Case): Promise<void> {
  const { columns, features } = request.graph;
  const predictor = predictorOf(request.graph);
  const read = [...new Set(features.map((feature) => feature.column))].sort((a, b) => a - b);
  const row: (string | number | null)[] = columns.map(() => null);
  for (const [place, column] of read.entries()) {
    const control = page.locator(`#c${place}`);
    const value = await control.inputValue();
    const { kind } = columns[column]!;
    if (value !== "") row[column] = kind === "numeric" ? Number(value) : value;
    // A select shows white space as one space; its position says which level it is.
    const at =
      kind === "category" ? await control.evaluate((element) => (element as HTMLSelectElement).selectedIndex) : -1;
    if (at >= 0) row[column] = features.find((feature) => feature.column === column)!.levels[at]!;
  }
  const { prediction } = predictor.predict(row);
  const shown = await page.locator(".result").textContent();
  const wanted =
    typeof prediction === "string"
      ? prediction
      : new Intl.NumberFormat("en", { maximumSignificantDigits: 5 }).format(prediction);
  expect(shown).toBe(wanted);
}
