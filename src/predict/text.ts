import type { Graph } from "../export/graph.ts";
import { defaultMissing } from "../ingest/missing.ts";
import { readDates } from "../ingest/date.ts";
import { parseNumber } from "../ingest/number.ts";
import { readFormatted } from "../ingest/number-format.ts";
import { trimmed } from "../ingest/spaces.ts";
import type { ModelColumn } from "../model/artifact.ts";

/** A column with the texts that mean "no value" in it. */
export interface ReadColumn extends ModelColumn {
  readonly missing: ReadonlySet<string>;
}

/** The texts that mean "no value" in a column: the usual ones or those that a user named, and its own. */
export function missingWordsOf({ missing }: Pick<Graph, "missing">, { missingWords = [] }: ModelColumn): Set<string> {
  return new Set(["", ...(missing ?? defaultMissing).map(trimmed), ...missingWords]);
}

/** Whether a number that is written plainly is read as such: no word for "no value" spells one. */
export function readsPlainNumbers(graph: Graph, column: ModelColumn): boolean {
  return (
    column.format === undefined && ![...missingWordsOf(graph, column)].some((word) => !Number.isNaN(parseNumber(word)))
  );
}

/** The number that a text spells as the column's numbers are written; NaN when it spells none. */
export function numberOfText(cell: string, column: ReadColumn): number {
  const text = trimmed(cell);
  if (column.missing.has(text)) return Number.NaN;
  return column.format === undefined ? parseNumber(text) : readFormatted(text, column.format, true);
}

/** Days since 1970-01-01 UTC of a text, read in the column's order of day and month; NaN when it is no date. */
export function dayOfText(cell: string, column: ReadColumn): number {
  const text = trimmed(cell);
  if (column.missing.has(text)) return Number.NaN;
  const { values, ambiguous } = readDates([text], column.dayFirst);
  return ambiguous ? Number.NaN : values[0]!;
}
