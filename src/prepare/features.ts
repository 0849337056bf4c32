import { extent } from "../base/statistics.ts";
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
  const known = calendar(column.values);
  return parts.map((part) => {
    if (part === "days") return [part, column.values];
    return [part, known === null ? partOfEach(part, column.values) : partOfPlaces(part, known)];
  });
}

function partOfEach(part: DatePart, days: Float64Array): Float64Array {
  const values = new Float64Array(days.length);
  for (let row = 0; row < values.length; row++) values[row] = datePart(part, days[row]!);
  return values;
}

/** All days from the first to the last of a column, and where in them the day of each row is. */
interface Calendar {
  readonly days: Float64Array; // behind the last, NaN
  readonly places: Int32Array;
}

/** Null where some are not whole days, where all are missing, and for more days than rows. */
function calendar(values: Float64Array): Calendar | null {
  const { low: first, high: last } = extent(values);
  if (!Number.isInteger(first) || !(last - first < values.length)) return null;
  const days = new Float64Array(last - first + 2);
  for (let i = 0; i < days.length; i++) days[i] = first + i;
  const none = days.length - 1;
  days[none] = Number.NaN;
  const places = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const place = values[row]! - first;
    places[row] = place === place ? place : none;
    if (places[row] !== place && place === place) return null;
  }
  return { days, places };
}

/** As `partOfEach`, worked out once for each day of the calendar. */
function partOfPlaces(part: DatePart, { days, places }: Calendar): Float64Array {
  const ofDays = partOfEach(part, days);
  const values = new Float64Array(places.length);
  for (let row = 0; row < values.length; row++) values[row] = ofDays[places[row]!]!;
  return values;
}

const dayParts: readonly DatePart[] = ["days", "month", "day of month", "day of year", "weekday"];
