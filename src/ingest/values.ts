import { dateOf, millisecondsPerDay } from "../base/day.ts";
import { UserError } from "../base/errors.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { learntKind, learntReading, type SchemaColumn } from "./conform.ts";
import { inferColumn } from "./infer.ts";
import { missingTokens } from "./missing.ts";
import { PointForm } from "./point-form.ts";
import type { AskedKind } from "./type-context.ts";
import { date, type TypedColumn } from "./typed-column.ts";

/** How values in memory become columns; what is left out is found out. */
export interface ValueOptions {
  readonly missing?: readonly string[];
  readonly types?: Readonly<Record<string, AskedKind>>;
  readonly decimal?: "." | ",";
  readonly schema?: readonly SchemaColumn[]; // of a model that reads the values as it learnt to; `types` overrule it
}

/**
 * A column of values in memory. Numbers alone stay numbers, dates alone stay dates; anything else is written as text
 * and typed as a file's column would be, or read as the schema says. null and undefined are missing. Throws a UserError
 * for objects.
 */
export function columnFromValues(name: string, values: ArrayLike<unknown>, options: ValueOptions): TypedColumn {
  const { asked, learnt } = wantedOf(name, options);
  const missing = missingTokens(options.missing);
  const context = {
    where: (row: number) => `row ${row}`,
    missingNumbers: missing.numbers,
    missingDays: missing.days,
    fileDecimal: null,
    delimiter: ",",
    decimal: options.decimal ?? null,
    asked: asked === "ignore" ? null : asked,
    lenient: options.schema !== undefined,
    ...learntReading(learnt),
  };
  const isText = asked === "category" || (learnt !== undefined && learnt.kind === "date");
  const numbers = isText ? null : numbersOf(values, missing.numbers);
  if (numbers !== null) {
    const raw = { kind: "numbers", name, values: numbers, points: new PointForm(), missingWords: new Map() } as const;
    // Whole numbers such as 20210514 are dates in a file; a program that holds numbers means numbers.
    return inferColumn(raw, { ...context, asked: context.asked ?? "numeric" });
  }
  const days = asked === "category" ? null : daysOf(values);
  if (days !== null) return dateColumn(name, days, missing.days);
  const builder = new ColumnBuilder(name, missing, true);
  for (let row = 0; row < values.length; row++) builder.add(textOf(values[row], row, name));
  return inferColumn(builder.finish(), context);
}

/** The same for days since 1970-01-01 UTC, NaN where missing. */
export function columnFromDays(name: string, days: Float64Array, options: ValueOptions): TypedColumn {
  if (wantedOf(name, options).asked !== "category") return dateColumn(name, days, missingTokens(options.missing).days);
  const dates = Array.from(days, (day) => (Number.isNaN(day) ? null : dateOf(day)));
  return columnFromValues(name, dates, options);
}

/** The kind of a column that the user asks for, or else the model. */
function wantedOf(name: string, { types, schema }: ValueOptions) {
  const given = types !== undefined && Object.hasOwn(types, name) ? types[name]! : null;
  const learnt = given === null ? schema?.find((column) => column.name === name) : undefined;
  return { asked: given ?? (learnt === undefined ? null : learntKind(learnt)), learnt };
}

/** Values that are dates or missing, as days; null where there are others. */
function daysOf(values: ArrayLike<unknown>): Float64Array | null {
  const days = new Float64Array(values.length).fill(Number.NaN);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (value instanceof Date) days[row] = value.getTime() / millisecondsPerDay;
    else if (value !== null && value !== undefined) return null;
  }
  return days;
}

/** Values that are numbers or missing, NaN where missing; null where there are others. */
function numbersOf(values: ArrayLike<unknown>, missing: ReadonlySet<number>): Float64Array | null {
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value !== "number" && value !== null && value !== undefined) return null;
    numbers[row] = typeof value === "number" && !missing.has(value) ? value + 0 : Number.NaN;
  }
  return numbers;
}

function dateColumn(name: string, days: Float64Array, missingDays: ReadonlySet<number>): TypedColumn {
  const values = days.map((day) => (missingDays.has(day) ? Number.NaN : day));
  return date({ name }, values, { reason: "every value is a Date" });
}

function textOf(cell: unknown, row: number, name: string): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number" || typeof cell === "bigint" || typeof cell === "boolean") return String(cell);
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString();
  const what = Array.isArray(cell) ? "an array" : typeof cell === "object" ? "an object" : `a ${typeof cell}`;
  throw new UserError(`Row ${row} holds ${what} in column "${name}".`, {
    hint: "Cells may be texts, numbers, booleans, dates or null.",
  });
}
