import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll } from "vitest";
import { readModel } from "../../src/index.ts";
import { type LearnMemory, readMemory } from "../../src/learn/memory.ts";
import type { NetworksModel } from "../../src/model/artifact.ts";
import { emptyFolder } from "./cli.ts";
import { say } from "./world.ts";

/** What `occam-tab learn --json` did. */
export interface LearnSaid {
  readonly code: number;
  readonly record: unknown; // null where it failed
  readonly errors: string;
}

/** A folder for the tests of one file, where models are fitted and go on learning. */
export function learningFolder() {
  let folder = "";
  beforeAll(async () => {
    folder = await emptyFolder();
  });
  const file = (name: string): string => join(folder, name);
  return {
    file,

    /** Fits on a CSV text, into the folder `name`. */
    fit: async (name: string, rows: string, ...flags: readonly string[]): Promise<void> => {
      await writeFile(file(`${name}.csv`), rows);
      const quick = ["--folds", "2", "--repeats", "1", "--models", "occam", "--jobs", "1", "--quiet"];
      const { code, errors } = await say(["fit", file(`${name}.csv`), ...quick, ...flags, "--out", file(name)]);
      if (code !== 0) throw new Error(errors);
    },

    /** A copy of what was fitted, `from` its folder, that has not learnt yet. */
    freshModel: async (name: string, from = "first"): Promise<string> => {
      await copyFile(file(`${from}/model.json`), file(`${name}.json`));
      return file(`${name}.json`);
    },

    learn: async (model: string, rows: string, ...flags: readonly string[]): Promise<LearnSaid> => {
      await writeFile(file("rows.csv"), rows);
      const { code, output, errors } = await say(["learn", model, file("rows.csv"), "--json", ...flags]);
      return { code, record: code === 0 ? JSON.parse(output) : null, errors };
    },
  };
}

/** The memory beside a model. */
export async function memoryOf(model: string): Promise<LearnMemory> {
  return readMemory(await readFile(model.replace(".json", ".memory.json"), "utf8"), "memory");
}

export async function networksOf(model: string): Promise<NetworksModel> {
  const read = readModel(await readFile(model, "utf8"));
  if (read.kind !== "networks") throw new Error("The model is no network.");
  return read;
}
