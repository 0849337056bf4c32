import { parseNumber } from "./number.ts";

/** What the distinct texts of a column say when they are read as numbers in one format. */
export interface NumberReading {
  readonly values: Float64Array; // one a level; NaN = not a number in this format
  readonly format: string; // in words, "" for plain numbers
  readonly readCells: number;
  readonly ambiguous: boolean; // 1,234 alone may be 1.234 or 1234
}

/** The distinct texts of a column, how often each occurs, and the file's dialect. */
export interface NumberContext {
  readonly levels: readonly string[];
  readonly counts: ArrayLike<number>;
  readonly delimiter: string;
  readonly decimal: "." | "," | null; // null = find out
  readonly leastShare: number; // of the cells: a format that reads fewer is given up
}

interface Format {
  readonly words: string;
  readonly decimal: "." | "," | null; // null = either
  readonly read: (text: string) => number;
}

const plain: Format = { words: "", decimal: ".", read: parseNumber };
const commaDecimal: Format = {
  words: "a decimal comma",
  decimal: ",",
  read: (text) => (text.includes(".") ? Number.NaN : parseNumber(text.replace(",", "."))),
};
const commaGroups: Format = {
  words: "commas between thousands",
  decimal: ".",
  read: (text) =>
    /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(text) ? parseNumber(text.replaceAll(",", "")) : parseNumber(text),
};
const dotGroups: Format = {
  words: "points between thousands and a decimal comma",
  decimal: ",",
  read: (text) =>
    /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/.test(text)
      ? parseNumber(text.replaceAll(".", "").replace(",", "."))
      : commaDecimal.read(text),
};
const spaceGroups: Format = {
  words: "spaces between thousands",
  decimal: null,
  read: (text) =>
    /^[+-]?[1-9]\d{0,2}([ \u00a0\u202f']\d{3})+([.,]\d+)?$/.test(text)
      ? parseNumber(text.replaceAll(/[ \u00a0\u202f']/g, "").replace(",", "."))
      : parseNumber(text),
};
const formats = [plain, commaDecimal, commaGroups, dotGroups, spaceGroups];

const affixes: readonly { readonly pattern: RegExp; readonly words: string }[] = [
  { pattern: /\s*%$/, words: "a percent sign" },
  { pattern: /(?<=^[+-]?)[$€£¥]\s*/, words: "a currency sign" },
  { pattern: /\s*[$€£¥]$/, words: "a currency sign" },
];

/**
 * Reads the distinct texts of a column as numbers in the one format that reads most of its cells.
 * A percent or currency sign counts only when every text carries it.
 */
export function readNumbers(context: NumberContext): NumberReading {
  const affix = affixes.find(({ pattern }) => context.levels.every((text) => pattern.test(text)));
  const texts = affix === undefined ? context.levels : context.levels.map((t) => t.replace(affix.pattern, ""));
  const usable = formats.filter((f) => context.decimal === null || f.decimal === null || f.decimal === context.decimal);
  const readings = usable.map((format) => readAs(format, texts, context));
  const most = Math.max(...readings.map((reading) => reading.readCells));
  const best = readings.filter((reading) => reading.readCells === most);
  const asDecimal = best.find((reading) => reading.format === commaDecimal.words);
  const asGroups = best.find((reading) => reading.format === commaGroups.words);
  let chosen = best[0]!;
  let ambiguous = false;
  if (chosen === asDecimal && asGroups !== undefined) {
    // 1,234 throughout: a semicolon file has decimal commas (that is why it needs semicolons); in a comma file
    // the cells were quoted, as spreadsheets do with grouped thousands.
    if (context.delimiter === ",") chosen = asGroups;
    else ambiguous = context.delimiter !== ";";
  }
  const words = [chosen.format, affix?.words ?? ""].filter((part) => part !== "").join(" and ");
  return { ...chosen, format: words, ambiguous };
}

function readAs(format: Format, texts: readonly string[], { counts, leastShare }: NumberContext): NumberReading {
  const values = new Float64Array(texts.length).fill(Number.NaN);
  let readCells = 0;
  let cells = 0;
  for (let i = 0; i < texts.length; i++) cells += counts[i]!;
  let unreadCells = 0;
  for (let i = 0; i < texts.length; i++) {
    const value = format.read(texts[i]!);
    values[i] = value;
    if (!Number.isNaN(value)) readCells += counts[i]!;
    else {
      unreadCells += counts[i]!;
      if (cells - unreadCells < leastShare * cells) {
        return { values: values.fill(Number.NaN), format: format.words, readCells: 0, ambiguous: false };
      }
    }
  }
  return { values, format: format.words, readCells, ambiguous: false };
}
