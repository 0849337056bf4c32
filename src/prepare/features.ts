import type { Column } from "../ingest/table.ts";
import { type DatePart, datePart } from "./date-part.ts";

/**
 * The columns that a model reads: numeric and category columns as they are, each date column as numbers "name (days)",
 * "name (month)" 1 to 12, "name (day of month)" 1 to 31, "name (day of year)" 1 to 366, "name (weekday)" 1 = Monday to
 * 7 and, with times, "name (hour)" 0 to 24. A name that is taken gets a number behind it.
 */
export function expandDates(columns: readonly Column[]): readonly Column[] {
  return features(columns).map((feature) => feature.column);
}

/** A column that a model reads, and the name of the table column behind it. */
export interface Feature {
  readonly column: Column;
  readonly source: string;
}

type DateColumn = Extract<Column, { kind: "date" }>;

/** As `expandDates`, with where each column comes from. */
export function features(columns: readonly Column[]): readonly Feature[] {
  const taken = new Set(columns.map((column) => column.name));
  return columns.flatMap((column) => {
    if (column.kind !== "date") return [{ column, source: column.name }];
    return dateParts(column).map(([part, values]) => ({
      column: { kind: "numeric" as const, name: freeName(`${column.name} (${part})`, taken), values },
      source: column.name,
    }));
  });
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let copy = 2; taken.has(name); copy++) name = `${wanted} ${copy}`;
  taken.add(name);
  return name;
}

function dateParts(column: DateColumn): readonly (readonly [DatePart, Float64Array])[] {
  const parts: readonly DatePart[] = column.hasTime ? [...dayParts, "hour"] : dayParts;
  return parts.map((part) => {
    if (part === "days") return [part, column.values];
    return [part, partOfWholeDays(part, column.values) ?? partOfEach(part, column.values)];
  });
}

function partOfEach(part: DatePart, days: Float64Array): Float64Array {
  const values = new Float64Array(days.length);
  for (let row = 0; row < values.length; row++) values[row] = datePart(part, days[row]!);
  return values;
}

/** The same of whole days, worked out once from the first to the last; null for others, and for more days than rows. */
function partOfWholeDays(part: DatePart, days: Float64Array): Float64Array | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!;
    if (day < first) first = day;
    if (day > last) last = day;
    if (day === day && day !== Math.floor(day)) return null;
  }
  if (!(last - first < days.length)) return null;
  const calendar = partOfEach(
    part,
    Float64Array.from({ length: last - first + 1 }, (_, i) => first + i),
  );
  const values = new Float64Array(days.length);
  for (let row = 0; row < values.length; row++) {
    const day = days[row]!;
    values[row] = day === day ? calendar[day - first]! : day;
  }
  return values;
}

const dayParts: readonly DatePart[] = ["days", "month", "day of month", "day of year", "weekday"];
