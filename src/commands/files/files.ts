import { randomBytes } from "node:crypto";
import { access, constants, mkdir, open, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { nearest, UserError } from "../../base/errors.ts";
import type { World } from "../command-line/command.ts";

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
  return { name: nameOf(path), file: path, bytes: await readBytes(path, /\.(csv|tsv)(\.gz)?$/iu) };
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
      hint: "JSON wants double quotes around names and texts, and no comma after the last item.",
    });
  }
}

async function readInput(world: World): Promise<Uint8Array> {
  if (world.input.isTTY === true) {
    throw new UserError("There is nothing on standard input.", {
      hint: "Pipe a table into it, or name a file instead of -.",
    });
  }
  const parts: Buffer[] = [];
  for await (const part of world.input) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** `wanted` tells the files that are suggested when `path` is a folder. */
async function readBytes(path: string, wanted: RegExp): Promise<Uint8Array> {
  if (path.includes("\0")) throw new UserError("A file name cannot hold a NUL character.");
  try {
    const file = await open(path, "r");
    try {
      if ((await file.stat()).isDirectory()) {
        throw new UserError(`${path} is a folder, not a file.`, { hint: await listing(path, wanted) });
      }
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
  const bare = basename(path).replace(/(\.(csv|tsv|txt|tab|data|gz))+$/iu, "");
  return bare.replace(/^[.\s]+/u, "") || "table";
}

function trouble(error: unknown): string {
  const code = codeOf(error);
  const known = new Map([
    ["ENOENT", "does not exist"],
    ["EACCES", "may not be read: permission denied"],
    ["EPERM", "may not be used: permission denied"],
    ["EISDIR", "is a folder, not a file"],
    ["ENOTDIR", "does not exist: a part of its path is a file"],
    ["ENAMETOOLONG", "is too long for a file name"],
    ["EROFS", "is on a disk that is read only"],
    ["ENOSPC", "does not fit: the disk is full"],
    ["ERR_FS_FILE_TOO_LARGE", "is larger than 2 GB"],
  ]);
  return known.get(code) ?? (error instanceof Error ? error.message : String(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
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

async function listing(folder: string, wanted: RegExp): Promise<string> {
  const found = (await readdir(folder)).filter((name) => wanted.test(name)).sort();
  return found.length === 0
    ? "Name a file in it."
    : `Name a file in it, such as ${found
        .slice(0, 3)
        .map((name) => `"${join(folder, name)}"`)
        .join(" or ")}.`;
}

export async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw new UserError(`${path} ${trouble(error)}.`);
  }
}

/** Throws a `UserError` when a file or folder may not be written at `path`: something is there, and no force or of the other kind. */
export async function claim(path: string, force: boolean, kind: "file" | "folder" = "file"): Promise<void> {
  if (!(await exists(path))) return checkParent(path);
  const isFolder = (await stat(path)).isDirectory();
  if (isFolder !== (kind === "folder")) {
    throw new UserError(`${path} is a ${isFolder ? "folder" : "file"}, not a ${kind}.`, {
      hint: "Choose another place with --out.",
    });
  }
  if (force || (isFolder && (await readdir(path)).length === 0)) return;
  throw new UserError(`${path} exists already.`, {
    hint: "Choose another place with --out, or overwrite it with --force.",
  });
}

/** Throws a `UserError` when the nearest folder above `path` that is there is none, or may not be written. */
async function checkParent(path: string): Promise<void> {
  const parent = dirname(path);
  if (!(await exists(parent))) {
    if (dirname(parent) !== parent) await checkParent(parent);
    return;
  }
  const allowed = await access(parent, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (allowed && (await stat(parent)).isDirectory()) return;
  throw new UserError(`${path} cannot be made in ${parent}.`, { hint: "Choose another place with --out." });
}

/** Makes a folder and those above it, one by one: Node's recursive form never ends where a parent cannot be made, as under /proc. */
async function makeFolder(path: string): Promise<void> {
  if (await exists(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await exists(path))) throw error; // another write made it in the meantime
  });
}

/** The files of a folder by name: text, or bytes. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Writes a file whole or not at all: beside its place first, then renamed. Makes the folder. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const beside = join(dirname(path), `.${basename(path).slice(0, 60)}.${randomBytes(6).toString("hex")}`);
  try {
    await makeFolder(dirname(path));
    await writeFile(beside, content);
    await rename(beside, path);
  } catch (error) {
    await discard(beside);
    throw new UserError(`${path} cannot be written: ${trouble(error)}.`, {
      hint: "Choose another place with --out.",
    });
  }
}

/**
 * Writes the files of a folder. A folder that is not there appears whole or not at all; in one that is there each file is
 * replaced whole and others are left alone.
 */
export async function writeFolder(folder: string, files: Files): Promise<void> {
  if (await exists(folder)) {
    for (const [name, content] of files) await writeWhole(join(folder, name), content);
    return;
  }
  const beside = join(dirname(folder), `.${basename(folder).slice(0, 60)}.${randomBytes(6).toString("hex")}`);
  try {
    await makeFolder(beside);
    for (const [name, content] of files) await writeFile(join(beside, name), content);
    await rename(beside, folder);
  } catch (error) {
    throw new UserError(`${folder} cannot be written: ${trouble(error)}.`, {
      hint: "Choose another place with --out.",
    });
  } finally {
    await discard(beside);
  }
}

/** Removes what was begun; where even that fails there is nothing left to remove. */
async function discard(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true }).catch(() => {});
}
