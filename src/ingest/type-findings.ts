import type { Finding } from "./table.ts";

/** A text in quotes, shortened to 40 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

/** The first three texts, in quotes. */
export function listed(texts: readonly string[]): string {
  return texts.slice(0, 3).map(quoted).join(", ") + (texts.length > 3 ? ", …" : "");
}

export function storedAsText(column: string, format: string, example: string): Finding {
  return {
    code: "numeric-as-text",
    severity: "note",
    column,
    message: `Column "${column}" writes its numbers with ${format}, such as ${quoted(example)}.`,
    action: "Read as numbers; call it category in --types to keep the text.",
  };
}

export function notNumbers(column: string, others: readonly string[], cells: number): Finding {
  return {
    code: "numeric-as-text",
    severity: "warning",
    column,
    message: `${cells} ${cells === 1 ? "cell" : "cells"} of column "${column}" ${cells === 1 ? "is" : "are"} no number: ${listed(others)}.`,
    action: "Read as numbers; those cells count as missing. Call it category in --types to keep the text.",
  };
}

export function mostlyNumbers(column: string, others: readonly string[]): Finding {
  return {
    code: "numeric-as-text",
    severity: "warning",
    column,
    message: `Most cells of column "${column}" are numbers, but not ${listed(others)}.`,
    action: "Kept as text; call it numeric in --types to turn those cells into missing values.",
  };
}

export function ambiguousNumber(column: string, example: string): Finding {
  return {
    code: "ambiguous-number",
    severity: "warning",
    column,
    message: `Numbers such as ${quoted(example)} in column "${column}" can be read in two ways.`,
    action: "Kept as text; say with --decimal which it is.",
  };
}

export function ambiguousDate(column: string, example: string): Finding {
  return {
    code: "ambiguous-date",
    severity: "warning",
    column,
    message: `Dates such as ${quoted(example)} in column "${column}" do not tell day from month.`,
    action: "Kept as text; call it date-day-first or date-month-first in --types to read it.",
  };
}

export function notDates(column: string, others: readonly string[]): Finding {
  return {
    code: "not-a-date",
    severity: "warning",
    column,
    message: `Cells of column "${column}" are no dates: ${listed(others)}.`,
    action: "Those cells count as missing.",
  };
}

export function mostlyDates(column: string, others: readonly string[]): Finding {
  return {
    code: "date-as-text",
    severity: "warning",
    column,
    message: `Most cells of column "${column}" are dates, but not ${listed(others)}.`,
    action: "Kept as text; call it date in --types to turn those cells into missing values.",
  };
}

export function infinities(column: string, count: number): Finding {
  return {
    code: "infinite-value",
    severity: "warning",
    column,
    message: `${count} ${count === 1 ? "cell" : "cells"} of column "${column}" ${count === 1 ? "is" : "are"} infinite.`,
    action: "Counted as missing.",
  };
}
