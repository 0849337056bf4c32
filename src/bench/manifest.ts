import { nearest, UserError } from "../base/errors.ts";
import type { AskedTask } from "../ingest/target.ts";

/** One table of a suite, as the manifest names it. */
export interface ManifestSet {
  readonly name: string;
  readonly file: string; // relative to the manifest
  readonly task: AskedTask;
  readonly target: string | null; // null: the last column that is not ignored
  readonly ignore: readonly string[];
  /** CSV with row and fold, relative to the manifest; null: folds/NAME.csv if that is there. */
  readonly folds: string | null;
  readonly sha256: string | null;
}

const tasks: readonly AskedTask[] = ["auto", "binary", "multiclass", "regression"];

/** Keys that steer a run. */
const steering = ["name", "file", "task", "target", "ignore", "folds", "sha256"];

/** Keys that describe the data to people, and are not read here. */
const describing = [
  "rows",
  "columns",
  "numeric",
  "categorical",
  "missing_cells",
  "missingCells",
  "columns_with_missing",
  "classes",
  "class_counts",
  "max_category_levels",
  "bytes",
  "source",
  "citation",
  "licence",
  "note",
  "target_min",
  "target_max",
  "target_mean",
  "date_columns",
  "dates",
];

/**
 * The sets of a `datasets.json`: an object with `datasets` (and perhaps `about`), or the list itself. `file` names it
 * in messages. Throws a `UserError` for an unknown key, a value of another kind, or a name that occurs twice.
 */
export function parseManifest(content: unknown, file: string): ManifestSet[] {
  const list = isRecord(content) ? listOf(content, file) : content;
  if (!Array.isArray(list) || list.length === 0) {
    throw new UserError(`${file} names no data sets.`, {
      hint: 'It looks like {"datasets": [{"name": "iris", "file": "iris.csv", "target": "species"}]}.',
    });
  }
  const sets = list.map((entry: unknown, i) => parseSet(entry, i, file));
  const seen = new Set<string>();
  for (const { name } of sets) {
    if (seen.has(name)) {
      throw new UserError(`${file} names two data sets "${name}".`, { hint: "Give each its own name." });
    }
    seen.add(name);
  }
  return sets;
}

/**
 * The sets of a folder without a manifest: one a table file, in order of name, named as the file without its ending.
 */
export function manifestOfFiles(files: readonly string[], folder: string): ManifestSet[] {
  const tables = files.filter((file) => /\.(csv|tsv)(\.gz)?$/iu.test(file)).toSorted();
  if (tables.length === 0) {
    throw new UserError(`${folder} holds no CSV file and no datasets.json.`, {
      hint: "Name a folder of tables or a manifest.",
    });
  }
  const list = tables.map((file) => ({ name: file.replace(/\.(csv|tsv)(\.gz)?$/iu, ""), file }));
  return parseManifest(list, folder);
}

function listOf(content: Record<string, unknown>, file: string): unknown {
  refuseUnknown(content, ["about", "datasets"], file);
  return content["datasets"];
}

function parseSet(entry: unknown, place: number, file: string): ManifestSet {
  if (!isRecord(entry)) throw new UserError(`Data set ${place + 1} in ${file} is not an object.`);
  const name = entry["name"];
  if (typeof name !== "string" || name.trim() === "") {
    throw new UserError(`Data set ${place + 1} in ${file} has no name.`, { hint: 'Give it a "name".' });
  }
  const where = `data set "${name}" in ${file}`;
  refuseUnknown(entry, [...steering, ...describing], where);
  const path = text(entry, "file", where) ?? `${name}.csv`;
  const task = text(entry, "task", where) ?? "auto";
  const known = tasks.find((candidate) => candidate === task);
  if (known === undefined) {
    throw new UserError(`The task of ${where} is ${JSON.stringify(task)}.`, {
      hint: `Tasks are ${tasks.join(", ")}.`,
    });
  }
  return {
    name,
    file: path,
    task: known,
    target: text(entry, "target", where),
    ignore: names(entry["ignore"], where),
    folds: text(entry, "folds", where),
    sha256: text(entry, "sha256", where),
  };
}

function text(entry: Record<string, unknown>, key: string, where: string): string | null {
  const value = entry[key];
  if (value === undefined || value === null) return null;
  if (typeof value === "string" && value !== "") return value;
  throw new UserError(`"${key}" of ${where} is ${JSON.stringify(value)}.`, { hint: "It must be a text." });
}

function names(value: unknown, where: string): string[] {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === "string") return item;
    throw new UserError(`"ignore" of ${where} holds ${JSON.stringify(item)}.`, {
      hint: "It must be a list of column names.",
    });
  });
}

function refuseUnknown(entry: Record<string, unknown>, known: readonly string[], where: string): void {
  for (const key of Object.keys(entry)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    throw new UserError(`Unknown key "${key}" in ${where}.`, {
      hint: near === undefined ? `Keys that steer a run are ${steering.join(", ")}.` : `Did you mean "${near}"?`,
    });
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
