import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaElement,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { reasonOf, UserError } from "../../base/errors.ts";
import { checkRows, checkUnpacked } from "./bounds.ts";
import { compactNumbers, type DeclaredColumn, type DeclaredKind } from "./declared.ts";

/**
 * Columns of a Parquet file, column by column, whatever it is compressed with. Throws a UserError for a file that is
 * damaged or ends early.
 */
export async function readParquet(bytes: Uint8Array, name: string): Promise<readonly DeclaredColumn[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return tried(name, async () => {
    const { metadata, rows } = await metadataOf(file);
    return readColumns(file, metadata, { from: 0, to: rows });
  });
}

/** The same, one row group after the other: no more than a group is in memory. */
export async function* parquetGroups(file: AsyncBuffer, name: string): AsyncGenerator<readonly DeclaredColumn[]> {
  const { metadata } = await tried(name, () => metadataOf(file));
  let from = 0;
  for (const group of metadata.row_groups) {
    const to = from + Number(group.num_rows);
    yield await tried(name, () => readColumns(file, metadata, { from, to }));
    from = to;
  }
}

async function tried<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw new UserError(`${name} is a Parquet file that cannot be read: ${reasonOf(error)}.`, {
      hint: "Check that it was copied completely, or write it again.",
    });
  }
}

async function metadataOf(file: AsyncBuffer): Promise<{ readonly metadata: FileMetaData; readonly rows: number }> {
  const metadata = await parquetMetadataAsync(file);
  const rows = rowsOf(metadata);
  checkRows(rows, file.byteLength);
  return { metadata, rows };
}

/** Rows of whole groups. */
async function readColumns(
  file: AsyncBuffer,
  metadata: FileMetaData,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly DeclaredColumn[]> {
  const columns: DeclaredColumn[] = [];
  for (const { element, children } of parquetSchema(metadata).children) {
    const nested = children.length > 0 || element.repetition_type === "REPEATED";
    const kind = nested ? "nested" : kindOf(element);
    const values: unknown[] = kind === "nested" ? [] : Array.from({ length: to - from }, () => null);
    if (kind !== "nested") {
      await parquetRead({
        file,
        metadata,
        compressors: checkedCompressors,
        columns: [element.name],
        rowStart: from,
        rowEnd: to,
        onChunk: ({ columnData, rowStart }) => {
          for (let i = 0; i < columnData.length; i++) values[rowStart - from + i] = columnData[i];
        },
      });
    }
    columns.push({
      name: element.name,
      kind,
      type: typeOf(element, nested),
      values: kind === "number" ? compactNumbers(values) : values,
    });
  }
  return columns;
}

const checkedCompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (packed: Uint8Array, length: number) => {
      checkUnpacked(length, packed);
      return unpack(packed, length);
    },
  ]),
);

/** Rows of all groups; a damaged number must not be believed. */
function rowsOf({ num_rows: announced, row_groups: groups }: FileMetaData): number {
  const rows = groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (rows !== Number(announced)) throw new Error(`its parts hold ${rows} rows where ${announced} are announced`);
  return rows;
}

function kindOf({ type, converted_type: converted, logical_type: logical }: SchemaElement): DeclaredKind {
  const named = logical?.type ?? converted ?? "";
  if (named === "DATE" || named.startsWith("TIMESTAMP") || type === "INT96") return "date";
  if (named.startsWith("TIME") || named === "INTERVAL" || named === "JSON" || named === "BSON") return "nested";
  if (named === "DECIMAL" || named === "FLOAT16") return "number";
  if (type === "BOOLEAN") return "boolean";
  return type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY" ? "text" : "number";
}

function typeOf({ type, converted_type: converted, logical_type: logical }: SchemaElement, nested: boolean): string {
  return nested ? (converted ?? logical?.type ?? "STRUCT") : (logical?.type ?? converted ?? type ?? "NULL");
}
