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

/** Name of the table column behind each column of `expandDates(columns)`, in the same order. */
export function featureSources(columns: readonly Column[]): readonly string[] {
  return features(columns).map((feature) => feature.source);
}

interface Feature {
  readonly column: Column;
  readonly source: string;
}

type DateColumn = Extract<Column, { kind: "date" }>;

function features(columns: readonly Column[]): readonly Feature[] {
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
  return parts.map((part) => [part, column.values.map((days) => datePart(part, days))]);
}

const dayParts: readonly DatePart[] = ["days", "month", "weekday"];
