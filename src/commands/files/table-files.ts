import { readdir, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import { UserError } from "../../base/errors.ts";
import { partEnding } from "../../ingest/formats/endings.ts";
import { entriesOf, folderRefused } from "./folder.ts";

/** One of the files that make up a table. */
export interface TableFile {
  readonly path: string;
  // What its folders say of all its rows: year=2024/month=1 are two of them. null is missing.
  readonly partition: readonly (readonly [column: string, value: string | null])[];
}

/** What a path stands for. */
export interface TablePath {
  readonly files: readonly TableFile[];
  readonly pattern: string; // that a database finds the same files by; the path itself for a single one
}

/**
 * The files that a path stands for, in the order of their names: itself; what a pattern such as `sales/*.parquet` finds
 * (`*` is any part of a name, `?` one character, `**` any folders); or the parts of a table in a folder, as Spark and
 * its like write them. Throws a `UserError` for a pattern that finds nothing and for a folder that is no table.
 */
export async function tableFiles(path: string): Promise<TablePath> {
  const known = path === "-" ? null : await stat(path).catch(() => null);
  if (known?.isDirectory() === true) {
    const files = await partsOf(path, []);
    const [ending = ""] = new Set(files.map(({ path: part }) => endingOf(part) ?? ""));
    return { files, pattern: join(path, "**", `*${ending}`) };
  }
  if (path === "-" || known !== null || !/[*?]/u.test(path)) return { files: [{ path, partition: [] }], pattern: path };
  const steps = path.split(sep === "/" ? /\/+/u : /[\\/]+/u);
  const first = steps.findIndex((step) => /[*?]/u.test(step));
  const base = first === 0 ? "" : steps.slice(0, first).join("/") || "/";
  const files = await matching({ path: base, partition: [] }, steps.slice(first));
  if (files.length === 0) throw await nothingFound(path, steps.length - first === 1);
  return { files, pattern: path };
}

/** The parts of a table in a folder and in those below it that name a column, such as year=2024. */
async function partsOf(folder: string, partition: TableFile["partition"]): Promise<readonly TableFile[]> {
  const found: TableFile[] = [];
  const parts: string[] = [];
  for (const { name, isFolder } of await entriesOf(folder)) {
    const path = join(folder, name);
    if (isFolder && !name.includes("=")) throw await folderRefused(folder);
    if (isFolder) found.push(...(await partsOf(path, [...partition, columnOf(name)])));
    else parts.push(path);
  }
  const endings = new Set(parts.map(endingOf));
  if (endings.has(null) || endings.size > 1 || parts.length + found.length === 0) throw await folderRefused(folder);
  return [...parts.map((path) => ({ path, partition })), ...found];
}

/** What steps of a pattern find from a place on. */
async function matching(from: TableFile, steps: readonly string[]): Promise<readonly TableFile[]> {
  const [step, ...rest] = steps as [string, ...string[]];
  const found: TableFile[] = [];
  if (step === "**" && rest.length > 0) found.push(...(await matching(from, rest)));
  const expression = expressionOf(step);
  for (const { name, isFolder } of await entriesOf(from.path === "" ? "." : from.path)) {
    if (step !== "**" && !expression.test(name)) continue;
    const path = from.path === "" ? name : join(from.path, name);
    const partition = isFolder && name.includes("=") ? [...from.partition, columnOf(name)] : from.partition;
    if (step === "**") {
      if (isFolder) found.push(...(await matching({ path, partition }, steps)));
      else if (rest.length === 0) found.push({ path, partition });
    } else if (rest.length > 0) {
      if (isFolder) found.push(...(await matching({ path, partition }, rest)));
    } else found.push(...(isFolder ? await partsOf(path, partition) : [{ path, partition }]));
  }
  return found;
}

function expressionOf(step: string): RegExp {
  const text = step
    .replace(/[\\^$.|+()[\]{}]/gu, "\\$&")
    .replace(/\*/gu, ".*")
    .replace(/\?/gu, ".");
  return new RegExp(`^${text}$`, "u");
}

/** The ending of a table's file, "" for a part without one, null for a file of another kind. */
function endingOf(path: string): string | null {
  const name = path.slice(path.lastIndexOf(sep) + 1);
  const ending = partEnding.exec(name)?.[0].toLowerCase();
  return ending ?? (/^part-[^.]*$/u.test(name) ? "" : null);
}

/** Hive's name for a missing value in a path. */
const missing = "__HIVE_DEFAULT_PARTITION__";

function columnOf(folder: string): readonly [string, string | null] {
  const at = folder.indexOf("=");
  const value = decoded(folder.slice(at + 1));
  return [decoded(folder.slice(0, at)), value === missing || value === "" ? null : value];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function nothingFound(path: string, isInFolder: boolean): Promise<UserError> {
  const folder = dirname(path);
  if (!isInFolder) return new UserError(`No file is named like "${path}".`, { hint: `Looked from ${resolve(".")}.` });
  const names = (await readdir(folder)).toSorted();
  return new UserError(
    `No file in ${resolve(folder)} is named like "${path.slice(folder === "." ? 0 : folder.length + 1)}".`,
    {
      hint: `It holds ${names.length} files${names.length === 0 ? "" : `, such as "${names[0]}"`}.`,
    },
  );
}
