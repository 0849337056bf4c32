import { defaultMissing } from "../ingest/missing.ts";
import { readDates } from "../ingest/date.ts";
import { parseNumber } from "../ingest/number.ts";
import { readFormatted } from "../ingest/number-format.ts";
import { trimmed } from "../ingest/spaces.ts";
import type { ModelColumn } from "../model/artifact.ts";

const missing = new Set<string>(defaultMissing);

/** Whether a text, spaces taken off, means "no value". */
export function isMissingWord(text: string, { missingWords = [] }: ModelColumn): boolean {
  return missing.has(text) || missingWords.includes(text);
}

/** Whether a number that is written plainly is read as such: no word for "no value" spells one. */
export function readsPlainNumbers({ format }: ModelColumn): boolean {
  return format === undefined;
}

/** The number that a text spells as the column's numbers are written; NaN when it spells none. */
export function numberOfText(cell: string, column: ModelColumn): number {
  const text = trimmed(cell);
  if (isMissingWord(text, column)) return Number.NaN;
  return column.format === undefined ? parseNumber(text) : readFormatted(text, column.format, true);
}

/** Days since 1970-01-01 UTC of a text, read in the column's order of day and month; NaN when it is no date. */
export function dayOfText(cell: string, column: ModelColumn): number {
  const text = trimmed(cell);
  if (isMissingWord(text, column)) return Number.NaN;
  const { values, ambiguous } = readDates([text], column.dayFirst);
  return ambiguous ? Number.NaN : values[0]!;
}
