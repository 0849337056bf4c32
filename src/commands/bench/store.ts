import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { suiteFold } from "../../bench/scores-file.ts";
import type { BenchStore } from "../../bench/store.ts";
import { exists } from "../files/trouble.ts";
import { claim, writeWhole } from "../files/write.ts";

/** A folder of a bench is known by this folder within it. */
const finished = "finished";

/**
 * Opens the store within a bench's folder: one file for each finished set, fold and model. A folder that holds
 * something else is only used with `force`. Throws a `UserError`.
 */
export async function openStore(folder: string, force: boolean): Promise<BenchStore> {
  const place = join(folder, finished);
  if (await exists(place)) await sweep(place);
  else await claim(folder, force, "folder");
  return {
    read: async (key) => {
      try {
        return suiteFold(JSON.parse(await readFile(join(place, `${key}.json`), "utf8")), "");
      } catch {
        return null; // not there, or not what was written: it is computed again
      }
    },
    write: (key, fold) => writeWhole(join(place, `${key}.json`), `${JSON.stringify(fold)}\n`),
  };
}

/** What a killed run left half-written has a name with a dot in front. */
async function sweep(place: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (name.startsWith(".")) await rm(join(place, name), { force: true });
  }
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
