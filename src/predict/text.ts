import type { Graph } from "../export/graph.ts";
import { readDates } from "../ingest/date.ts";
import { type MissingTokens, missingTokens } from "../ingest/missing.ts";
import { parseNumber } from "../ingest/number.ts";
import { readFormatted } from "../ingest/number-format.ts";
import { trimmed } from "../ingest/spaces.ts";
import type { ModelColumn } from "../model/artifact.ts";

/** A column with what means "no value" in it. */
export interface ReadColumn extends ModelColumn {
  readonly missing: MissingTokens;
}

/** What means "no value" in a column: what counted so in the training file, and the column's own words. */
export function missingOf({ missing }: Pick<Graph, "missing">, { missingWords }: ModelColumn): MissingTokens {
  const tokens = missingTokens(missing ?? undefined);
  if (missingWords === undefined) return tokens;
  const own = new Set(missingWords);
  const texts = [...tokens.texts, ...missingWords];
  return { ...tokens, texts, has: (text) => own.has(text) || tokens.has(text) };
}

/** Whether a number that is written plainly is read as such: none means "no value". */
export function readsPlainNumbers(graph: Graph, column: ModelColumn): boolean {
  return column.format === undefined && missingOf(graph, column).numbers.size === 0;
}

/** The number that a text spells as the column's numbers are written; NaN when it spells none. */
export function numberOfText(cell: string, column: ReadColumn): number {
  const text = trimmed(cell);
  if (column.missing.has(text)) return Number.NaN;
  const value = column.format === undefined ? parseNumber(text) : readFormatted(text, column.format, true);
  return column.missing.numbers.has(value) ? Number.NaN : value;
}

/** Days since 1970-01-01 UTC of a text, read in the column's order of day and month; NaN when it is no date. */
export function dayOfText(cell: string, column: ReadColumn): number {
  const text = trimmed(cell);
  if (column.missing.has(text)) return Number.NaN;
  const { values, ambiguous } = readDates([text], column.dayFirst);
  return ambiguous || column.missing.days.has(values[0]!) ? Number.NaN : values[0]!;
}
