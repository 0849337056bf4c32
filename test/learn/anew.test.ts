import { readFile, writeFile } from "node:fs/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { hasOutgrown } from "../../src/learn/anew.ts";
import { formatMemory, newMemory, readMemory } from "../../src/learn/memory.ts";
import type { NetworksModel } from "../../src/model/artifact.ts";
import { learningFolder, memoryOf, networksOf } from "../support/learning.ts";
import { say } from "../support/world.ts";

const dice = (i: number) => (i * 7919) % 37;

/** Rows `from` to `to` of a table whose `good` follows `age`, and from row 200 on also `colour`. */
function rowsOf(from: number, to: number, colours: readonly string[] = ["red", "green", "blue"]): string {
  const lines = Array.from({ length: to - from }, (_, k) => {
    const i = from + k;
    const age = 20 + ((i * 31) % 50);
    const colour = colours[(i * 11) % colours.length]!;
    return `${age},${colour},${age + dice(i) / 2 + (i >= 200 && colour === "red" ? 20 : 0) > 55 ? "yes" : "no"}`;
  });
  return `age,colour,good\n${lines.join("\n")}\n`;
}

/** Rows of a rule that few rows do not show: whether one or three of three numbers are large. */
function eitherOf(from: number, to: number): string {
  const lines = Array.from({ length: to - from }, (_, k) => {
    const [x, y, z] = [((from + k) * 31) % 50, ((from + k) * 17) % 47, ((from + k) * 13) % 43] as const;
    return `${x},${y},${z},${(x > 25 !== y > 23) !== z > 21 ? "yes" : "no"}`;
  });
  return `x,y,z,good\n${lines.join("\n")}\n`;
}

const { file, fit, freshModel, learn } = learningFolder();

beforeAll(() => fit("first", rowsOf(0, 200), "--preset", "tiny"), 120_000);

describe("a model whose rows have doubled", () => {
  it("descends from the start, once, gains inputs and weights, and gives the same bytes again", async () => {
    const bytes: string[] = [];
    for (const name of ["one", "two"]) {
      const model = await freshModel(name);
      const before = await networksOf(model);
      const { record } = await learn(model, rowsOf(200, 800), "--replay", "all");
      expect(record).toMatchObject({ outcome: "learnt", anew: { rows: 600, before: 200 } });
      const after = await networksOf(model);
      expect(after.encoder.inputs).toBeGreaterThan(before.encoder.inputs);
      expect(after.columns).toEqual(before.columns);
      expect((await memoryOf(model)).started).toBe(600);
      bytes.push(await readFile(model, "utf8"));
      const next = await learn(model, rowsOf(800, 1000), "--replay", "all");
      expect(next.record).not.toHaveProperty("anew");
    }
    expect(bytes[1]).toBe(bytes[0]);
  });

  it("says so in a sentence", async () => {
    const model = await freshModel("says");
    await writeFile(file("rows.csv"), rowsOf(200, 800));
    const { output } = await say(["learn", model, file("rows.csv"), "--replay", "all"]);
    expect(output.replaceAll(/\s+/gu, " ")).toContain(
      "Descended from the start, since there are 600 rows now and the last descent from there had 200;",
    );
  });

  it("stays within the parameters that its fit was allowed", async () => {
    await fit("small", rowsOf(0, 200), "--max-parameters", "120");
    const model = await freshModel("limited", "small");
    const { record } = await learn(model, rowsOf(200, 1200), "--replay", "all");
    expect(record).toMatchObject({ anew: { rows: 1000 } });
    expect((await networksOf(model)).origin.recipe).toEqual({ maxParameters: 120 });
    expect((record as { weights: number }).weights).toBeLessThanOrEqual(120);
  }, 60_000);

  it("goes on instead, to the same bytes, where a descent from the start predicts held-out rows worse", async () => {
    await fit("known", eitherOf(0, 2000));
    const models: string[] = [];
    const operations: number[] = [];
    for (const started of [2000, 25]) {
      const model = await freshModel(`worse${started}`, "known");
      const memory = { ...newMemory(2000), started };
      await writeFile(model.replace(".json", ".memory.json"), formatMemory(memory));
      const { record } = await learn(model, eitherOf(2000, 2060), "--replay", "all");
      expect(record).not.toHaveProperty("anew");
      operations.push((record as { operations: number }).operations);
      expect((await memoryOf(model)).started).toBe(started === 25 ? 60 : 2000);
      models.push(await readFile(model, "utf8"));
    }
    expect(models[1]).toBe(models[0]);
    expect(operations[1]).toBeGreaterThan(operations[0]!);
  }, 60_000);

  it.each([["none"], ["last"]])("only goes on with --replay %s, whatever the number of rows", async (replay) => {
    const model = await freshModel(replay);
    const { record } = await learn(model, rowsOf(200, 800), "--replay", replay);
    expect(record).not.toHaveProperty("anew");
  });

  it("takes megabatches of one row, one class and new texts alone on its way", async () => {
    const model = await freshModel("bad");
    expect((await learn(model, rowsOf(200, 201), "--replay", "all")).record).toMatchObject({ outcome: "waiting" });
    const no = rowsOf(201, 500).replaceAll(/^.*,yes\n/gmu, "");
    expect((await learn(model, no, "--replay", "all")).code).toBe(0);
    const strange = await learn(model, rowsOf(500, 900, ["mauve", "teal", "ochre"]), "--replay", "all");
    expect(strange.record).toMatchObject({ outcome: "learnt" });
    expect(strange.record).toHaveProperty("anew");
    expect(JSON.stringify((await networksOf(model)).encoder)).toContain("mauve");
  });

  it("is one that has hidden layers, and a memory of all rows with 1.9 times those of the last start", () => {
    const layers = (count: number) => ({ networks: [{ layers: new Array(count) }] }) as unknown as NetworksModel;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e6 }), (started, rows) => {
        const asked = (count: number, replay: "all" | "last") =>
          hasOutgrown(layers(count), newMemory(started), { rows, replay: { kind: replay } });
        expect(asked(3, "all")).toBe(rows >= 1.9 * started);
        expect(asked(3, "last") || asked(1, "all")).toBe(false);
      }),
    );
  });
});

describe("the rows of the fit", () => {
  it("are put into the memory, and learnt again with new ones", async () => {
    const model = await freshModel("recalled");
    const before = await readFile(model, "utf8");
    const { output } = await say(["learn", model, file("first.csv"), "--replay", "all"]);
    expect(output.replaceAll(/\s+/gu, " ")).toContain(
      "These are the 200 rows of the fit: to be replayed with new ones.",
    );
    expect(await readFile(model, "utf8")).toBe(before);
    const { table, seen, history } = await memoryOf(model);
    expect([table?.rowCount, seen, history]).toEqual([200, 200, []]);
    const { record } = await learn(model, rowsOf(200, 400), "--replay", "all");
    expect(record).toMatchObject({ rows: 200, anew: { rows: 400, before: 200 } });
  });

  it("stand before rows that wait, and only in part in a reservoir", async () => {
    const model = await freshModel("mixed");
    await learn(model, rowsOf(200, 210), "--replay", "reservoir:50");
    await say(["learn", model, file("first.csv"), "--replay", "reservoir:50"]);
    const { table, waiting, seen } = await memoryOf(model);
    expect([table?.rowCount, waiting, seen]).toEqual([60, 10, 200]);
    const last = table!.columns[0]!;
    const ages = Array.from({ length: 10 }, (_, k) => 20 + (((200 + k) * 31) % 50));
    expect(last.kind === "numeric" ? [...last.values.slice(50)] : []).toEqual(ages);
  });

  it.each([
    ["a second time", ["--replay", "all"], "which are in the memory already"],
    ["where nothing is replayed", ["--replay", "none"], "which the model knows, and nothing is replayed"],
  ])("are refused %s", async (title, flags, message) => {
    const model = await freshModel(title.replaceAll(" ", "-"));
    if (title === "a second time") await say(["learn", model, file("first.csv"), ...flags]);
    const { code, errors } = await say(["learn", model, file("first.csv"), ...flags]);
    expect([code, errors.includes(message)]).toEqual([2, true]);
  });
});

it("a memory of an earlier version waits until all its rows have doubled", () => {
  const old = {
    schema: "occam-tab/memory@1",
    seen: 700,
    waiting: 0,
    rows: 0,
    columns: null,
    profile: null,
    history: [],
  };
  expect(readMemory(JSON.stringify(old), "memory")).toMatchObject({ started: 700, recalled: false });
});
