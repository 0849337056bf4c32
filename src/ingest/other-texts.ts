import type { TextColumn } from "./column-builder.ts";

/** Texts of a column that could not be read as its kind. */
export interface OtherTexts {
  readonly texts: readonly string[];
  readonly cells: number;
  readonly row: number; // the first one
}

/** What `values` leaves unread, or null when it is nothing; `known` texts do not count. */
export function otherTexts(
  text: TextColumn,
  values: Float64Array,
  known: (level: string) => boolean = () => false,
): OtherTexts | null {
  const other = text.levels.map((level, code) => Number.isNaN(values[code]) && !known(level));
  const texts = text.levels.filter((_, code) => other[code]);
  if (texts.length === 0) return null;
  const cells = text.counts.reduce((sum, count, code) => sum + (other[code] ? count : 0), 0);
  return { texts, cells, row: text.codes.findIndex((code) => code >= 0 && other[code]!) };
}
