import { type Amount, isCurrency, magnitudeOf, splitAmount, unitKey } from "./amount.ts";
import { clockHours } from "./clock.ts";
import { parseNumber } from "./number.ts";
import { type NumberFormat, plainFormat, readAmount, readDigits } from "./number-format.ts";

/** The distinct texts of a column, how often each occurs, and what is known of the file. */
export interface NumberContext {
  readonly levels: readonly string[];
  readonly counts: ArrayLike<number>;
  readonly delimiter: string;
  readonly decimal: "." | "," | null; // as the user says; null = find out
  readonly fileDecimal?: "." | "," | null; // of other columns: decides what this one leaves open
  readonly leastShare: number; // of the cells: a column of fewer numbers is given up
}

/** What the distinct texts of a column say when they are read as numbers in one format. */
export interface NumberReading {
  readonly values: Float64Array; // one a level; NaN = not a number in this format
  readonly format: NumberFormat;
  readonly words: string; // how the numbers are written, "" for plain ones
  readonly readCells: number;
  readonly ambiguous: boolean; // 1,234 alone may be 1.234 or 1234
  readonly proves: "." | "," | null; // the decimal mark that the column shows beyond doubt
  readonly units: readonly string[]; // that were met, the commonest first
  readonly amountCells: number; // that are numbers of some unit
}

/** Reads the distinct texts of a column as numbers in the one format that reads most of its cells. */
export function readNumbers(context: NumberContext): NumberReading {
  const { levels, counts, leastShare } = context;
  const cells = levels.reduce((sum, _, i) => sum + counts[i]!, 0);
  const amounts: (Amount | null)[] = [];
  const infinite = new Map<number, number>(); // words such as inf have no digits
  let others = 0;
  for (let i = 0; i < levels.length; i++) {
    const amount = splitAmount(levels[i]!);
    amounts.push(amount);
    if (amount !== null) continue;
    const value = /^[+-]?i/i.test(levels[i]!) ? parseNumber(levels[i]!) : Number.NaN;
    if (!Number.isNaN(value)) infinite.set(i, value);
    else others += counts[i]!;
    if (others > (1 - leastShare) * cells) return readClock(context, cells);
  }
  const { unit, units } = commonUnit(amounts, counts);
  const minus = minusMark(amounts);
  const marks = decimalMarks(amounts, context, isCurrency(unit));
  const scaled = scaledUnit(amounts);
  const format: NumberFormat = {
    ...{ decimal: marks.decimal, unit: scaled ?? unit, minus, clock: false },
    ...(scaled === null ? {} : { magnitudes: true }),
  };
  const values = new Float64Array(levels.length);
  let readCells = 0;
  for (let i = 0; i < levels.length; i++) {
    const amount = amounts[i]!;
    values[i] = amount === null ? (infinite.get(i) ?? Number.NaN) : readAmount(amount, format);
    if (!Number.isNaN(values[i])) readCells += counts[i]!;
  }
  if (readCells === 0) return readClock(context, cells);
  const words = formatWords(
    amounts.filter((_, i) => !Number.isNaN(values[i])),
    format,
  );
  const { ambiguous, proves } = marks;
  return { values, format, words, readCells, ambiguous, proves, units, amountCells: cells - others };
}

/**
 * The unit of amounts such as 900, 1.5K and 2M, "" = none; null where not all are of that kind, or all of one
 * magnitude: then K may be kelvins.
 */
function scaledUnit(amounts: readonly (Amount | null)[]): string | null {
  const powers = new Set<number>();
  const units = new Map<string, string>();
  for (const amount of amounts) {
    if (amount === null) continue;
    const scale = magnitudeOf(amount.unit);
    if (scale === null) return null;
    powers.add(scale.power);
    units.set(unitKey(scale.unit), scale.unit);
  }
  return powers.size > 1 && units.size === 1 ? [...units.values()][0]! : null;
}

function readClock({ levels, counts, leastShare }: NumberContext, cells: number): NumberReading {
  const values = new Float64Array(levels.length).fill(Number.NaN);
  const nothing = { values, words: "", ambiguous: false, proves: null, units: [], amountCells: 0 } as const;
  let readCells = 0;
  let others = 0;
  for (let i = 0; i < levels.length; i++) {
    const hours = clockHours(levels[i]!);
    values[i] = hours;
    if (!Number.isNaN(hours)) readCells += counts[i]!;
    else others += counts[i]!;
    if (others > (1 - leastShare) * cells) {
      return { ...nothing, values: values.fill(Number.NaN), format: plainFormat, readCells: 0 };
    }
  }
  return readCells === 0
    ? { ...nothing, format: plainFormat, readCells }
    : { ...nothing, format: { ...plainFormat, clock: true }, words: "times of day", readCells };
}

/** The unit that most cells carry, if more carry one than none. */
function commonUnit(amounts: readonly (Amount | null)[], counts: ArrayLike<number>) {
  const cells = new Map<string, number>();
  const spellings = new Map<string, Map<string, number>>();
  for (const [i, amount] of amounts.entries()) {
    if (amount === null) continue;
    const key = unitKey(amount.unit);
    cells.set(key, (cells.get(key) ?? 0) + counts[i]!);
    const spelled = spellings.get(key) ?? new Map<string, number>();
    spelled.set(amount.unit, (spelled.get(amount.unit) ?? 0) + counts[i]!);
    spellings.set(key, spelled);
  }
  const keys = commonestFirst(cells);
  const units = keys.filter((key) => key !== "").map((key) => commonestFirst(spellings.get(key)!)[0]!);
  const unit = units[0] ?? "";
  return { unit: (cells.get("") ?? 0) > (cells.get(unitKey(unit)) ?? 0) ? "" : unit, units };
}

/** Equal counts in the order of their characters: the order of the rows shall not matter. */
function commonestFirst(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([text]) => text);
}

/**
 * With both marks, or debits alone, DR is minus; with CR among unmarked numbers, CR is; on every number a mark says
 * nothing.
 */
function minusMark(amounts: readonly (Amount | null)[]): NumberFormat["minus"] {
  const has = (form: Amount["sign"]) => amounts.some((amount) => amount?.sign === form);
  const unmarked = amounts.some((amount) => amount !== null && amount.sign !== "CR" && amount.sign !== "DR");
  if (has("DR")) return has("CR") || unmarked ? "DR" : "";
  return has("CR") && unmarked ? "CR" : "";
}

interface Marks {
  readonly decimal: "." | ",";
  readonly ambiguous: boolean;
  readonly proves: "." | "," | null;
}

/** Which mark is the decimal one: the one under which more cells are numbers; equal where both can be. */
function decimalMarks(amounts: readonly (Amount | null)[], context: NumberContext, money: boolean): Marks {
  const { counts, delimiter, decimal, fileDecimal = null } = context;
  let point = 0;
  let comma = 0;
  let differ: "" | "." | "," = ""; // the mark that stands alone before three digits
  for (const [i, amount] of amounts.entries()) {
    if (amount === null) continue;
    const asPoint = readDigits(amount.digits, ".");
    const asComma = readDigits(amount.digits, ",");
    if (!Number.isNaN(asPoint)) point += counts[i]!;
    if (!Number.isNaN(asComma)) comma += counts[i]!;
    if (!Number.isNaN(asPoint) && !Number.isNaN(asComma) && asPoint !== asComma) {
      differ = amount.digits.includes(",") ? "," : ".";
    }
  }
  if (point !== comma) {
    const proves = point > comma ? "." : ",";
    return { decimal: decimal ?? proves, ambiguous: false, proves };
  }
  const known = decimal ?? fileDecimal;
  if (known !== null) return { decimal: known, ambiguous: false, proves: null };
  // €1.234 or €1,234 throughout: money has no third decimal.
  if (differ !== "" && money) return { decimal: differ === "." ? "," : ".", ambiguous: false, proves: null };
  if (differ === ",") {
    // 1,234 throughout: a semicolon file has decimal commas (that is why it needs semicolons); in a comma file
    // the cells were quoted, as spreadsheets do with grouped thousands.
    const ambiguous = delimiter !== "," && delimiter !== ";";
    return { decimal: delimiter === "," ? "." : ",", ambiguous, proves: null };
  }
  return { decimal: ".", ambiguous: false, proves: null };
}

function formatWords(amounts: readonly (Amount | null)[], { decimal, unit, minus, magnitudes }: NumberFormat): string {
  const present = amounts.filter((amount) => amount !== null);
  const any = (pattern: RegExp) => present.some(({ digits }) => pattern.test(digits));
  const signed = (form: Amount["sign"]) => present.some(({ sign }) => sign === form);
  const parts = [
    decimal === "." && any(/\d,\d/) ? "commas between thousands" : "",
    decimal === "," && any(/\d\.\d/) ? "points between thousands" : "",
    any(/\d \d/) ? "spaces between thousands" : "",
    any(/\d'\d/) ? "apostrophes between thousands" : "",
    decimal === "," && any(/,/) ? "a decimal comma" : "",
    unit === "" ? "" : unitWords(unit),
    magnitudes !== true ? "" : "K, M or B for thousands, millions or billions",
    signed("brackets") ? "brackets for minus" : "",
    signed("trailing") ? "the sign at the end" : "",
    minus === "" ? "" : `${minus} for minus`,
  ].filter((part) => part !== "");
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function unitWords(unit: string): string {
  if (unitKey(unit) === "%") return "a percent sign";
  return isCurrency(unit) ? `the currency ${JSON.stringify(unit)}` : `the unit ${JSON.stringify(unit)}`;
}
