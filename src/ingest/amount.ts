/** A cell taken apart as an amount: digits with their marks, and all that stands around them. */
export interface Amount {
  readonly digits: string; // spaces as " ", apostrophes as "'"; no sign
  readonly negative: boolean; // by a sign or by brackets
  readonly sign: SignForm;
  readonly unit: string; // as written, "" = none
}

/** How the sign is written. CR and DR are credit and debit: which of them is minus, the whole column decides. */
export type SignForm = "none" | "leading" | "trailing" | "brackets" | "CR" | "DR";

const minus = "\\-\u2010-\u2013\u2212\uFE63\uFF0D";
const spaces = "\\s\u2000-\u200A\u202F\u205F\u3000";
const core = new RegExp(
  `[.,]?\\d(?:[\\d.,'\u2018\u2019\u02BC\u00B4\`${spaces}]*\\d)?(?:[.,](?![.,]))?(?:[eE][+-]?\\d{1,5}(?![\\d\\p{L}]))?`,
  "u",
);
const codes =
  "AED|ARS|AUD|BGN|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|MYR|NGN|NOK|NZD|PHP|" +
  "PLN|RMB|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR";
const currencies = new RegExp(
  `^(?:(?:US|A|C|CA|AU|NZ|HK|S|R|MX)?\\p{Sc}|${codes}|Rs\\.?|Fr\\.?|SFr\\.?|kr\\.?|zł|Kč|Ft)$`,
  "iu",
);
const unitWord = /^(?:[\p{L}\p{Sc}%％‰°µ'"′″²³/·^. -]|(?<=[\p{L}^])[23](?!\d))+$/u;
const anySpace = new RegExp(`[${spaces}]`, "gu");
const apostrophe = /[\u2018\u2019\u02BC\u00B4`]/g;
const longestUnit = 24;
const longestAmount = 60;

/** Whether a unit is one of money. */
export function isCurrency(unit: string): boolean {
  return currencies.test(unit);
}

/** Whether a unit makes a number of even one cell: money and percent. */
export function isUnitOfOne(unit: string): boolean {
  return isCurrency(unit) || unitKey(unit) === "%";
}

const magnitude = /^(.*?)\s?(?:(k|K)|(M|MM|mn|Mn|mio|Mio)\.?|(B|bn|Bn))?$/;

/** "$K" as money in thousands: the unit without its mark, and the power of ten; null for another unit. */
export function magnitudeOf(unit: string): { readonly unit: string; readonly power: 0 | 3 | 6 | 9 } | null {
  const [, rest = "", thousand, million, billion] = magnitude.exec(unit) ?? [];
  if (rest !== "" && !isCurrency(rest)) return null;
  return { unit: rest, power: thousand ? 3 : million ? 6 : billion ? 9 : 0 };
}

/**
 * Takes "(1,234.50)", "−5", "5.00-", "12 %", "€ 1.234", "67 m2" or "20.00 DR" apart, or returns null for a cell that is
 * no number with a sign and a unit. Before the digits only a currency may stand: "A12" is a name.
 */
export function splitAmount(text: string): Amount | null {
  if (text.length > longestAmount) return null;
  const match = core.exec(text);
  if (match === null) return null;
  const before = around(text.slice(0, match.index));
  const after = around(text.slice(match.index + match[0].length));
  if (before === null || after === null) return null;
  const brackets = before.open + after.open === 1 && before.close + after.close === 1 && before.open === 1;
  if (!brackets && before.open + before.close + after.open + after.close > 0) return null;
  if (before.signs + after.signs > 1 || (brackets && before.signs + after.signs > 0)) return null;
  if (before.word !== "" && !isCurrency(before.word) && before.word !== "%") return null;
  const mark = brackets || before.signs + after.signs > 0 ? null : /(?:^|\s|(?<=\d))(CR|DR)\.?$/i.exec(after.word);
  const word = mark === null ? after.word : after.word.slice(0, mark.index).trim();
  const scales = before.word !== "" && magnitudeOf(word)?.unit === "";
  if (word !== "" && ((before.word !== "" && !scales) || word.length > longestUnit || !unitWord.test(word)))
    return null;
  let sign: SignForm = "none";
  if (brackets) sign = "brackets";
  else if (mark !== null) sign = mark[1]!.toUpperCase() === "CR" ? "CR" : "DR";
  else if (before.signs > 0) sign = "leading";
  else if (after.signs > 0) sign = "trailing";
  const digits = match[0].replace(anySpace, " ").replace(apostrophe, "'");
  return { digits, negative: brackets || before.minus || after.minus, sign, unit: before.word + word };
}

interface Around {
  readonly word: string;
  readonly signs: number;
  readonly minus: boolean;
  readonly open: number;
  readonly close: number;
}

const edgeSigns = new RegExp(`^[${spaces}]*([+${minus}])|([+${minus}])[${spaces}]*$`, "u");
const minusSign = new RegExp(`[${minus}]`);

/** What stands on one side of the digits: a word, with at most one sign and one bracket at its edges. */
function around(side: string): Around | null {
  let word = side;
  let open = 0;
  let close = 0;
  if (word.includes("(") || word.includes(")")) {
    open = word.split("(").length - 1;
    close = word.split(")").length - 1;
    word = word.replace(/[()]/g, "");
  }
  const sign = edgeSigns.exec(word);
  if (sign !== null) word = word.replace(edgeSigns, "");
  const minusSeen = sign !== null && minusSign.test(sign[0]);
  word = word.trim();
  if (edgeSigns.test(word)) return null;
  return { word, signs: sign === null ? 0 : 1, minus: minusSeen, open, close };
}

/** What makes two spellings one unit: small letters but for single ones, no plural s, 2 for ², no final point. */
export function unitKey(unit: string): string {
  const plain = unit.replace(/²/g, "2").replace(/³/g, "3").replace(/\^/g, "").replace(/％/g, "%").replace(/\s+/g, " ");
  const short = plain.replace(/\.$/, "");
  if (short.length < 2) return short;
  const small = short.toLowerCase();
  return small.length >= 3 && small.endsWith("s") ? small.slice(0, -1) : small;
}
