import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { pruneBys } from "../../src/descent/options.ts";
import { importanceBy } from "../../src/descent/prune-by.ts";
import { startNetwork } from "../../src/descent/start.ts";
import { chooseEngine } from "../../src/engine/choose.ts";
import type { Prepared } from "../../src/prepare/prepared.ts";
import { emptyFolder, smallTable } from "../support/cli.ts";
import { say } from "../support/world.ts";

const random = Random.of("prune by");
const rows = Uint32Array.from({ length: 60 }, (_, row) => row);
const inputs = { rows: 60, columns: 5, data: Float32Array.from({ length: 300 }, () => random.normal()) };
const data: Prepared = {
  task: { kind: "classification", classes: ["no", "yes"] },
  inputs,
  targets: Float32Array.from(rows, (row) => Number(inputs.data[row * 5]! > 0)),
  weights: null,
};
const shape = { widths: [8], skip: true, output: "normal" as const };
const before = startNetwork({ data, rows }, shape, Random.of("start"));

async function judged() {
  const trainer = await chooseEngine("reference").load(before, data.task);
  const step = { batch: 10, decay: 0, scaleRate: 1, beta1: 0.9, beta2: 0.95, rates: new Float32Array(6).fill(0.01) };
  await trainer.epoch(data, rows, step);
  return { trainer, before, inputs, rows };
}

describe("what says how much a weight matters", () => {
  it("gives every weight a number, and other orders by other criteria", async () => {
    const found = await judged();
    const network = await found.trainer.read();
    const orders = await Promise.all(
      pruneBys.map(async (by) => {
        const scores = await importanceBy(by, found);
        expect(scores.map(({ length }) => length)).toEqual(network.layers.map(({ weight }) => weight.length));
        expect(scores.every((layer) => layer.every(Number.isFinite))).toBe(true);
        return [...scores[0]!.keys()].sort((a, b) => scores[0]![a]! - scores[0]![b]!).join(" ");
      }),
    );
    expect(new Set(orders).size).toBe(pruneBys.length);
  });

  it("by movement is how far a weight went away from zero", async () => {
    const found = await judged();
    const network = await found.trainer.read();
    const scores = await importanceBy("movement", found);
    const hidden = before.layers[1]!.weight;
    const unscaled = [...network.layers[1]!.column.keys()].filter((k) => network.layers[1]!.column[k]! < 8); // no inputs
    expect(unscaled.length).toBeGreaterThan(0);
    for (const k of unscaled) {
      const after = network.layers[1]!.weight[k]!;
      expect(scores[1]![k]).toBeCloseTo((after * after - hidden[k]! * hidden[k]!) / 2, 6);
    }
  });
});

describe("--prune-by", () => {
  it("decides which weights stay, and stands in results.json", async () => {
    const folder = await emptyFolder();
    const data = join(folder, "small.csv");
    await writeFile(data, smallTable(60));
    const small = ["--preset", "tiny", "--trees", "1", "--folds", "2", "--repeats", "1", "--models", "occam"];
    const fits = [[], ["--prune-by", "sensitivity"], ["--prune-by", "movement"]].map(async (given, place) => {
      const out = join(folder, String(place));
      const { code } = await say(["fit", data, ...small, "--out", out, ...given]);
      expect(code).toBe(0);
      const { options, models } = JSON.parse(await readFile(join(out, "results.json"), "utf8"));
      return { pruneBy: options.pruneBy, loss: models[0].summary.logLoss.mean };
    });
    const found = await Promise.all(fits);
    expect(found.map(({ pruneBy }) => pruneBy)).toEqual(["gradient", "sensitivity", "movement"]);
    expect(new Set(found.map(({ loss }) => loss)).size).toBe(3);
  });
});
