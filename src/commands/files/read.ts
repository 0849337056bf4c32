import { open, readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { nearest, UserError } from "../../base/errors.ts";
import type { World } from "../world.ts";
import { folderRefused } from "./folder.ts";
import { trouble } from "./trouble.ts";

/** A file's content with the name that the run gives it. */
export interface Source {
  readonly name: string; // without folder and ending, fit for a folder of its own
  readonly file: string; // for messages
  readonly bytes: Uint8Array;
}

/** Reads a file, or standard input for "-". Throws a `UserError`. */
export async function readSource(path: string, world: World): Promise<Source> {
  if (path === "-") return { name: "stdin", file: "standard input", bytes: await readInput(world) };
  return readFile(path);
}

/** Reads a file. Throws a `UserError`. */
export async function readFile(path: string): Promise<Source> {
  return { name: nameOf(path), file: path, bytes: await readBytes(path) };
}

/** What a file begins with; nothing where there is no such file, which whoever reads it then says. */
export async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path, "r").catch(() => null);
  try {
    const { buffer, bytesRead } = (await file?.read(new Uint8Array(200))) ?? { buffer: new Uint8Array(), bytesRead: 0 };
    return buffer.subarray(0, bytesRead);
  } catch {
    return new Uint8Array();
  } finally {
    await file?.close();
  }
}

/** A text file such as JSON. Throws a `UserError`. */
export async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path, /\.json$/iu));
}

/** A JSON file's value. Throws a `UserError` that names the place. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${path} is not JSON: ${reason}.`, {
      hint: "JSON needs double quotes around names and texts, and no comma after the last item.",
    });
  }
}

async function readInput(world: World): Promise<Uint8Array> {
  if (world.input.isTTY === true) {
    throw new UserError("Standard input is empty.", {
      hint: "Pipe a table into the command, or name a file instead of -.",
    });
  }
  const parts: Buffer[] = [];
  for await (const part of world.input) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** `wanted` selects the files that are suggested when `path` is a folder; left out, tables. */
async function readBytes(path: string, wanted?: RegExp): Promise<Uint8Array> {
  if (path.includes("\0")) throw new UserError("A file name cannot hold a NUL character.");
  try {
    const file = await open(path, "r");
    try {
      if ((await file.stat()).isDirectory()) throw await folderRefused(path, wanted);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} ${trouble(error)}.`, { hint: await neighbour(path) });
  }
}

/** "homes" for "data/homes.csv.gz"; never a path, never hidden, never empty. */
export function nameOf(path: string): string {
  const bare = basename(path).replace(
    /(\.(csv|tsv|txt|tab|data|parquet|arrows?|feather|jsonl?|ndjson|db|duckdb|sqlite3?|zip|gz))+$/iu,
    "",
  );
  return bare.replace(/^[.\s]+/u, "") || "table";
}

/** "sales" for "data/sales/*.csv" and for "sales/year=*\/*.csv", "sales-" for "data/sales-*.csv". */
export function nameOfPattern(path: string): string {
  const steps = path.split(/[\\/]+/u);
  const first = steps.findIndex((step) => /[*?]/u.test(step));
  if (first < 0) return nameOf(path);
  const own = nameOf(steps[first]!.replace(/\.[^*?]*$/u, "").replace(/[*?]+/gu, ""));
  const isLast = first === steps.length - 1;
  return isLast && own !== "table" ? own : nameOf(steps[first - 1] ?? "");
}

/** A file of nearly that name in the same folder, or where we looked. */
async function neighbour(path: string): Promise<string> {
  const folder = dirname(path);
  try {
    const near = nearest(basename(path), await readdir(folder));
    if (near !== undefined && near !== basename(path)) return `Did you mean "${join(folder, near)}"?`;
    return `Looked in ${resolve(folder)}.`;
  } catch {
    return `The folder ${resolve(folder)} cannot be read either.`;
  }
}
