import { readFile, writeFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { lossChange } from "../../src/commands/learn.ts";
import { openLearner, readModel, readTable } from "../../src/index.ts";
import { occamTab } from "../support/cli.ts";
import { learningFolder, memoryOf, networksOf } from "../support/learning.ts";

/** Rows whose `good` follows `x`; every second row says the opposite and weighs `weight`. */
function weighed(from: number, to: number, weight: number): string {
  const lines = Array.from({ length: to - from }, (_, k) => {
    const i = from + k;
    const x = (i * 31) % 50;
    const isOdd = i % 2 === 1;
    return `${x},${(i * 17) % 23},${isOdd ? weight : 1},${x > 24 !== isOdd ? "yes" : "no"}`;
  });
  return `x,y,w,good\n${lines.join("\n")}\n`;
}

/** Rows of shops, each of which has a `good` of its own that `x` gives away. */
function grouped(from: number, to: number, shops: number): string {
  const lines = Array.from({ length: to - from }, (_, k) => {
    const shop = (from + k) % shops;
    return `${shop + ((from + k) % 3) / 10},${((from + k) * 17) % 23},${shop},${(shop * 7) % 3 === 0 ? "yes" : "no"}`;
  });
  return `x,y,shop,good\n${lines.join("\n")}\n`;
}

const { fit, freshModel, learn, file } = learningFolder();

beforeAll(async () => {
  await fit("weighed", weighed(0, 300, 0), "--weight", "w", "--preset", "tiny");
  await fit("grouped", grouped(0, 300, 60), "--group", "shop", "--preset", "tiny");
}, 120_000);

describe("a model whose fit had weights", () => {
  it.each([
    ["goes on", 200],
    ["descends from the start", 1000],
  ])("learns and scores further rows by their weights when it %s", async (_, rows) => {
    const model = await freshModel(`weighed${rows}`, "weighed");
    const { record, errors } = await learn(model, weighed(300, 300 + rows, 0), "--replay", "all");
    expect(errors).not.toContain("Warning");
    expect(errors).toContain(`There are ${rows / 2} rows with a weight of 0. They are left out.`);
    expect(record).toMatchObject({ outcome: "learnt", worse: false });
    expect("anew" in (record as object)).toBe(rows === 1000);
    expect((record as { score: number }).score).toBeLessThan(0.3);
    const learner = await openLearner(model);
    const predicted = await learner.predict(await readTable(new TextEncoder().encode("x,y\n1,1\n45,1\n")));
    expect(predicted.values.data[1]).toBeLessThan(0.2);
    expect(predicted.values.data[3]).toBeGreaterThan(0.8);
  });

  it("scores by the weights of the rows, whatever their unit", async () => {
    const scores: number[] = [];
    for (const unit of [1, 1000]) {
      const model = await freshModel(`unit${unit}`, "weighed");
      const rows = weighed(300, 400, 0.5).replaceAll(/,(1|0\.5),(yes|no)$/gmu, (_, w, good) => `,${unit * w},${good}`);
      scores.push(((await learn(model, rows, "--replay", "none")).record as { score: number }).score);
    }
    expect(scores[1]).toBeCloseTo(scores[0]!, 5);
    expect(scores[0]).toBeGreaterThan(0.8);
  });

  it.each([
    ["without the weights", weighed(0, 100, 1).replace(",w,", ",v,"), 'Weight column "w" is not a column of rows'],
    ["with a weight below 0", weighed(0, 100, -1), 'Weight column "w" is negative in row 2 of the data'],
    ["with a weight missing", weighed(0, 100, 1).replace(",1,", ",,"), 'Weight column "w": 1 of 100 rows has no value'],
  ])("refuses rows %s in a sentence, and stays whole", async (_, rows, message) => {
    const model = await freshModel("refused", "weighed");
    const before = await readFile(model, "utf8");
    const { code, errors } = await learn(model, rows);
    expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
    expect(await readFile(model, "utf8")).toBe(before);
  });
});

it("inspect names the columns that a fit weighed by and kept together", async () => {
  for (const [name, sentence] of [
    ["weighed", 'Rows counted by "w".'],
    ["grouped", 'Rows of one "shop" were kept together.'],
  ] as const) {
    const { code, output } = await occamTab(["inspect", await freshModel(`inspected-${name}`, name)]);
    expect([code, output]).toEqual([0, expect.stringContaining(sentence)]);
  }
});

it("learn says how a loss changed in words, and that a higher one of what was learnt may be chance", () => {
  expect(lossChange({ before: 0.5, after: 0.45 }, "learnt")).toBe("loss 10.0% lower on held-out rows");
  expect(lossChange({ before: 0.5, after: 0.55 }, "learnt")).toBe(
    "loss 10.0% higher on held-out rows, which may be chance",
  );
  expect(lossChange({ before: 0.5, after: 0.55 }, "kept")).toBe("loss 10.0% higher on held-out rows");
});

describe("a model whose fit had groups", () => {
  it.each([
    ["going on", 300],
    ["a descent from the start", 1000],
  ])("holds out whole groups in %s, so that shops learnt by heart do not look like progress", async (_, rows) => {
    const after: number[] = [];
    for (const from of ["grouped", "alone"]) {
      const model = await freshModel(`${from}${rows}`, "grouped");
      if (from === "alone") {
        // The same model, as though its fit had had no groups.
        const { recipe: _recipe, ...origin } = (await networksOf(model)).origin;
        const json = JSON.parse(await readFile(model, "utf8")) as object;
        await writeFile(model, JSON.stringify({ ...json, origin }));
      }
      const { record } = await learn(model, grouped(3000, 3000 + rows, 60), "--replay", "all");
      after.push((record as { held: { after: number } }).held.after);
    }
    expect(after[0]).toBeGreaterThan(after[1]!);
  });

  it("takes few groups, one group, and groups that turn from numbers to texts", async () => {
    const model = await freshModel("few", "grouped");
    for (const [from, shops] of [
      [300, 2],
      [400, 1],
      [500, 60],
    ] as const) {
      const { code, record } = await learn(model, grouped(from, from + 100, shops), "--replay", "all");
      expect([code, Number.isFinite((record as { held: { after: number } }).held.after)]).toEqual([0, true]);
    }
    const texts = grouped(600, 700, 60).replaceAll(/,(\d+),(yes|no)$/gmu, ",s$1,$2");
    expect((await learn(model, texts, "--replay", "all")).code).toBe(0);
    const column = (await memoryOf(model)).table?.columns.find(({ name }) => name === "shop");
    expect(column?.kind === "category" && column.levels.includes("7") && column.levels.includes("s7")).toBe(true);
  });

  it("knows the rows of its fit, with their groups", async () => {
    const model = await freshModel("recalled", "grouped");
    const learner = await openLearner(model);
    expect(readModel(await readFile(model, "utf8")).origin.recipe).toMatchObject({ group: "shop" });
    await learn(model, await readFile(file("grouped.csv"), "utf8"), "--replay", "all");
    const { table, recalled } = await memoryOf(model);
    expect([recalled, table?.columns.map(({ name }) => name)]).toEqual([true, ["x", "y", "shop", "good"]]);
    expect(learner.history).toEqual([]);
  });
});
