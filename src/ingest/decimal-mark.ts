import type { RawColumn, TextColumn } from "./column-builder.ts";
import { readNumbers } from "./detect-format.ts";
import { presentCells } from "./typed-column.ts";

const nearlyAll = 0.95; // of the cells: only columns of numbers have a say

/** The decimal mark on which all columns of numbers agree that prove one, or null. */
export function decimalMarkOf(columns: readonly RawColumn[], delimiter: string): "." | "," | null {
  const marks = new Set<"." | ",">();
  for (const column of columns) {
    const mark = column.kind === "text" ? markOfText(column, delimiter) : column.points.isDecimal ? "." : null;
    if (mark !== null) marks.add(mark);
    if (marks.size > 1) return null;
  }
  return [...marks][0] ?? null;
}

function markOfText(text: TextColumn, delimiter: string): "." | "," | null {
  if (text.levels.length === 0) return null;
  const { levels, counts } = text;
  const reading = readNumbers({ levels, counts, delimiter, decimal: null, leastShare: nearlyAll });
  return reading.readCells >= nearlyAll * presentCells(text) ? reading.proves : null;
}

/**
 * Whether a column that was predicted as plain numbers must be read again as text, because its points stand between
 * thousands.
 */
export function mustBeText(column: RawColumn, decimal: "." | "," | null): boolean {
  return decimal === "," && column.kind === "numbers" && column.points.maybeThousands;
}
