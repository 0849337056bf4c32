import { UserError } from "../base/errors.ts";
import type { RawColumn } from "./column-builder.ts";
import { maybeDates, readDates } from "./date.ts";
import { isDigitName } from "./number.ts";
import { type NumberReading, readNumbers } from "./number-format.ts";
import type { Finding } from "./table.ts";
import {
  ambiguousDate,
  ambiguousNumber,
  mostlyDates,
  mostlyNumbers,
  notDates,
  notNumbers,
  quoted,
  storedAsText,
} from "./type-findings.ts";
import { category, date, numeric, presentCells, spread, type TextColumn, type TypedColumn } from "./typed-column.ts";

/** What a user may say a column is. The two date orders are for files whose dates leave it open. */
export type AskedKind = "numeric" | "category" | "date" | "date-day-first" | "date-month-first" | "ignore";

/** How a column is to be typed: the file's dialect, and what is known or asked. */
export interface TypeContext {
  readonly delimiter: string;
  readonly decimal: "." | "," | null;
  readonly asked: Exclude<AskedKind, "ignore"> | null;
  /** A file for prediction: what cannot be read becomes missing instead of an error. */
  readonly lenient: boolean;
}

// A measure with a few placeholders such as "unknown" is still a measure.
const readShare = 0.95;
const mostPlaceholders = 3;
const mostlyShare = 0.5;
const fewestRead = 20;

/** Decides the kind of a column from all of its cells, and says why in one sentence. */
export function inferColumn(raw: RawColumn, context: TypeContext): TypedColumn {
  if (raw.kind === "numbers") {
    if (context.asked?.startsWith("date") && raw.values.some((value) => !Number.isNaN(value))) {
      throw new UserError(`Column "${raw.name}" cannot be a date: its cells are plain numbers.`, {
        hint: "Call it numeric or category, or write its dates as 2020-01-31.",
      });
    }
    const reason = raw.values.every(Number.isNaN) ? "it has no value at all" : "every cell is a number";
    return numeric(raw.name, raw.values, reason, []);
  }
  const text = raw;
  if (context.asked === "category") return category(text, "it was asked for", []);
  if (context.asked === "numeric") return askedNumeric(text, context);
  if (context.asked !== null) return askedDate(text, context);
  if (text.levels.length === 0)
    return numeric(text.name, spread(text, new Float64Array(0)), "it has no value at all", []);
  const reading = readNumbers({
    ...context,
    levels: text.levels,
    counts: text.counts,
    leastShare: mostlyShare,
  });
  return (
    numericIfItIs(text, reading) ??
    dateIfItIs(text) ??
    category(text, "its cells are text", mostlyNumbersNote(text, reading))
  );
}

function numericIfItIs(text: TextColumn, reading: NumberReading): TypedColumn | null {
  if (text.levels.some(isDigitName)) {
    const whole = text.levels.every((level) => /^[+-]?\d+$/.test(level));
    return whole
      ? category(text, "its digits are names: leading zeros, or more digits than a number can hold", [])
      : null;
  }
  const cells = presentCells(text);
  if (reading.readCells === cells && reading.ambiguous) {
    return category(text, "its commas may be decimal commas or thousands", [
      ambiguousNumber(text.name, text.levels[0]!),
    ]);
  }
  if (reading.readCells === cells) {
    const how = reading.format === "" ? "" : ` with ${reading.format}`;
    const findings = reading.format === "" ? [] : [storedAsText(text.name, reading.format, text.levels[0]!)];
    return numeric(text.name, spread(text, reading.values), `every cell is a number${how}`, findings);
  }
  const others = unread(text, reading);
  if (isNearlyAll(text, reading.readCells, others.length)) {
    const findings = [notNumbers(text.name, others, cells - reading.readCells)];
    return numeric(text.name, spread(text, reading.values), "nearly every cell is a number", findings);
  }
  return null;
}

function askedNumeric(text: TextColumn, context: TypeContext): TypedColumn {
  const reading = readNumbers({ ...context, levels: text.levels, counts: text.counts, leastShare: 0 });
  const cells = presentCells(text);
  if (reading.readCells === 0 && cells > 0 && !context.lenient) {
    throw new UserError(
      `Column "${text.name}" cannot be numeric: none of its cells is a number, such as ${quoted(text.levels[0]!)}.`,
      {
        hint: "Call it category, or leave the kind to be found out.",
      },
    );
  }
  if (reading.ambiguous && !context.lenient) {
    throw new UserError(
      `Numbers such as ${quoted(text.levels[0]!)} in column "${text.name}" can be read in two ways.`,
      { hint: "Say with --decimal whether point or comma is the decimal mark." },
    );
  }
  const others = unread(text, reading);
  const findings = others.length === 0 ? [] : [notNumbers(text.name, others, cells - reading.readCells)];
  return numeric(text.name, spread(text, reading.values), "it was asked for", findings);
}

function dateIfItIs(text: TextColumn): TypedColumn | null {
  if (!maybeDates(text.levels)) return null;
  const reading = readDates(text.levels, null);
  if (reading.ambiguous) {
    if (reading.unread > 0) return null;
    return category(text, "its dates do not tell day from month", [ambiguousDate(text.name, text.levels[0]!)]);
  }
  if (reading.unread === 0) return date(text, reading.values, "every cell is a date", reading.dayFirst, []);
  const others = unread(text, reading);
  const cells = text.counts.reduce((sum, n, code) => sum + (Number.isNaN(reading.values[code]) ? 0 : n), 0);
  if (isNearlyAll(text, cells, others.length)) {
    const findings = [notDates(text.name, others)];
    return date(text, reading.values, "nearly every cell is a date", reading.dayFirst, findings);
  }
  const findings = 2 * others.length <= text.levels.length ? [mostlyDates(text.name, others)] : [];
  return category(text, "not every cell is a date", findings);
}

/** Whether what cannot be read, `others` different texts, is a placeholder here and there. */
function isNearlyAll(text: TextColumn, readCells: number, others: number): boolean {
  return (
    readCells >= readShare * presentCells(text) &&
    others <= mostPlaceholders &&
    text.levels.length - others >= fewestRead
  );
}

function askedDate(text: TextColumn, context: TypeContext): TypedColumn {
  const given = context.asked === "date" ? null : context.asked === "date-day-first";
  const reading = readDates(text.levels, given);
  const cells = presentCells(text);
  if (!context.lenient && reading.ambiguous) {
    throw new UserError(
      `Dates such as ${quoted(text.levels[0]!)} in column "${text.name}" do not tell day from month.`,
      {
        hint: "Call the column date-day-first or date-month-first.",
      },
    );
  }
  if (!context.lenient && cells > 0 && reading.unread === text.levels.length) {
    throw new UserError(`Column "${text.name}" cannot be a date: no cell is one, such as ${quoted(text.levels[0]!)}.`, {
      hint: "Write dates as 2020-01-31.",
    });
  }
  const findings =
    reading.unread === 0
      ? []
      : [
          notDates(
            text.name,
            text.levels.filter((_, code) => Number.isNaN(reading.values[code])),
          ),
        ];
  return date(text, reading.values, "it was asked for", reading.dayFirst, findings);
}

/** A warning for text that is mostly numbers, which the user may want to be read as such. */
function mostlyNumbersNote(text: TextColumn, reading: NumberReading): readonly Finding[] {
  if (reading.readCells < mostlyShare * presentCells(text)) return [];
  const others = unread(text, reading);
  return 2 * others.length <= text.levels.length ? [mostlyNumbers(text.name, others)] : [];
}

function unread(text: TextColumn, reading: { readonly values: Float64Array }): readonly string[] {
  return text.levels.filter((_, code) => Number.isNaN(reading.values[code]));
}
