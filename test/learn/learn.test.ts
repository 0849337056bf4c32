import { spawn } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openLearner, readModel, readTable } from "../../src/index.ts";
import { formatMemory, type LearnMemory, newMemory, readMemory } from "../../src/learn/memory.ts";
import { takeUpLevels } from "../../src/prepare/take-up.ts";
import { examplePortfolio, exampleTrees } from "../model/models.ts";
import { cli, occamTab } from "../support/cli.ts";
import { learningFolder, memoryOf } from "../support/learning.ts";

/** Rows `from` to `to` of a table whose `good` follows `age` and `shop`; `shift` moves the ages. */
function rowsOf(from: number, to: number, { shift = 0, shop = "s" } = {}): string {
  const lines = Array.from({ length: to - from }, (_, k) => {
    const i = from + k;
    const age = 20 + ((i * 31) % 50);
    const dice = (i * 7919) % 37;
    const place = `${shop}${(i * 13) % 45}`;
    return `${age + shift},${["red", "green", "blue"][i % 3]},${place},${age + dice / 2 > 55 ? "yes" : "no"}`;
  });
  return `age,colour,shop,good\n${lines.join("\n")}\n`;
}

const { file, fit, freshModel, learn } = learningFolder();

beforeAll(() => fit("first", rowsOf(0, 300), "--preset", "tiny"), 120_000);

/** Runs the command in a process that is killed after so long. */
function killed(typed: readonly string[], milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...typed], { stdio: "ignore" });
    setTimeout(() => child.kill("SIGKILL"), milliseconds);
    child.on("close", () => resolve());
  });
}

describe("occam-tab learn", () => {
  it("predicts new rows before it learns them, keeps a history, and gives the same bytes again", async () => {
    const bytes: string[] = [];
    for (const name of ["one", "two"]) {
      const model = await freshModel(name);
      const { code, record } = await learn(model, rowsOf(300, 500));
      expect(code).toBe(0);
      expect(record).toMatchObject({ rows: 200, metric: "logLoss", worse: false });
      await learn(model, rowsOf(500, 700));
      const { history, seen, table } = await memoryOf(model);
      expect([history.length, seen, table?.rowCount]).toEqual([2, 700, 400]);
      bytes.push(await readFile(model, "utf8"), await readFile(model.replace(".json", ".memory.json"), "utf8"));
    }
    expect(bytes[2]).toBe(bytes[0]);
    expect(bytes[3]).toBe(bytes[1]);
    expect(readModel(bytes[0]!).origin.rows).toBe(700);
  });

  it("never adds a weight, and what it takes over is no worse on held-out rows beyond noise", async () => {
    const model = await freshModel("weights");
    const before = readModel(await readFile(model, "utf8"));
    const { record } = await learn(model, rowsOf(300, 600), "--replay", "all");
    const networks = before.kind === "networks" ? before.networks : [];
    const weights = networks.flatMap(({ layers }) => layers).reduce((sum, { weight }) => sum + weight.length, 0);
    expect((record as { weights: number }).weights).toBeLessThanOrEqual(weights);
  });

  it("warns of rows that are unlike those before, and of no others", async () => {
    const model = await freshModel("drift");
    expect((await learn(model, rowsOf(300, 500))).errors).not.toContain("Warning");
    const moved = await learn(model, rowsOf(500, 700, { shift: 25 }));
    expect(moved.errors).toContain('The new rows are unlike those before in "age"');
    expect(moved.errors).toContain("They are predicted worse than those before");
    expect(moved.record).toMatchObject({ unlike: ["age"], worse: true });
  });

  it("lets few rows wait, and learns them with the next", async () => {
    const model = await freshModel("wait");
    const before = await readFile(model, "utf8");
    const one = await learn(model, rowsOf(300, 301), "--replay", "none");
    expect(one.record).toMatchObject({ rows: 1, outcome: "waiting", operations: 0 });
    expect(one.errors).toContain("1 new row is too few to learn from");
    expect(await readFile(model, "utf8")).toBe(before);
    expect((await memoryOf(model)).waiting).toBe(1);
    await learn(model, rowsOf(301, 500), "--replay", "none");
    const { waiting, seen, table } = await memoryOf(model);
    expect([waiting, seen, table]).toEqual([0, 500, null]);
  });

  it("lets rows of one class wait when there is no other class to separate them from", async () => {
    const model = await freshModel("class");
    const lines = rowsOf(300, 600).split("\n");
    const yes = [lines[0], ...lines.filter((line) => line.endsWith(",yes"))].join("\n");
    const { record, errors } = await learn(model, `${yes}\n`);
    expect(record).toMatchObject({ outcome: "waiting" });
    expect(errors).toContain('All rows are of class "yes"');
  });

  it("takes up levels that it did not know, in a column of many", async () => {
    const model = await freshModel("levels");
    const { code, errors } = await learn(model, rowsOf(300, 600, { shop: "new" }));
    expect(code).toBe(0);
    expect(errors).toContain('Column "shop" has 45 new texts in two rows or more');
    const again = await learn(model, rowsOf(600, 800, { shop: "new" }));
    expect(again.errors).not.toContain("new texts");
  });

  it("says that a column has vanished, or changed its type, and goes on", async () => {
    const model = await freshModel("columns");
    const without = rowsOf(300, 500).replaceAll(/^(?:\w+),/gmu, "");
    expect((await learn(model, without)).errors).toContain('has no column "age"');
    const words = rowsOf(500, 700).replaceAll(/^\d+,/gmu, "old,");
    expect((await learn(model, words)).errors).toContain('200 cells of column "age" are no number');
  });

  it.each([
    ["without the target", rowsOf(0, 100).replace("good", "gooda"), 'has no column "good"'],
    ["of a class that the model does not know", `${rowsOf(0, 100)}30,red,s1,maybe\n`, 'rows of class "maybe"'],
    ["whose target is always missing", "age,good\n1,\n2,\n", 'no row with a value of "good"'],
  ])("refuses rows %s in a sentence, and leaves the model whole", async (_, rows, message) => {
    const model = await freshModel("refused");
    const before = await readFile(model, "utf8");
    const { code, errors } = await learn(model, rows);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(await readFile(model, "utf8")).toBe(before);
  });

  it("refuses a memory that was changed, or is of another model", async () => {
    const model = await freshModel("memory");
    const beside = model.replace(".json", ".memory.json");
    await writeFile(beside, "{}");
    expect((await learn(model, rowsOf(300, 500))).errors).toContain("memory.memory.json is not valid");
    const columns = [{ kind: "numeric" as const, name: "other", values: Float64Array.of(1) }];
    await writeFile(beside, formatMemory({ ...newMemory(1), table: { rowCount: 1, columns } }));
    expect((await learn(model, rowsOf(300, 500))).errors).toContain("has other columns than the model");
  });

  it("leaves the old model whole when it is killed at any time", async () => {
    const model = await freshModel("killed");
    const before = await readFile(model, "utf8");
    await writeFile(file("many.csv"), rowsOf(300, 3300));
    const whole = await occamTab(["learn", model, file("many.csv"), "--out", file("whole.json"), "--replay", "all"]);
    expect(whole.code).toBe(0);
    const after = await readFile(file("whole.json"), "utf8");
    for (const milliseconds of [300, 700, 1100, 1500]) {
      await killed(["learn", model, file("many.csv"), "--replay", "all"], milliseconds);
      expect([before, after]).toContain(await readFile(model, "utf8"));
      await writeFile(model, before);
      await rm(model.replace(".json", ".memory.json"), { force: true });
    }
  }, 60_000);
});

describe("openLearner", () => {
  it("learns, predicts and saves; the file goes on where the learner was", async () => {
    const learner = await openLearner(readModel(await readFile(file("first/model.json"), "utf8")));
    const rows = await readTable(new TextEncoder().encode(rowsOf(300, 500)));
    const [first, second] = await Promise.all([learner.learn(rows), learner.learn(rows)]);
    expect([first.rows, second.rows, learner.history.length]).toEqual([200, 200, 2]);
    const predicted = await learner.predict(rows);
    await learner.save(file("saved.json"));
    const again = await openLearner(file("saved.json"));
    expect(again.history).toEqual(learner.history);
    expect((await again.predict(rows)).values).toEqual(predicted.values);
  });

  it("refuses what is no model, and stays as it is after rows that it cannot take", async () => {
    await expect(openLearner({} as never)).rejects.toThrow("is no model");
    const learner = await openLearner(file("first/model.json"), { replay: "none" });
    await expect(learner.learn([{ age: 1 }])).rejects.toThrow('has no column "good"');
    expect(learner.history).toEqual([]);
    await expect(openLearner(file("first/model.json"), { replay: "some" })).rejects.toThrow("replay is none, last");
  });
});

it("a model that is no network is refused, with what it is", async () => {
  await expect(openLearner(exampleTrees("shares"))).rejects.toThrow("this model is trees.");
  await expect(openLearner(examplePortfolio())).rejects.toThrow("this model is several models together.");
});

it("a memory comes back from its text as it was", () => {
  const cells = fc.array(fc.oneof(fc.double({ noDefaultInfinity: true, noNaN: true }), fc.constant(Number.NaN)), {
    minLength: 3,
    maxLength: 3,
  });
  fc.assert(
    fc.property(cells, fc.string(), fc.nat(), (values, level, seen) => {
      const memory: LearnMemory = {
        ...newMemory(seen),
        waiting: 2,
        table: {
          rowCount: 3,
          columns: [
            { kind: "numeric", name: "x", values: Float64Array.from(values, (value) => value + 0) },
            { kind: "category", name: level, levels: [level, "b"], codes: Int32Array.of(-1, 1, 0) },
          ],
        },
      };
      expect(readMemory(formatMemory(memory), "memory")).toEqual(memory);
    }),
  );
});

it("a level that is taken up gets the code of its rows, and a known one is updated by them", () => {
  const group = {
    kind: "many-levels" as const,
    column: "shop",
    levels: ["a"],
    counts: [4],
    logCentre: 0,
    logDeviation: 1,
    codes: [{ class: 1, centre: 0.5, deviation: 0.5, smoothing: 2, values: [0.5] }],
  };
  const column = {
    kind: "category" as const,
    name: "shop",
    levels: ["a", "b", "c"],
    codes: Int32Array.of(0, 0, 1, 1, 2),
  };
  const task = { kind: "classification" as const, classes: ["no", "yes"] };
  const rows = Uint32Array.of(0, 1, 2, 3, 4);
  const target = { task, values: Float32Array.of(1, 1, 0, 0, 1) };
  const { encoder, levels } = takeUpLevels({ inputs: 2, groups: [group] }, [column], { rows, target });
  expect(levels).toEqual(new Map([["shop", ["b"]]]));
  // a: 0.5 · (4 + 2) = 3 from before and 2 rows of +1; b: two rows of −1; c has one row and stays unknown.
  expect(encoder.groups[0]).toMatchObject({ levels: ["a", "b"], counts: [6, 2], codes: [{ values: [5 / 8, -2 / 4] }] });
});
