import type { Column } from "../ingest/table.ts";

/**
 * Rows as CSV (RFC 4180): a cell is quoted where it holds a comma, a quote, a line break or outer spaces. Cells are data, exactly as
 * they came: one that begins with = + - or @ stays so, and a spreadsheet may take it for a formula.
 */
export function formatCsv(header: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [header.map(quoted).join(",")];
  for (const row of rows) lines.push(row.map(quoted).join(","));
  // A single empty cell would else be an empty line, which readers skip.
  return `${lines.map((line) => (line === "" ? '""' : line)).join("\n")}\n`;
}

function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const millisecondsPerDay = 86_400_000;

/** A cell of a table as text; empty where it is missing. */
export function cellText(column: Column, row: number): string {
  if (column.kind === "category") return column.levels[column.codes[row]!] ?? "";
  const value = column.values[row]!;
  if (Number.isNaN(value)) return "";
  if (column.kind === "numeric") return String(value);
  const text = new Date(Math.round(value * millisecondsPerDay)).toISOString();
  return column.hasTime ? text : text.slice(0, 10);
}

// Of the decades below 1, the first of which needs 7 decimals for 7 digits; powers of ten are exact numbers up to 1e22.
const least = Float64Array.from({ length: 16 }, (_, zeros) => Number(`1e-${zeros + 1}`));
const scale = Float64Array.from({ length: 16 }, (_, zeros) => Number(`1e${zeros + 7}`));

/** A predicted number: 7 digits, about what a float32 holds. */
export function numberText(value: number): string {
  if (!(value < 1 && value >= least.at(-1)!)) return String(Number(value.toPrecision(7)));
  let zeros = 0;
  while (value < least[zeros]!) zeros++;
  // A quotient of whole numbers is the number next to its decimals, and for probabilities a shorter way to it than by text.
  return String(Math.round(value * scale[zeros]!) / scale[zeros]!);
}
