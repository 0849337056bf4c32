import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Check } from "../../base/check.ts";
import { exitCode, UserError } from "../../base/errors.ts";
import { exists } from "./trouble.ts";
import { claim, writeWhole } from "./write.ts";

/** A folder that keeps finished work is known by this folder within it. */
const finished = "finished";

/** One file for each piece of finished work, so that an interrupted command continues where it stopped. */
export interface Store<T> {
  /** Null where there is nothing under this key, or something else than what is written there. */
  read(key: string): Promise<T | null>;
  /** Whole or not at all, whatever ends the process meanwhile. */
  write(key: string, value: T): Promise<void>;
}

/** Opens the store within a folder; one that holds something else only with `force`. Throws a `UserError`. */
export async function openStore<T>(folder: string, force: boolean, check: Check<T>): Promise<Store<T>> {
  const place = join(folder, finished);
  await claim(folder, true, "folder"); // not a file
  if (await exists(place)) await sweep(place);
  else await claim(folder, force, "folder");
  return {
    read: async (key) => {
      try {
        return check(JSON.parse(await readFile(join(place, `${key}.json`), "utf8")), "");
      } catch {
        return null; // not there, or not what was written: it is computed again
      }
    },
    write: (key, value) =>
      writeDespite(
        join(place, `${key}.json`),
        `${JSON.stringify(value)}
`,
      ),
  };
}

/** Another run of the suite that begins meanwhile may sweep away what is half-written: then it is written again. */
async function writeDespite(path: string, content: string): Promise<void> {
  for (let left = 3; left > 0; left--) {
    try {
      return await writeWhole(path, content);
    } catch (error) {
      if (left === 1) throw error;
    }
  }
}

/** What a killed run left half-written has a name with a dot in front. */
async function sweep(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (name.startsWith(".")) await rm(join(place, name), { force: true });
  }
}

/** What to throw for an error of work that a store keeps: after a signal, that the rest can follow. */
export function resumable(error: unknown, signal: AbortSignal, folder: string): unknown {
  if (!signal.aborted) return error;
  return new UserError(`Interrupted; finished results are kept in ${folder}.`, {
    hint: "The same command continues from there.",
    exitCode: error instanceof UserError ? error.exitCode : exitCode.interrupted,
  });
}

/** Folders whose code decides no number: they may change without making stored results stale. */
const presenting = /^(?:commands|report|bench\/page)\//u;

/** A hash of the code that decides numbers, so that changed code never reuses what older code computed. */
export async function codeFingerprint(): Promise<string> {
  const hash = createHash("sha256");
  // Workers run the built code, also when the command runs from the sources.
  const root = fileURLToPath(new URL("../../../dist", import.meta.url));
  const names = (await readdir(root, { recursive: true })).map((name) => name.replaceAll(sep, "/"));
  const deciding = names.filter((name) => /\/.*\.js$/u.test(name) && !presenting.test(name));
  for (const name of deciding.toSorted()) {
    hash.update(`${name}\n`);
    hash.update(await readFile(join(root, name)));
  }
  return hash.digest("hex").slice(0, 16);
}
