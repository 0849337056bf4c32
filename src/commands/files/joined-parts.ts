import { createHash } from "node:crypto";
import { NoRowsError } from "../../base/errors.ts";
import { concatenate, type TablePart } from "../../ingest/concatenate.ts";
import { declaredColumn } from "../../ingest/formats/declared.ts";
import type { FileRead } from "../../ingest/formats/read.ts";
import type { ValueOptions } from "../../ingest/values.ts";
import { partitionColumns } from "./partition-columns.ts";
import { nameOfPattern } from "./read.ts";
import type { TablePath } from "./table-files.ts";

/** A table as read, with the name of its run. */
export interface Reading extends FileRead {
  readonly name: string;
}

interface Parts<Options> {
  readonly path: string;
  readonly files: TablePath["files"];
  readonly options: Options;
}

/**
 * The tables in several files, each as `read` reads it, one after another. The columns that their folders name come
 * first, so that the last column stays the last of the files; files without rows are passed over. Throws a `UserError`
 * where the files differ, or none has rows.
 */
export async function joinedParts<Options extends ValueOptions>(
  { path, files, options }: Parts<Options>,
  read: (file: string, options: Options) => Promise<Reading>,
): Promise<Reading> {
  const [first, ...others] = files;
  if (others.length === 0 && first!.partition.length === 0) return read(first!.path, options);
  const columnsOf = partitionColumns(files);
  const named = new Set(files.flatMap(({ partition }) => partition.map(([column]) => column)));
  const types = Object.fromEntries(Object.entries(options.types ?? {}).filter(([column]) => !named.has(column)));
  const parts: (Reading & TablePart)[] = [];
  let empty: NoRowsError | null = null;
  for (const file of files) {
    try {
      const part = await read(file.path, { ...options, types });
      parts.push({ ...withColumns(part, columnsOf(file, part.table.rowCount), options), file: file.path });
    } catch (error) {
      if (!(error instanceof NoRowsError)) throw error;
      empty ??= error;
    }
  }
  if (parts.length === 0) throw empty!;
  const { rules } = parts[0]!;
  return {
    ...concatenate(parts),
    ...(rules === undefined ? {} : { rules }),
    name: nameOfPattern(path),
    sha256: createHash("sha256")
      .update(parts.map(({ sha256 }) => sha256).join("\n"))
      .digest("hex"),
    bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
  };
}

/** Columns before those of a part, but for names that it has itself. */
function withColumns(
  part: Reading,
  columns: ReturnType<ReturnType<typeof partitionColumns>>,
  options: ValueOptions,
): Reading {
  const known = new Set(part.table.columns.map(({ name }) => name));
  const read = columns
    .filter(({ name }) => !known.has(name) && options.types?.[name] !== "ignore")
    .flatMap((column) => declaredColumn(column, options).column ?? []);
  return {
    ...part,
    table: { ...part.table, columns: [...read.map(({ column }) => column), ...part.table.columns] },
    decisions: [...read.map(({ decision }) => decision), ...part.decisions],
  };
}
