import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { emptyFolder, smallTable } from "../support/cli.ts";
import { say } from "../support/world.ts";

async function studied(...flags: readonly string[]) {
  const folder = await emptyFolder();
  const data = join(folder, "small.csv");
  await writeFile(data, smallTable(120));
  const out = join(folder, "out");
  const typed = ["study", "anytime", data, "--ignore", "id", "--megabatches", "2", "--out", out, ...flags];
  return { out, again: (...more: readonly string[]) => say([...typed, ...more]) };
}

/** When each kept cell was written, by its name. */
async function times(out: string): Promise<ReadonlyMap<string, number>> {
  const names = await readdir(join(out, "finished"));
  const written = await Promise.all(names.map(async (name) => (await stat(join(out, "finished", name))).mtimeMs));
  return new Map(names.map((name, index) => [name, written[index]!]));
}

describe("a study", () => {
  it("computes again only what is not kept, or is not what was written", async () => {
    const { out, again } = await studied("--seeds", "1");
    expect((await again()).code).toBe(0);
    const csv = await readFile(join(out, "study.csv"), "utf8");
    const before = await times(out);
    const [gone, spoilt] = [...before.keys()];
    await rm(join(out, "finished", gone!));
    await writeFile(join(out, "finished", spoilt!), '[{"contender":"app","seed":"1"}]');
    expect((await again()).code).toBe(0);
    const after = await times(out);
    const changed = [...before.keys()].filter((name) => after.get(name) !== before.get(name));
    expect(new Set(changed)).toEqual(new Set([gone, spoilt]));
    expect(await readFile(join(out, "study.csv"), "utf8")).toBe(csv);
  });

  it("keeps its cells when more seeds are asked for, and not when another seed is", async () => {
    const { out, again } = await studied();
    await again("--seeds", "1");
    const first = await times(out);
    await again("--seeds", "2");
    const second = await times(out);
    expect(second.size).toBe(2 * first.size);
    for (const [name, time] of first) expect(second.get(name)).toBe(time);
    await again("--seeds", "1", "--seed", "7");
    expect((await times(out)).size).toBe(3 * first.size);
  });

  it("gives the same numbers on one thread and on three", async () => {
    const one = await studied("--seeds", "2", "--jobs", "1");
    const three = await studied("--seeds", "2", "--jobs", "3");
    await Promise.all([one.again(), three.again()]);
    expect(await readFile(join(three.out, "study.csv"), "utf8")).toBe(
      await readFile(join(one.out, "study.csv"), "utf8"),
    );
  });

  it.each([
    [["anytime"], "study anytime needs data.", "Name a file."],
    [["anytime", "--made", "linear"], "study anytime does not make its own data.", "name a file"],
  ])("refuses %j in a sentence", async (typed, message, hint) => {
    const { code, errors } = await say(["study", ...typed]);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(errors).toContain(hint);
  });
});
