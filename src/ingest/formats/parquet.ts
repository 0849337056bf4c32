import {
  type AsyncBuffer,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type RowGroup,
  type SchemaElement,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { reasonOf, UserError } from "../../base/errors.ts";
import { checkRows, checkUnpacked } from "./bounds.ts";
import { checkPages, type PageCheck } from "./parquet-pages.ts";
import { compactNumbers, type DeclaredColumn, type DeclaredKind } from "./declared.ts";

/**
 * Columns of a Parquet file, column by column, whatever it is compressed with. Throws a UserError for a file that is
 * damaged or ends early.
 */
export async function readParquet(bytes: Uint8Array, name: string): Promise<readonly DeclaredColumn[]> {
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  return tried(name, async () => {
    const { metadata, rows } = await metadataOf(file);
    return readColumns(file, metadata, { name, from: 0, to: rows });
  });
}

/** The same, one row group after the other: no more than a group is in memory. */
export async function* parquetGroups(file: AsyncBuffer, name: string): AsyncGenerator<readonly DeclaredColumn[]> {
  const { metadata } = await tried(name, () => metadataOf(file));
  let from = 0;
  for (const group of metadata.row_groups) {
    const to = from + Number(group.num_rows);
    yield await tried(name, () => readColumns(file, metadata, { name, from, to }));
    from = to;
  }
}

async function tried<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw unreadable(`${name} is a Parquet file that`, error);
  }
}

/** A sentence about a damaged file; what the reader of its bytes stumbled over says nothing to its owner. */
function unreadable(what: string, error: unknown): UserError {
  const stumbled = error instanceof TypeError || error instanceof RangeError;
  const reason = stumbled ? "its parts contradict one another" : reasonOf(error);
  return new UserError(`${what} cannot be read: ${reason}.`, {
    hint: "Check that it was copied completely, or write it again.",
  });
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
  { name, from, to }: { readonly name: string; readonly from: number; readonly to: number },
): Promise<readonly DeclaredColumn[]> {
  const columns: DeclaredColumn[] = [];
  for (const { element, children } of parquetSchema(metadata).children) {
    const nested = children.length > 0 || element.repetition_type === "REPEATED";
    const kind = nested ? "nested" : kindOf(element);
    const values: unknown[] = kind === "nested" ? [] : Array.from({ length: to - from }, () => null);
    if (kind !== "nested") {
      try {
        for (const { group, start, end } of groupsWithin(metadata, { from, to })) {
          const checks = [...(await checkPages(file, group, element))];
          let held = 0;
          await parquetRead({
            file,
            metadata,
            compressors: checkedCompressors(checks),
            columns: [element.name],
            rowStart: start,
            rowEnd: end,
            onChunk: ({ columnData, rowStart }) => {
              for (let i = 0; i < columnData.length; i++) values[rowStart - from + i] = columnData[i];
              held += columnData.length;
            },
          });
          if (held !== end - start) throw new Error(`it holds ${held} values in ${end - start} rows`);
        }
        // What a page lacks, such as an entry of its dictionary, would pass for a missing cell.
        if (values.includes(undefined)) throw new Error("its pages name values that they do not hold");
      } catch (error) {
        throw unreadable(`Column "${element.name}" of the Parquet file ${name}`, error);
      }
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

/** The groups whose rows lie between two numbers, with the first of their rows and the one after the last. */
function groupsWithin(
  { row_groups: groups }: FileMetaData,
  { from, to }: { readonly from: number; readonly to: number },
): readonly { readonly group: RowGroup; readonly start: number; readonly end: number }[] {
  let end = 0;
  return groups
    .map((group) => ({ group, start: end, end: (end += Number(group.num_rows)) }))
    .filter((each) => each.end > each.start && each.start >= from && each.end <= to);
}

/** Unpacks pages, and checks each before it is read. */
function checkedCompressors(checks: PageCheck[]): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, unpack]) => [
      codec,
      (packed: Uint8Array, length: number) => {
        checkUnpacked(length, packed);
        const page = unpack(packed, length);
        checks.shift()?.(page);
        return page;
      },
    ]),
  );
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
  if (named.startsWith("TIME") || named === "INTERVAL" || named === "JSON" || named === "BSON") return "nested";
  if (named === "DECIMAL" || named === "FLOAT16") return "number";
  if (type === "BOOLEAN") return "boolean";
  return type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY" ? "text" : "number";
}

function typeOf({ type, converted_type: converted, logical_type: logical }: SchemaElement, nested: boolean): string {
  return nested ? (converted ?? logical?.type ?? "STRUCT") : (logical?.type ?? converted ?? type ?? "NULL");
}
