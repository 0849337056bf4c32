import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { UserError } from "../../base/errors.ts";
import { tableEnding } from "../../ingest/formats/endings.ts";

/** What lies in a folder. */
export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What is in a folder, sorted, but for hidden files and what Spark and its like write beside the parts of a table. */
export async function entriesOf(folder: string): Promise<readonly Entry[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
  if (entries === null) throw new UserError(`The folder ${folder} cannot be read.`);
  if (entries.some(({ name }) => name === "_delta_log")) {
    throw new UserError(`${folder} is a Delta table, which is not read here: its log says which files count.`, {
      hint: "Write its rows as Parquet files, and give those.",
    });
  }
  const sorted = entries
    .filter(({ name }) => isContent(name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return Promise.all(
    sorted.map(async (entry) => {
      const isFolder = entry.isSymbolicLink()
        ? (await stat(join(folder, entry.name)).catch(() => entry)).isDirectory()
        : entry.isDirectory();
      return { name: entry.name, isFolder };
    }),
  );
}

/** A folder that is no table, with what it could be read instead: the files that `wanted` selects. */
export async function folderRefused(folder: string, wanted = suggested): Promise<UserError> {
  return new UserError(`${folder} is a folder, not a file.`, { hint: await listing(folder, wanted) });
}

const suggested = new RegExp(`${tableEnding.source}|\\.zip$`, "iu");

async function listing(folder: string, wanted: RegExp): Promise<string> {
  const found = (await readdir(folder)).filter((name) => isContent(name) && wanted.test(name)).sort();
  const some = found.slice(0, 3).map((name) => `"${join(folder, name)}"`);
  const endings = new Set(found.map((name) => extname(name)));
  const areParts = found.length > 1 && endings.size === 1 && !endings.has(".json");
  const together = areParts
    ? ` Files that make up one table are named together: "${join(folder, "*")}${[...endings][0]}".`
    : "";
  return some.length === 0 ? "Name a file in it." : `Name a file in it, such as ${some.join(" or ")}.${together}`;
}

/** No hidden file, and none of the notes such as _SUCCESS that are written beside parts; _year=2024 names a column. */
function isContent(name: string): boolean {
  return !name.startsWith(".") && (!name.startsWith("_") || name.includes("="));
}
