import { describe } from "../../base/check.ts";
import { UserError } from "../../base/errors.ts";
import { type ArqueroLike, type FrameLike, fromArquero, fromFrame, fromRows } from "../../ingest/adapters.ts";
import { readTableBytes } from "../../ingest/formats/read.ts";
import { rulesOf } from "../../ingest/reading-rules.ts";
import type { ValueOptions } from "../../ingest/values.ts";
import type { ModelArtifact } from "../../model/artifact.ts";
import { readingSchema } from "../../predict/table.ts";
import { joinedParts } from "../files/joined-parts.ts";
import { readFile } from "../files/read.ts";
import { tableFiles } from "../files/table-files.ts";
import type { NamedTable } from "../flags/request.ts";
import { checkReadOptions, type ReadOptions } from "./read-options.ts";
import { inLibraryWords } from "./words.ts";

/**
 * What a table can be read from: the path of a file, of a folder of files or a pattern of them, bytes of a file, one
 * object per row, an Arquero table or a danfo.js frame.
 */
export type TableSource = string | Uint8Array | readonly object[] | ArqueroLike | FrameLike;

/**
 * Reads a table, from a file (plain or gzip) with the types of whole columns, from memory with the kinds that its
 * values have. Throws a `UserError` that says what is wrong and where.
 */
export function readTable(source: TableSource, options: ReadOptions = {}): Promise<NamedTable> {
  return inLibraryWords(() => read(source, checkReadOptions(options)));
}

/** A table that was already read, unchanged; anything else is read first, as a model does. Throws a `UserError`. */
export async function asNamedTable(data: NamedTable | TableSource, model?: ModelArtifact): Promise<NamedTable> {
  return isNamedTable(data) ? data : read(data, model === undefined ? {} : { model });
}

function isNamedTable(data: unknown): data is NamedTable {
  if (typeof data !== "object" || data === null || !("table" in data && "name" in data)) return false;
  const { table } = data;
  return typeof table === "object" && table !== null && "rowCount" in table && "columns" in table;
}

async function read(source: TableSource, options: ReadOptions): Promise<NamedTable> {
  const { model, ...given } = options;
  const reading = { ...model?.reading, ...given };
  const schema = model === undefined ? undefined : readingSchema(model);
  if (typeof source === "string") {
    const { files } = await tableFiles(source);
    const rules = schema === undefined ? reading : { ...reading, schema };
    const table = await joinedParts({ path: source, files, options: rules }, async (path, each) => {
      const { bytes, file, name } = await readFile(path);
      return { ...(await readTableBytes(bytes, { ...each, name: file }, schema)), name };
    });
    return { ...table, name: options.name ?? table.name };
  }
  const name = options.name ?? "table";
  if (source instanceof Uint8Array) return { ...(await readTableBytes(source, { ...reading, name }, schema)), name };
  const rules = rulesOf(reading);
  const table = inMemory(source, schema === undefined ? reading : { ...reading, schema });
  return { ...table, ...(rules === undefined ? {} : { rules }), name, sha256: "", bytes: 0 };
}

function inMemory(
  source: Exclude<TableSource, string | Uint8Array>,
  options: ValueOptions,
): Pick<NamedTable, "table" | "decisions" | "findings"> {
  const given: unknown = source;
  if (given instanceof Promise) {
    throw new UserError("A promise is no table.", { hint: "Wait for it: await readTable(…)." });
  }
  if (isRows(source)) return fromRows(source, options);
  if (typeof given === "object" && given !== null) {
    if ("columnNames" in source) return fromArquero(source, options);
    if ("columns" in source && "values" in source) return fromFrame(source, options);
  }
  throw new UserError(`${describe(source).replace(/^./u, (first) => first.toUpperCase())} is no table.`, {
    hint: "Give a path, bytes, an array of objects, an Arquero table, a danfo.js DataFrame, or what readTable gave.",
  });
}

/** `Array.isArray` does not narrow a readonly array away. */
function isRows(source: readonly object[] | ArqueroLike | FrameLike): source is readonly object[] {
  return Array.isArray(source);
}
