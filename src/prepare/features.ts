import type { Column } from "../ingest/table.ts";
import { type DatePart, datePart } from "./date-part.ts";

/**
 * The columns that a model reads: numeric and category columns as they are, each date column as numbers "name (days)",
 * "name (month)" 1 to 12, "name (weekday)" 1 = Monday to 7 and, with times, "name (hour)" 0 to 24. A name that is taken
 * gets a number behind it.
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
    const values = new Float64Array(column.values.length);
    for (let row = 0; row < values.length; row++) values[row] = datePart(part, column.values[row]!);
    return [part, values];
  });
}

const dayParts: readonly DatePart[] = ["days", "month", "weekday"];
