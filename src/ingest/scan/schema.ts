import { record } from "../../wasm/schema.ts";

/*
 * What crosses into the kernel. src/build.mjs makes kernel/schema.generated.ts from it. Addresses are bytes from 0;
 * `u32[n]` and the like say what lies there.
 */

/** Where what TypeScript places begins; the kernel keeps its own below. */
export const firstPlace = 16_384;

/** Why a scan stopped: at the end of the piece, at a record to be looked at, at quotes that it does not read. */
export const ranOut = 0;
export const irregular = 1;
export const oddQuotes = 2;

/** In place of the code of a cell: it is empty, or a number that the kernel leaves to TypeScript. */
export const emptyCell = 0xffff_ffff;
export const hardNumber = 0xffff_fffe;

/** A piece of a file and what was found in it. */
export const Piece = record({
  from: "u32", // where to go on
  to: "u32", // end of the piece
  isLast: "u32", // 1: the file ends with it
  line: "u32", // of the file at `from`
  delimiter: "u32",
  width: "u32", // cells of a record
  longest: "u32", // bytes of a cell
  names: "u32", // (u32 start, u32 end)[width]: texts of a record to be looked at; 0 = none
  starts: "u32", // u32 a record: where it starts
  lines: "u32", // u32 a record: its line in the file
  ends: "u32", // u32 a cell, record by record: where it ends
  records: "u32", // found, all regular
  stopped: "u32", // ranOut, irregular or oddQuotes
  recordEnd: "u32", // of an irregular record, which starts at `from`
  after: "u32", // where the record after it starts
  lineAfter: "u32",
  values: "u32", // f64 a record: numbers of a column
  codes: "u32", // u32 a record: texts of a column
  others: "u32", // u32[]: records whose cell is no number that was read, ascending; `codes` say what it is
  otherCount: "u32",
});

/** What is kept of a column from piece to piece: its distinct texts, and how its numbers are written. */
export const ColumnState = record({
  place: "u32", // of its cell in a record
  slots: "u32", // u32[slotCount]: entry + 1, or 0
  slotCount: "u32", // a power of two
  entries: "u32", // Entry[]
  entryCount: "u32",
  bytes: "u32", // of the texts, one after another
  bytesUsed: "u32",
  bytesRoom: "u32",
  decimal: "u32", // 1: a point parts decimals beyond doubt
  short: "u32", // 1: there is a whole number below 1000 without a point
  long: "u32", // 1: and one from 1000 on
  triples: "u32", // points before three last digits
  example: "u32", // record + 1 of the first of them in this piece
});

/** A distinct text of a column. */
export const Entry = record({
  hash: "u32",
  start: "u32", // from ColumnState.bytes
  length: "u32",
});
