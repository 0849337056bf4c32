import { splitAmount, unitKey, isCurrency, magnitudeOf, type Amount } from "./amount.ts";
import { clockHours } from "./clock.ts";
import { parseNumber } from "./number.ts";

/** How a column writes its numbers; plain JSON that a model keeps. */
export interface NumberFormat {
  readonly decimal: "." | ",";
  readonly unit: string; // that every cell carries, "" = none
  readonly minus: "" | "CR" | "DR"; // the mark that makes a number negative
  readonly clock: boolean; // times of day, read as hours
  readonly magnitudes?: boolean; // K, M and B stand for thousands, millions and billions
}

/** Numbers as a program writes them. */
export const plainFormat: NumberFormat = { decimal: ".", unit: "", minus: "", clock: false };

export function isPlain({ decimal, unit, minus, clock, magnitudes }: NumberFormat): boolean {
  return decimal === "." && unit === "" && minus === "" && !clock && magnitudes !== true;
}

/**
 * The number that a cell spells in a format, or NaN. `bare` lets cells without the unit through: those of a new file,
 * whose unit was left out.
 */
export function readFormatted(text: string, format: NumberFormat, bare = false): number {
  if (format.clock) return clockHours(text);
  if (format.decimal === "." && format.unit === "") {
    const value = parseNumber(text);
    if (!Number.isNaN(value)) return value;
  }
  const amount = splitAmount(text);
  if (amount === null) return format.unit === "" && format.decimal === "," ? commaWord(text) : Number.NaN;
  return readAmount(amount, format, bare);
}

/** Words such as "inf" have no digits to take apart. */
function commaWord(text: string): number {
  return /\d/.test(text) ? Number.NaN : parseNumber(text);
}

export function readAmount(amount: Amount, format: NumberFormat, bare = false): number {
  const scale = format.magnitudes !== true ? { unit: amount.unit, power: 0 } : magnitudeOf(amount.unit);
  const digits = readDigits(amount.digits, format.decimal);
  if (scale === null || !hasUnit(scale, format.unit, bare || digits === 0)) return Number.NaN;
  // By its digits: 2.3 · 1e6 would be 2299999.9999999995.
  const value = scale.power === 0 ? digits : Number(`${digits}e${scale.power}`);
  const marked = amount.sign === "CR" || amount.sign === "DR";
  const negative = marked ? amount.sign === format.minus : amount.negative;
  return (negative ? -value : value) + 0;
}

/** A zero needs no unit, and money is money without its sign; other bare numbers among units may mean anything. */
function hasUnit({ unit }: Pick<Amount, "unit">, wanted: string, excused: boolean): boolean {
  if (unit !== "") return wanted !== "" && unitKey(unit) === unitKey(wanted);
  return wanted === "" || excused || isCurrency(wanted);
}

const grouped = {
  ".": /^(?:[1-9]\d{0,2}([, '])\d{3}(?:\1\d{3})*|[1-9]\d?,(?:\d{2},)+\d{3})(?:\.\d*)?$/,
  ",": /^[1-9]\d{0,2}([. '])\d{3}(?:\1\d{3})*(?:,\d*)?$/,
} as const;

/**
 * Digits with a known decimal mark: as they are, or in groups of thousands by the other mark, spaces or apostrophes, or
 * as in India.
 */
export function readDigits(digits: string, decimal: "." | ","): number {
  if (grouped[decimal].test(digits)) {
    const whole = digits.replace(decimal === "." ? /[, ']/g : /[. ']/g, "");
    return parseNumber(decimal === "." ? whole : whole.replace(",", "."));
  }
  if (decimal === ".") return parseNumber(digits);
  return digits.includes(".") ? Number.NaN : parseNumber(digits.replace(",", "."));
}
