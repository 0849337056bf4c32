import type { Column } from "../ingest/table.ts";

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

const daySeconds = 86400;

function dateParts(column: DateColumn): readonly (readonly [string, Float64Array])[] {
  // Whole seconds first: a fraction of a day is rarely exact, and 23:59:59.99… must not land on another day than 24:00.
  const seconds = column.values.map((days) => Math.round(days * daySeconds));
  const day = seconds.map((value) => Math.floor(value / daySeconds));
  const parts: (readonly [string, Float64Array])[] = [
    ["days", column.values],
    ["month", day.map(monthOfDay)],
    ["weekday", day.map(weekdayOfDay)],
  ];
  if (column.hasTime) parts.push(["hour", seconds.map((value, i) => (value - day[i]! * daySeconds) / 3600)]);
  return parts;
}

/** 1 = Monday to 7 = Sunday; day 0, 1970-01-01, was a Thursday. */
function weekdayOfDay(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/**
 * Month 1 to 12 in the Gregorian calendar, also before 1970. Years are counted from 1 March, so that the leap day is
 * the last day of a year (the civil-from-days scheme of H. Hinnant, "chrono-compatible low-level date algorithms").
 */
function monthOfDay(day: number): number {
  const eraDays = 146097; // 400 years
  const sinceMarch0 = day + 719468; // days since 0000-03-01
  const dayOfEra = sinceMarch0 - Math.floor(sinceMarch0 / eraDays) * eraDays;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / (eraDays - 1));
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  return monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
}
