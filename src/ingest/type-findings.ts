import type { OtherTexts } from "./other-texts.ts";
import type { Finding } from "./table.ts";

export type Where = (row: number) => string;

/** A text in quotes, shortened to 40 characters. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 39)}…` : text);
}

/** A name as a shell takes it. */
export function flagValue(name: string): string {
  return /^[\w.-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}

/** The first three texts, in quotes. */
export function listed(texts: readonly string[]): string {
  return texts.slice(0, 3).map(quoted).join(", ") + (texts.length > 3 ? ", …" : "");
}

export function cellsAre(cells: number): string {
  return cells === 1 ? "1 cell" : `${cells} cells`;
}

/** " in line 7", " first in line 7". */
export function place(others: OtherTexts, where: Where): string {
  return `, ${others.cells === 1 ? "" : "first "}in ${where(others.row)}`;
}

export function storedAsText(column: string, format: string, example: string): Finding {
  return {
    code: "numeric-as-text",
    severity: "note",
    column,
    message: `Column "${column}" writes its numbers with ${format}, such as ${quoted(example)}.`,
    action:
      format === "times of day"
        ? "Read as hours; call it category in --types to keep the text."
        : "Read as numbers; call it category in --types to keep the text.",
  };
}

export function notNumbers(column: string, others: OtherTexts, where: Where): Finding {
  const { cells, texts } = others;
  return {
    code: "numeric-as-text",
    severity: "warning",
    column,
    message:
      `${cellsAre(cells)} of column "${column}" ${cells === 1 ? "is" : "are"} no number: ` +
      `${listed(texts)}${place(others, where)}.`,
    action: "Read as numbers; those cells count as missing. Call it category in --types to keep the text.",
  };
}

export function missingWords(column: string, others: OtherTexts, where: Where): Finding {
  const { cells, texts } = others;
  return {
    code: "missing-words",
    severity: "note",
    column,
    message:
      `${cellsAre(cells)} of column "${column}" ${cells === 1 ? "reads" : "read"} ` +
      `${listed(texts)}${place(others, where)}.`,
    action:
      "Counted as missing, because the other cells are numbers or dates; call it category in --types to keep the text.",
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

export function severalUnits(column: string, units: readonly string[]): Finding {
  return {
    code: "several-units",
    severity: "warning",
    column,
    message: `Column "${column}" holds numbers with more than one unit: ${listed(units)}.`,
    action: "Kept as text; write them in one unit, or call it numeric in --types to keep those of the commonest one.",
  };
}

export function shortYears(column: string, example: string): Finding {
  return {
    code: "short-years",
    severity: "warning",
    column,
    message: `Column "${column}" seems to hold dates whose years have two digits, such as ${quoted(example)}.`,
    action: "Kept as text, because 68 may be 1968 or 2068; write years with four digits, and they are read as dates.",
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

export function maybeThousands(column: string, example: string): Finding {
  return {
    code: "ambiguous-number",
    severity: "warning",
    column,
    message:
      `Numbers such as ${quoted(example)} in column "${column}" can be read in two ways: three digits follow every ` +
      "point.",
    action: "Read as decimals; if the points separate thousands, use --decimal comma.",
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

export function compactDates(column: string, example: string): Finding {
  return {
    code: "compact-dates",
    severity: "note",
    column,
    message: `Column "${column}" holds dates without marks, such as ${example}.`,
    action: "Read as dates; call it numeric in --types to keep the numbers.",
  };
}

export function severalZones(column: string, [zoned, bare]: readonly [string, string]): Finding {
  return {
    code: "mixed-zones",
    severity: "warning",
    column,
    message:
      `Column "${column}" has times with a zone, such as ${quoted(zoned)}, and without, ` + `such as ${quoted(bare)}.`,
    action: "Those without are read as UTC; if that is wrong, write the zone in every cell.",
  };
}

export function notDates(column: string, others: OtherTexts, where: Where): Finding {
  const { cells, texts } = others;
  return {
    code: "not-a-date",
    severity: "warning",
    column,
    message:
      `${cellsAre(cells)} of column "${column}" ${cells === 1 ? "is" : "are"} no date: ` +
      `${listed(texts)}${place(others, where)}.`,
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
    message: `${cellsAre(count)} of column "${column}" ${count === 1 ? "is" : "are"} infinite.`,
    action: "Counted as missing.",
  };
}
