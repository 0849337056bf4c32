import { dateOf } from "../../base/day.ts";
import type { Column } from "../../ingest/table.ts";
import { TextBytes } from "./text-bytes.ts";

const comma = 44;
const lineFeed = 10;

/** A text, a text prepared for many rows, a number in full, or predicted numbers, which take one cell each. */
export type Cell = string | ReadyCell | number | Float32Array | Float64Array;

/** A text as it stands in CSV. */
export interface ReadyCell {
  readonly bytes: Uint8Array;
}

export function readyCell(text: string): ReadyCell {
  return { bytes: new TextEncoder().encode(quoted(text)) };
}

/**
 * Rows as CSV (RFC 4180): a text is quoted where it holds a comma, a quote, a line break or outer spaces. Cells are
 * written exactly as they were read. One that begins with = + - or @ may look like a formula to a spreadsheet. Numbers
 * have 7 digits.
 */
export function formatCsv(header: readonly string[], rows: Iterable<readonly Cell[]>): Uint8Array {
  return formatRows([header], rows);
}

/** The same without names of columns. */
export function formatRows(...parts: readonly Iterable<readonly Cell[]>[]): Uint8Array {
  const out = new TextBytes();
  for (const rows of parts) for (const row of rows) writeRow(out, row);
  return out.bytes();
}

function writeRow(out: TextBytes, row: readonly Cell[]): void {
  // A single empty cell would otherwise be an empty line, which readers skip.
  if (row.length === 1 && row[0] === "") out.text('""');
  for (let at = 0; at < row.length; at++) {
    if (at > 0) out.byte(comma);
    writeCell(out, row[at]!);
  }
  out.byte(lineFeed);
}

function writeCell(out: TextBytes, cell: Cell): void {
  if (typeof cell === "string") out.text(quoted(cell));
  else if (typeof cell === "number") out.text(String(cell));
  else if (cell instanceof Float32Array || cell instanceof Float64Array) {
    for (let i = 0; i < cell.length; i++) {
      if (i > 0) out.byte(comma);
      out.number(cell[i]!);
    }
  } else out.copy(cell.bytes);
}

/** A text as a cell of CSV. */
export function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A cell of a table as text; empty where it is missing. */
export function cellText(column: Column, row: number): string {
  if (column.kind === "category") return column.levels[column.codes[row]!] ?? "";
  const value = column.values[row]!;
  if (Number.isNaN(value)) return "";
  if (column.kind === "numeric") return String(value);
  const text = dateOf(value).toISOString();
  return column.hasTime ? text : text.slice(0, 10);
}
