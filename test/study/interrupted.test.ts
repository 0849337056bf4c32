import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { studies } from "../../src/study/index.ts";
import { cli, emptyFolder, occamTab, smallTable } from "../support/cli.ts";

const table = ["small.csv", "--ignore", "id"];

const asked: readonly (readonly string[])[] = [
  ["anytime", ...table, "--megabatches", "3"],
  ["descent", ...table, "--preset", "tiny"],
  ["prunability", ...table],
  ["size", ...table],
];

/** The names of the cells that are kept in a folder, in which others may be half-written. */
async function kept(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, "out", "finished")).catch(() => []);
  return names.filter((name) => !name.startsWith(".")).sort();
}

/** When each kept cell was written, by its name. */
async function times(folder: string, names: readonly string[]): Promise<readonly number[]> {
  return Promise.all(names.map(async (name) => (await stat(join(folder, "out", "finished", name))).mtimeMs));
}

/** A study in a folder of its own, in a process that SIGKILL ends as soon as a cell is kept. */
async function killed(folder: string, typed: readonly string[]): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [cli, ...typed], { cwd: folder, stdio: "ignore" });
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  while (child.exitCode === null && (await kept(folder)).length === 0) await setTimeout(2);
  child.kill("SIGKILL");
  const [, signal] = await ended;
  return signal;
}

/** Seconds are measured, so they are never the same twice. */
const withoutSeconds = (text: string) => text.replaceAll(/"seconds": (?:\{[^}]*\}|[\d.e-]+)/gu, "");

function csvWithoutSeconds(text: string): readonly (readonly string[])[] {
  const [header = [], ...rows] = text
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return [header, ...rows].map((row) => row.filter((_, column) => header[column] !== "seconds"));
}

async function filesOf(folder: string) {
  const read = (name: string) => readFile(join(folder, "out", name), "utf8");
  return { csv: csvWithoutSeconds(await read("study.csv")), json: withoutSeconds(await read("study.json")) };
}

it("every study is interrupted here", () => {
  expect(new Set(asked.map(([id]) => id))).toEqual(new Set(studies.map(({ id }) => id)));
});

describe("a study that SIGKILL ends in the middle", () => {
  it.each(asked)("%s %s goes on from the cells that are kept, to the same files", async (...words) => {
    const root = await emptyFolder();
    const typed = ["study", ...words, "--seeds", "1", "--jobs", "1", "--out", "out"];
    const [broken, whole] = [join(root, "broken"), join(root, "whole")];
    for (const folder of [broken, whole]) {
      await mkdir(folder);
      await writeFile(join(folder, "small.csv"), smallTable(80));
    }
    expect(await killed(broken, typed)).toBe("SIGKILL");
    expect(await readdir(join(broken, "out"))).toEqual(["finished"]);
    const before = await kept(broken);
    const written = await times(broken, before);
    expect((await occamTab(typed, { folder: whole })).code).toBe(0);
    expect((await kept(whole)).length).toBeGreaterThan(before.length);

    expect((await occamTab(typed, { folder: broken })).code).toBe(0);
    expect(await times(broken, before)).toEqual(written);
    expect(await filesOf(broken)).toEqual(await filesOf(whole));
    expect(await readdir(join(broken, "out", "finished"))).toEqual(await kept(whole)); // nothing half-written is left
  });
});
