import { readDates } from "./date.ts";
import { parseNumber } from "./number.ts";

/** Cells that mean "no value" unless the caller names others. */
export const defaultMissing = ["", "NA", "N/A", "n/a", "#N/A", "null", "NULL", "NaN", "nan", "?", "-"] as const;

/** What means "no value"; the empty cell always does. */
export interface MissingTokens {
  readonly texts: readonly string[]; // as a model keeps them
  readonly has: (text: string) => boolean;
  readonly numbers: ReadonlySet<number>; // some of them, such as -999, are numbers however a cell spells them
  readonly days: ReadonlySet<number>; // or dates, such as 1900-01-01
}

/**
 * The texts that mean "no value". Words that are given replace the usual ones; numbers and dates alone leave those as
 * they are, and count however a cell spells them: -200 is -200,0 too.
 */
export function missingTokens(given: readonly string[] | undefined): MissingTokens {
  const trimmed = (given ?? []).map((token) => token.trim());
  const values = trimmed.map(numberOf);
  const days = readDates(trimmed, null).values;
  const words = trimmed.filter((_, i) => Number.isNaN(values[i]) && Number.isNaN(days[i]));
  const texts = [...new Set([...(words.length === 0 ? defaultMissing : []), ...trimmed, ""])];
  const known = new Set(texts);
  const numbers = new Set(values.filter((value) => !Number.isNaN(value)));
  return {
    texts,
    has: (text) => known.has(text) || (numbers.size > 0 && numbers.has(parseNumber(text))),
    numbers,
    days: new Set(days.filter((day, i) => !Number.isNaN(day) && Number.isNaN(values[i]!))),
  };
}

/** A number of the command line; its comma is a decimal one unless three digits follow. */
function numberOf(token: string): number {
  const value = parseNumber(token);
  if (!Number.isNaN(value) || !/^[+-]?\d*,\d+$/.test(token) || /,\d{3}$/.test(token)) return value;
  return parseNumber(token.replace(",", "."));
}

const knownWords =
  /^(?:none|null|nil|na|n\.?\s?a\.?|n\/a|#n\/?a!?|nan|nat|\\n|<na>|<null>|\(null\)|\(none\)|\(blank\)|\(empty\)|blank|empty|missing|unknown|unk|undefined|undef|not available|not applicable|not known|no data|nodata|no value|not reported|not recorded|not measured|tbd|tba|n\.?d\.?|k\.?\s?a\.?|keine angabe|unbekannt|fehlt|s\/d|s\.d\.|n\/d|n\/r|n\.r\.|sin dato|inconnu|-?1?\.?#(?:ind|qnan|inf|nan)(?:f|\d*)|#(?:value|div\/0|ref|name|num|null)[!?]|[.?*_\-\u2010-\u2015\u2212\u2026]+)$/i;
const wordsForZero = /^(?:none|nil|\(none\)|[-\u2010-\u2015\u2212]+)$/i;

/** Whether a word among numbers or dates says nothing but that there is no value. */
export function isMissingWord(text: string): boolean {
  return knownWords.test(text);
}

/** Whether it may count nothing: "none" beside 1, 2 and 3. */
export function maybeZero(text: string): boolean {
  return wordsForZero.test(text);
}
