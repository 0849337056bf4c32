import { randomBytes } from "node:crypto";
import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { exists, trouble } from "./trouble.ts";

/**
 * Throws a `UserError` when `path` must not be written: something is there, and either `force` is not given or it is a
 * file where a folder is wanted (or the reverse).
 */
export async function claim(path: string, force: boolean, kind: "file" | "folder" = "file"): Promise<void> {
  if (!(await exists(path))) return checkParent(path);
  const isFolder = (await stat(path)).isDirectory();
  if (isFolder !== (kind === "folder")) {
    throw new UserError(`${path} is a ${isFolder ? "folder" : "file"}, not a ${kind}.`, {
      hint: "Choose another place with --out.",
    });
  }
  if (force || (isFolder && (await readdir(path)).length === 0)) return;
  throw new UserError(`${path} already exists.`, {
    hint: "Choose another place with --out, or overwrite it with --force.",
  });
}

/** Throws a `UserError` when the nearest existing place above `path` is not a folder, or cannot be written. */
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

/**
 * Makes a folder and those above it, one by one: Node's recursive form hangs where a parent cannot be made, as under
 * /proc.
 */
async function makeFolder(path: string): Promise<void> {
  if (await exists(path)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    if (!(await exists(path))) throw error; // another write made it in the meantime
  });
}

/** Files by name or path: text, or bytes. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Writes a file whole or not at all: beside its place first, then renamed. Makes the folder. */
export function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  return writeTogether(new Map([[path, content]]));
}

/** Writes files by their paths: all beside their places first, then renamed in their order. Makes the folders. */
export async function writeTogether(files: Files): Promise<void> {
  const written = Array.from(files, ([path, content]) => ({ path, content, beside: besideOf(path) }));
  try {
    for (const { path, content, beside } of written) {
      await naming(path, async () => {
        await makeFolder(dirname(path));
        await writeFile(beside, content);
      });
    }
    for (const { path, beside } of written) await naming(path, () => rename(beside, path));
  } finally {
    for (const { beside } of written) await discard(beside);
  }
}

/** A hidden name in the folder of a file. */
function besideOf(path: string): string {
  return join(dirname(path), `.${basename(path).slice(0, 60)}.${randomBytes(6).toString("hex")}`);
}

/** Throws a `UserError` with the path where writing fails. */
async function naming(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new UserError(`${path} cannot be written: ${trouble(error)}.`, {
      hint: "Choose another place with --out.",
    });
  }
}

/** A file that grows beside its place and takes it whole when it is done, or never. */
export class GrowingFile {
  private readonly path: string;
  private readonly beside: string;
  private file: FileHandle | null = null;

  constructor(path: string) {
    this.path = path;
    this.beside = besideOf(path);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await naming(this.path, async () => {
      if (this.file === null) {
        await makeFolder(dirname(this.path));
        this.file = await open(this.beside, "w");
      }
      await this.file.appendFile(bytes);
    });
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    await this.write(new Uint8Array(0));
    await naming(this.path, async () => {
      await this.file?.close();
      await rename(this.beside, this.path);
    });
  }

  /** Leaves nothing behind; after `finish` nothing happens. */
  async discard(): Promise<void> {
    await this.file?.close().catch(() => {});
    await discard(this.beside);
  }
}

/**
 * Writes the files of a folder. A new folder appears whole or not at all; in an existing one each file is replaced
 * whole and other files stay.
 */
export async function writeFolder(folder: string, files: Files): Promise<void> {
  if (await exists(folder)) {
    for (const [name, content] of files) await writeWhole(join(folder, name), content);
    return;
  }
  const beside = besideOf(folder);
  try {
    await naming(folder, async () => {
      await makeFolder(beside);
      for (const [name, content] of files) await writeFile(join(beside, name), content);
      await rename(beside, folder);
    });
  } finally {
    await discard(beside);
  }
}

/** Removes what was begun. Where even that fails, nothing more can be done. */
async function discard(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true }).catch(() => {});
}
