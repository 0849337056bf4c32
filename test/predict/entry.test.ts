import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build as buildWithEsbuild } from "esbuild-wasm";
import { build as buildWithVite } from "vite";
import { afterAll, describe, expect, it } from "vitest";
import { formatModel } from "../../src/model/artifact.ts";
import { loadModel } from "../../src/predict.ts";
import { findChromium, launch } from "../browser/chromium.ts";
import { exampleModel } from "../model/models.ts";

const entry = fileURLToPath(new URL("../../dist/predict.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "occam-tab entry "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const chromium = findChromium();

const rows = [
  { age: 40, __proto__: null, colour: "red" },
  { age: "17.5", colour: " red " },
  { age: null, colour: "never seen" },
  { age: Number.NaN, colour: undefined },
  { age: Number.POSITIVE_INFINITY, colour: "NA", other: 1 },
];

async function bundled(bundler: "esbuild" | "vite", platform: "browser" | "node"): Promise<string> {
  if (bundler === "esbuild") {
    const options = { bundle: true, minify: true, format: "esm", target: "es2022" } as const;
    const { outputFiles } = await buildWithEsbuild({ ...options, entryPoints: [entry], platform, write: false });
    return outputFiles[0]!.text;
  }
  const built = await buildWithVite({
    configFile: false,
    logLevel: "silent",
    root: folder,
    build: {
      ...(platform === "node" ? { ssr: entry } : { lib: { entry, formats: ["es"], fileName: "predict" } }),
      write: false,
      minify: true,
    },
  });
  const outputs = Array.isArray(built) ? built : [built];
  const chunks = outputs.flatMap((one) => ("output" in one ? one.output : []));
  return chunks.flatMap((chunk) => (chunk.type === "chunk" ? [chunk.code] : [])).join("");
}

describe("the prediction entry", () => {
  it.each(["esbuild", "vite"] as const)("runs in Chromium as %s bundles it, within 25 kB", async (bundler) => {
    const code = await bundled(bundler, "browser");
    expect(code).not.toContain("node:");
    expect(gzipSync(code).length).toBeLessThanOrEqual(25_000);
    if (chromium === null) return;
    const model = exampleModel(1);
    const browser = await launch(chromium);
    try {
      const page = await browser.newPage();
      const told = await page.evaluate(`(async () => {
        const url = URL.createObjectURL(new Blob([${JSON.stringify(code)}], { type: "text/javascript" }));
        const { loadModel } = await import(url);
        return loadModel(${JSON.stringify(formatModel(model))}).predictMany([{ age: 40, colour: "red" }]);
      })()`);
      expect(told).toEqual(loadModel(formatModel(model)).predictMany([{ age: 40, colour: "red" }]));
    } finally {
      await browser.close();
    }
  });

  it.each(["esbuild", "vite"] as const)("runs in Node as %s bundles it", async (bundler) => {
    const file = join(folder, `${bundler}.mjs`);
    writeFileSync(file, await bundled(bundler, "node"));
    const model = formatModel(exampleModel(2));
    const script = `import { loadModel } from ${JSON.stringify(file)};
      process.stdout.write(JSON.stringify(loadModel(${JSON.stringify(model)}).predict({ age: 3 })));`;
    const told = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(JSON.parse(told)).toEqual(loadModel(model).predict({ age: 3 }));
  });

  it("takes objects, arrays of cells and columns alike", () => {
    for (const seed of [0, 1, 2]) {
      const predictor = loadModel(formatModel(exampleModel(seed)));
      const told = predictor.predictMany(rows);
      const lists = rows.map((row) =>
        predictor.columns.map((name) => Object.entries(row).find(([key]) => key === name)?.[1]),
      );
      expect(predictor.predictMany(lists)).toEqual(told);
      const columns = Object.fromEntries(
        ["age", "colour"].map((name) => [
          name,
          rows.map((row) => Object.entries(row).find(([key]) => key === name)?.[1]),
        ]),
      );
      const { values, width } = predictor.predictColumns(columns);
      const flat = told.flatMap<unknown>(({ prediction, probabilities }) =>
        probabilities.length > 0 ? probabilities : [prediction],
      );
      expect(width).toBe(Math.max(1, predictor.classes.length));
      expect([...values]).toEqual(flat);
    }
  });

  it("takes the text of a model file or what JSON made of it", () => {
    const text = formatModel(exampleModel(1));
    expect(loadModel(JSON.parse(text)).predict({ age: 1 })).toEqual(loadModel(text).predict({ age: 1 }));
  });

  it.each([
    ["null", "The model file is not valid: it must be an object, but is null."],
    ["{", "The model file is not valid: it is not JSON."],
    [
      '{"schema":"occam-tab/model@9"}',
      'The model file is not valid: schema must be "occam-tab/model@1", but is "occam-tab/model@9".',
    ],
  ])("refuses %s in one sentence", (text, message) => {
    expect(() => loadModel(text)).toThrow(message);
  });

  const predictor = loadModel(formatModel(exampleModel(1)));
  it.each([
    [null, "Row 0 is null, expected an object or array."],
    [7, "Row 0 is a number, expected an object or array."],
    [{}, "Row 0 has none of the 3 columns that the model needs."],
    [{ Age: 1 }, "Row 0 has none of the 3 columns that the model needs."],
    [[1, 2], "Row 0 has 2 cells, but the model asks for 3 columns."],
    [{ age: {} }, 'Row 0 holds an object in column "age".'],
    [{ colour: [1] }, 'Row 0 holds an array in column "colour".'],
  ])("refuses the row %j in one sentence", (row, message) => {
    expect(() => predictor.predict(row as never)).toThrow(message);
  });

  it("treats null, NaN, infinities and texts that mean missing as missing", () => {
    const wanted = predictor.predict({ age: null, colour: null });
    for (const cell of [
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      "",
      " NA ",
      "Infinity",
    ]) {
      expect(predictor.predict({ age: cell, colour: null })).toEqual(wanted);
    }
  });
});
