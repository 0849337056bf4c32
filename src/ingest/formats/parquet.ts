import {
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
import type { DeclaredColumn, DeclaredKind } from "./declared.ts";

/**
 * Columns of a Parquet file, column by column, whatever it is compressed with. Throws a UserError for a file that is
 * damaged or ends early.
 */
export async function readParquet(bytes: Uint8Array, name: string): Promise<readonly DeclaredColumn[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  try {
    const metadata = await parquetMetadataAsync(file);
    const rows = rowsOf(metadata);
    checkRows(rows, bytes.length);
    const columns: DeclaredColumn[] = [];
    for (const { element, children } of parquetSchema(metadata).children) {
      const nested = children.length > 0 || element.repetition_type === "REPEATED";
      const kind = nested ? "nested" : kindOf(element);
      const values: unknown[] = kind === "nested" ? [] : Array.from({ length: rows }, () => null);
      if (kind !== "nested") {
        await parquetRead({
          file,
          metadata,
          compressors: checkedCompressors,
          columns: [element.name],
          onChunk: ({ columnData, rowStart }) => {
            for (let i = 0; i < columnData.length; i++) values[rowStart + i] = columnData[i];
          },
        });
      }
      columns.push({ name: element.name, kind, type: typeOf(element, nested), values });
    }
    return columns;
  } catch (error) {
    throw new UserError(`${name} is a Parquet file that cannot be read: ${reasonOf(error)}.`, {
      hint: "Check that it was copied completely, or write it again.",
    });
  }
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
