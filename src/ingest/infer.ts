import { UserError } from "../base/errors.ts";
import type { RawColumn } from "./column-builder.ts";
import { looksLikeDate, readDates } from "./date.ts";
import { isDigitName } from "./number.ts";
import { type NumberReading, readNumbers } from "./number-format.ts";
import type { Column, ColumnDecision, Finding } from "./table.ts";

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

export interface TypedColumn {
  readonly column: Column;
  readonly decision: ColumnDecision;
  readonly findings: readonly Finding[];
}

type Text = Extract<RawColumn, { kind: "text" }>;

// A measure with a few placeholders such as "unknown" is still a measure.
const numericShare = 0.95;
const mostPlaceholders = 3;
const fewestNumbers = 20;

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
  return (
    numericIfItIs(text, context) ??
    dateIfItIs(text) ??
    category(text, "its cells are text", noteOf(text, context))
  );
}

function numericIfItIs(text: Text, context: TypeContext): TypedColumn | null {
  if (text.levels.some(isDigitName)) {
    const whole = text.levels.every((level) => /^[+-]?\d+$/.test(level));
    return whole
      ? category(text, "its digits are names: leading zeros, or more digits than a number can hold", [])
      : null;
  }
  const reading = readNumbers({ ...context, levels: text.levels, counts: text.counts });
  const cells = presentCells(text);
  if (reading.readCells === cells && reading.ambiguous) {
    return category(text, "its commas may be decimal commas or thousands", [
      {
        code: "ambiguous-number",
        severity: "warning",
        column: text.name,
        message: `Numbers such as ${quoted(text.levels[0]!)} in column "${text.name}" can be read in two ways.`,
        action: 'Kept as text; say --decimal "," or --decimal "." to read them.',
      },
    ]);
  }
  if (reading.readCells === cells) {
    const how = reading.format === "" ? "" : ` with ${reading.format}`;
    const findings = reading.format === "" ? [] : [storedAsText(text, reading)];
    return numeric(text.name, spread(text, reading.values), `every cell is a number${how}`, findings);
  }
  const others = unread(text, reading);
  if (
    reading.readCells >= numericShare * cells &&
    others.length <= mostPlaceholders &&
    text.levels.length - others.length >= fewestNumbers
  ) {
    const findings = [notNumbers(text, others, cells - reading.readCells)];
    return numeric(text.name, spread(text, reading.values), "nearly every cell is a number", findings);
  }
  return null;
}

function askedNumeric(text: Text, context: TypeContext): TypedColumn {
  const reading = readNumbers({ ...context, levels: text.levels, counts: text.counts });
  const cells = presentCells(text);
  if (reading.readCells === 0 && cells > 0 && !context.lenient) {
    throw new UserError(
      `Column "${text.name}" cannot be numeric: none of its cells is a number, such as ${quoted(text.levels[0]!)}.`,
      {
        hint: "Call it category, or leave the kind to be found out.",
      },
    );
  }
  const others = unread(text, reading);
  const findings = others.length === 0 ? [] : [notNumbers(text, others, cells - reading.readCells)];
  return numeric(text.name, spread(text, reading.values), "it was asked for", findings);
}

function dateIfItIs(text: Text): TypedColumn | null {
  if (!looksLikeDate(text.levels[0]!)) return null;
  const reading = readDates(text.levels, null);
  if (reading.unread > 0) return null;
  if (reading.ambiguous) {
    return category(text, "its dates do not tell day from month", [
      {
        code: "ambiguous-date",
        severity: "warning",
        column: text.name,
        message: `Dates such as ${quoted(text.levels[0]!)} in column "${text.name}" do not tell day from month.`,
        action: "Kept as text; name it date-day-first or date-month-first in --types to read it.",
      },
    ]);
  }
  return date(text, reading.values, "every cell is a date", reading.dayFirst, []);
}

function askedDate(text: Text, context: TypeContext): TypedColumn {
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
    throw new UserError(
      `Column "${text.name}" cannot be a date: no cell is one, such as ${quoted(text.levels[0]!)}.`,
      {
        hint: "Write dates as 2020-01-31.",
      },
    );
  }
  const findings = reading.unread === 0 ? [] : [notDates(text, reading.values)];
  return date(text, reading.values, "it was asked for", reading.dayFirst, findings);
}

function numeric(
  name: string,
  cells: Float64Array,
  reason: string,
  findings: readonly Finding[],
): TypedColumn {
  let infinite = 0;
  let missing = 0;
  for (let row = 0; row < cells.length; row++) {
    const value = cells[row]!;
    if (Number.isFinite(value)) continue;
    missing++;
    if (!Number.isNaN(value)) infinite++;
    cells[row] = Number.NaN;
  }
  const all = infinite === 0 ? findings : [...findings, infinities(name, infinite)];
  const decision = { name, kind: "numeric", reason, missing, distinct: distinctNumbers(cells) } as const;
  return { column: { kind: "numeric", name, values: cells }, decision, findings: all };
}

function date(
  text: Text,
  levelDays: Float64Array,
  reason: string,
  dayFirst: boolean | null,
  findings: readonly Finding[],
): TypedColumn {
  const values = spread(text, levelDays);
  const hasTime = levelDays.some((day) => !Number.isNaN(day) && !Number.isInteger(day));
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  const column = {
    kind: "date",
    name: text.name,
    values,
    hasTime,
    ...(dayFirst === null ? {} : { dayFirst }),
  } as const;
  const decision = {
    name: text.name,
    kind: "date",
    reason,
    missing,
    distinct: distinctNumbers(levelDays),
  } as const;
  return { column, decision, findings };
}

/** Levels in the order of their characters, or of their numbers when all are: the order of the rows shall not matter. */
function category(text: Text, reason: string, findings: readonly Finding[]): TypedColumn {
  const order = Array.from(text.levels, (_, code) => code);
  const numbers = text.levels.every((level) => /^[+-]?\d+(\.\d+)?$/.test(level))
    ? text.levels.map(Number)
    : null;
  order.sort(
    (a, b) => (numbers === null ? 0 : numbers[a]! - numbers[b]!) || compare(text.levels[a]!, text.levels[b]!),
  );
  const place = new Int32Array(order.length);
  for (const [i, code] of order.entries()) place[code] = i;
  const codes = text.codes.map((code) => (code < 0 ? -1 : place[code]!));
  const levels = order.map((code) => text.levels[code]!);
  const missing = text.codes.length - presentCells(text);
  return {
    column: { kind: "category", name: text.name, codes, levels },
    decision: { name: text.name, kind: "category", reason, missing, distinct: levels.length },
    findings,
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function presentCells(text: Text): number {
  return text.counts.reduce((sum, count) => sum + count, 0);
}

function spread(text: Text, levelValues: Float64Array): Float64Array {
  const values = new Float64Array(text.codes.length);
  for (let row = 0; row < values.length; row++) {
    const code = text.codes[row]!;
    values[row] = code < 0 ? Number.NaN : levelValues[code]!;
  }
  return values;
}

function unread(text: Text, reading: NumberReading): readonly string[] {
  return text.levels.filter((_, code) => Number.isNaN(reading.values[code]));
}

function distinctNumbers(values: Float64Array): number {
  const sorted = values.slice().sort(); // NaN last
  let distinct = 0;
  for (let i = 0; i < sorted.length && !Number.isNaN(sorted[i]); i++)
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

function listed(texts: readonly string[]): string {
  return texts.slice(0, 3).map(quoted).join(", ") + (texts.length > 3 ? ", …" : "");
}

function noteOf(text: Text, context: TypeContext): Finding[] {
  const reading = readNumbers({ ...context, levels: text.levels, counts: text.counts });
  if (reading.readCells < 0.5 * presentCells(text)) return [];
  return [
    {
      code: "numeric-as-text",
      severity: "warning",
      column: text.name,
      message: `Most cells of column "${text.name}" are numbers, but not ${listed(unread(text, reading))}.`,
      action: "Kept as text; call it numeric in --types to turn those cells into missing values.",
    },
  ];
}

function storedAsText(text: Text, reading: NumberReading): Finding {
  return {
    code: "numeric-as-text",
    severity: "note",
    column: text.name,
    message: `Column "${text.name}" writes its numbers with ${reading.format}, such as ${quoted(text.levels[0]!)}.`,
    action: "Read as numbers; call it category in --types to keep the text.",
  };
}

function notNumbers(text: Text, others: readonly string[], cells: number): Finding {
  return {
    code: "numeric-as-text",
    severity: "warning",
    column: text.name,
    message: `${cells} ${cells === 1 ? "cell" : "cells"} of column "${text.name}" ${cells === 1 ? "is" : "are"} no number: ${listed(others)}.`,
    action: "Read as numbers; those cells count as missing. Call it category in --types to keep the text.",
  };
}

function notDates(text: Text, values: Float64Array): Finding {
  const others = text.levels.filter((_, code) => Number.isNaN(values[code]));
  return {
    code: "not-a-date",
    severity: "warning",
    column: text.name,
    message: `Cells of column "${text.name}" are no dates: ${listed(others)}.`,
    action: "Those cells count as missing.",
  };
}

function infinities(name: string, count: number): Finding {
  return {
    code: "infinite-value",
    severity: "warning",
    column: name,
    message: `${count} ${count === 1 ? "cell" : "cells"} of column "${name}" ${count === 1 ? "is" : "are"} infinite.`,
    action: "Counted as missing.",
  };
}
