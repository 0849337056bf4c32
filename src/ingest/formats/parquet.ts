import {
  type AsyncBuffer,
  type FileMetaData,
  parquetMetadataAsync,
  parquetSchema,
  type RowGroup,
  type SchemaElement,
  type SchemaTree,
} from "hyparquet";
import { UserError } from "../../base/errors.ts";
import { checkRows } from "./bounds.ts";
import { type ColumnPart, columnValues, type DeclaredKind, hoursOf } from "./column-values.ts";
import { damaged } from "./damaged.ts";
import type { DeclaredColumn } from "./declared.ts";
import { readPages } from "./parquet-pages.ts";
import { unpackPages } from "./parquet-values.ts";

/**
 * Columns of a Parquet file, column by column, whatever it is compressed with. Throws a UserError for a file that is
 * damaged or ends early.
 */
export async function readParquet(bytes: Uint8Array, name: string): Promise<readonly DeclaredColumn[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return tried(name, async () => {
    const metadata = await metadataOf(file);
    return readColumns(file, metadata, name);
  });
}

/** The same, one row group after the other: no more than a group is in memory. */
export async function* parquetGroups(file: AsyncBuffer, name: string): AsyncGenerator<readonly DeclaredColumn[]> {
  const metadata = await tried(name, () => metadataOf(file));
  for (const group of metadata.row_groups) {
    yield await tried(name, () => readColumns(file, { ...metadata, row_groups: [group] }, name));
  }
}

async function tried<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw damaged(`${name} is a Parquet file that`, error);
  }
}

async function metadataOf(file: AsyncBuffer): Promise<FileMetaData> {
  const metadata = await parquetMetadataAsync(file);
  checkRows(rowsOf(metadata), file.byteLength);
  return metadata;
}

/** All rows of these groups. */
async function readColumns(
  file: AsyncBuffer,
  metadata: FileMetaData,
  name: string,
): Promise<readonly DeclaredColumn[]> {
  const columns: DeclaredColumn[] = [];
  const root = parquetSchema(metadata);
  for (const node of root.children) {
    const { element, children } = node;
    const nested = children.length > 0 || element.repetition_type === "REPEATED";
    const kind = nested ? "nested" : kindOf(element);
    try {
      const values = kind === "nested" ? [] : await readColumn(file, metadata.row_groups, { path: [root, node], kind });
      columns.push({ name: element.name, kind, type: typeOf(element, nested), values });
    } catch (error) {
      throw damaged(`Column "${element.name}" of the Parquet file ${name}`, error);
    }
  }
  return columns;
}

interface Leaf {
  readonly path: readonly [root: SchemaTree, column: SchemaTree];
  readonly kind: DeclaredKind;
}

async function readColumn(file: AsyncBuffer, groups: readonly RowGroup[], { path, kind }: Leaf) {
  const { element } = path[1];
  const parts: ColumnPart[] = [];
  const unit = timeUnit(element);
  for (const group of groups) {
    if (Number(group.num_rows) === 0) continue;
    const chunk = group.columns.find(({ meta_data: known }) => known?.path_in_schema[0] === element.name)?.meta_data;
    if (chunk === undefined) throw new Error("it has no pages in a group of rows");
    const read = unpackPages(await readPages(file, group, { chunk, element }), { schemaPath: path, chunk });
    parts.push(...(unit === null ? read : read.map((part) => ({ ...part, values: hoursOf(part.values, unit) }))));
  }
  return columnValues(kind, parts);
}

/** Rows of all groups; a damaged number must not be believed. */
function rowsOf({ num_rows: announced, row_groups: groups }: FileMetaData): number {
  const rows = groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== Number(announced)) throw new Error(`its parts hold ${rows} rows where ${announced} are announced`);
  return rows;
}

function kindOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): DeclaredKind {
  const named = logical?.type ?? converted ?? "";
  if (named === "DATE" || named.startsWith("TIMESTAMP") || type === "INT96") return "date";
  if (named.startsWith("TIME")) return "number";
  if (named === "INTERVAL" || named === "JSON" || named === "BSON") return "nested";
  if (named === "DECIMAL" || named === "FLOAT16") return "number";
  if (type === "BOOLEAN") return "boolean";
  if (type === "FIXED_LEN_BYTE_ARRAY") return named === "UUID" ? "text" : "nested"; // bytes, which are no text
  return type === "BYTE_ARRAY" ? "text" : "number";
}

/** Parts of a second that a column of times of day counts; null for other columns. */
function timeUnit({ converted_type: converted, logical_type: logical }: SchemaElement): number | null {
  const unit = logical?.type === "TIME" ? logical.unit : /^TIME_(MILLIS|MICROS)$/u.exec(converted ?? "")?.[1];
  return unit === "MILLIS" ? 1e3 : unit === "MICROS" ? 1e6 : unit === "NANOS" ? 1e9 : null;
}

function typeOf({ type, converted_type: converted, logical_type: logical }: SchemaElement, nested: boolean): string {
  if (nested) return converted ?? logical?.type ?? "STRUCT";
  return (logical?.type ?? converted ?? type ?? "NULL").replace(/^TIME(?:_M.*)?$/u, "$&, in hours");
}
