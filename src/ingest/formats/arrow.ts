import {
  type Column,
  CompressionType,
  type DataType,
  setCompressionCodec,
  tableFromIPC,
  Type,
} from "@uwdata/flechette";
import { decompressZstd } from "hyparquet-compressors";
import { UserError } from "../../base/errors.ts";
import { checkRows, checkUnpacked } from "./bounds.ts";
import { type ColumnPart, columnValues, type DeclaredKind, hoursOf } from "./column-values.ts";
import { damaged } from "./damaged.ts";
import type { DeclaredColumn } from "./declared.ts";
import { unpackLz4Frame } from "./lz4-frame.ts";

const writeOnly = (): never => {
  throw new Error("Arrow files are only read here.");
};

/**
 * Columns of an Arrow IPC stream, plain or packed with LZ4 or Zstandard. Throws a UserError for a stream that is
 * damaged or ends early.
 */
export function readArrowStream(bytes: Uint8Array, name: string): readonly DeclaredColumn[] {
  try {
    return readMessages(bytes, bytes.length);
  } catch (error) {
    throw damagedArrow(name, error);
  }
}

export function damagedArrow(name: string, error: unknown): UserError {
  if (error instanceof Error && error.message.startsWith("128 must be one of")) {
    return new UserError(`${name} is an Arrow file with integers of 128 bits, which only Polars knows.`, {
      hint: "Write them as 64 bits or text: cast(pl.Int64), cast(pl.Float64) or cast(pl.String).",
    });
  }
  return damaged(`${name} is an Arrow file that`, error);
}

/** Columns of a file, or of messages of one: schema, dictionaries, record batches. Throws where they are damaged. */
export function readMessages(messages: Uint8Array | Uint8Array[], bytes: number): readonly DeclaredColumn[] {
  setCompressionCodec(CompressionType.LZ4_FRAME, {
    encode: writeOnly,
    decode: (packed, length) => {
      checkUnpacked(length!, packed);
      return unpackLz4Frame(packed, length!);
    },
  });
  setCompressionCodec(CompressionType.ZSTD, {
    encode: writeOnly,
    decode: (packed, length) => {
      checkUnpacked(length!, packed);
      return decompressZstd(packed, new Uint8Array(length!));
    },
  });
  const table = tableFromIPC(messages, { useDate: false, useBigInt: true });
  checkRows(table.numRows, bytes);
  for (const column of table.children) checkLengths(column);
  return table.schema.fields.map(({ name, type }, place) => {
    const kind = kindOf(type);
    const values = kind === "nested" ? [] : columnValues(kind, [partOf(table.children[place]!, type)]);
    return { name, kind, type: typeName(type), values };
  });
}

function partOf(column: Column<unknown>, type: DataType): ColumnPart {
  const values: ArrayLike<unknown> = column.toArray();
  const cells = type.typeId === Type.Time ? hoursOf(values, 1000 ** type.unit) : values; // units: s, ms, µs, ns
  return { values: cells, rows: column.length, present: null };
}

/** A damaged length must not be believed: what a batch announces has to be there. */
function checkLengths({ data }: Column<unknown>): void {
  for (const { length, values, offsets, type } of data) {
    const perValue = type.typeId === Type.Bool ? 8 : 1;
    const held = offsets === undefined ? perValue * (values?.length ?? Infinity) : offsets.length - 1;
    if (!(length <= held)) throw new Error(`a column holds ${held} values where ${length} are announced`);
  }
}

function kindOf(type: DataType): DeclaredKind {
  switch (type.typeId) {
    case Type.Int:
    case Type.Float:
    case Type.Decimal:
    case Type.Duration:
    case Type.Time:
    case Type.Null:
      return "number";
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return "text";
    case Type.Bool:
      return "boolean";
    case Type.Date:
    case Type.Timestamp:
      return "date";
    case Type.Dictionary:
      return kindOf(type.dictionary);
    default:
      return "nested";
  }
}

function typeName(type: DataType): string {
  if (type.typeId === Type.Dictionary) return `Dictionary of ${typeName(type.dictionary)}`;
  const known = Object.entries(Type).find(([, id]) => id === type.typeId)?.[0] ?? "unknown";
  const unit = type.typeId === Type.Time ? ", in hours" : "";
  return "bitWidth" in type ? `${known}${type.bitWidth}${unit}` : known;
}
