import { stat, readdir } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { UserError } from "../../base/errors.ts";
import { type BenchSet, planSet } from "../../bench/plan.ts";
import { manifestOfFiles, type ManifestSet, parseManifest } from "../../bench/manifest.ts";
import type { RunOrigin } from "../../run/request.ts";
import { parseFolds } from "../../split/given-folds.ts";
import { nameOf, readJson, readText } from "../files/read.ts";
import { exists } from "../files/trouble.ts";
import type { Call } from "../command-line/command.ts";
import { readTableFile } from "../files/reading.ts";
import { makeRequest } from "../flags/request.ts";

/** The sets of a suite, before any of them is read. */
export interface Suite {
  readonly name: string;
  readonly folder: string; // that files are relative to
  readonly sets: readonly ManifestSet[];
}

/** The sets with the machine that they run on. */
export interface PlannedSuite {
  readonly sets: readonly BenchSet[];
  readonly machine: RunOrigin["machine"];
}

const manifestName = "datasets.json";

/** Opens a manifest, a folder with one, or a folder of tables. Throws a `UserError`. */
export async function openSuite(path: string): Promise<Suite> {
  if (!(await isFolder(path))) {
    if (/\.(csv|tsv)(\.gz)?$/iu.test(path)) {
      throw new UserError(`${path} is a single table; bench takes a folder of tables or a manifest.`, {
        hint: `For one table: occam-tab fit ${path}`,
      });
    }
    const name =
      basename(path) === manifestName ? basename(dirname(resolve(path))) : basename(path).replace(/\.json$/iu, "");
    return { name: nameOf(name), folder: dirname(path), sets: parseManifest(await readJson(path), path) };
  }
  const manifest = join(path, manifestName);
  const name = nameOf(basename(resolve(path)));
  if (await exists(manifest)) return { name, folder: path, sets: parseManifest(await readJson(manifest), manifest) };
  return { name, folder: path, sets: manifestOfFiles(await readdir(path), path) };
}

async function isFolder(path: string): Promise<boolean> {
  return (await exists(path)) && (await stat(path)).isDirectory();
}

/**
 * Reads and checks every set, so that a mistake shows before anything is trained. `note` receives what a reader should
 * know: a file that differs from the one that the manifest describes. Throws a `UserError` that names the set or the
 * file.
 */
export async function planSuite(suite: Suite, call: Call, note: (text: string) => void): Promise<PlannedSuite> {
  const sets: BenchSet[] = [];
  let machine: RunOrigin["machine"] | null = null;
  for (const set of suite.sets) {
    call.signal.throwIfAborted();
    const file = placeOf(set.file, suite.folder);
    const table = await readTableFile(file, call.flags, call.world);
    if (set.sha256 !== null && set.sha256 !== table.sha256) {
      note(`${file} is not the file that the manifest describes: its SHA-256 is ${table.sha256}.`);
    }
    const given = await foldsFile(set, suite.folder);
    const folds = given === null ? 5 : parseFolds(await readText(given), table.table.rowCount, given);
    const { target, task, ignore } = set;
    const time = call.world.now().toISOString();
    const request = makeRequest(table, { ...call.flags, target, task, ignore, folds }, { command: call.again, time });
    sets.push(planSet(set.name, request));
    machine = request.origin.machine;
  }
  if (machine === null) throw new Error("A suite has at least one set.");
  return { sets, machine };
}

/** Where a path of a manifest lies: as it is when it is absolute, else in the folder of the manifest. */
function placeOf(path: string, folder: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

/** The folds that the manifest names, or folds/NAME.csv beside it. */
async function foldsFile(set: ManifestSet, folder: string): Promise<string | null> {
  if (set.folds !== null) return placeOf(set.folds, folder);
  if (basename(set.name) !== set.name) return null;
  const usual = join(folder, "folds", `${set.name}.csv`);
  return (await exists(usual)) ? usual : null;
}
