import { days, dayShare } from "./calendar.ts";

const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

const zone = String.raw`(?:(?:UTC|GMT)?[+-]\d{2}(?::?\d{2})?|Z|UTC|GMT|CEST|CET|EET|EST|EDT|CST|CDT|MST|MDT|PST|PDT)`;
const clock = String.raw`(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([AaPp]\.?[Mm]\.?)?`;
const end = String.raw`\s?(${zone})?(?:\s?\[[\w/+-]+\])?$`;
const time = String.raw`(?:(?:[T ]|,\s?)\s*${clock})?${end}`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time}`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${time}`);
const compact = /^(\d{4})(\d{2})(\d{2})$/; // ISO 8601 basic
const compactTime = new RegExp(
  String.raw`^(\d{4})(\d{2})(\d{2})T(\d{2})(?:(\d{2})(?:(\d{2})(?:[.,](\d{1,9}))?)?)?()${end}`,
);
const hourOnly = new RegExp(String.raw`^(\d{4})-(\d{2})-(\d{2})T(\d{2})()()()()${end}`);
const yearMonth = /^(1[89]\d\d|2[01]\d\d)-(\d{2})$/;
const dayOfYear = /^(1[89]\d\d|2[01]\d\d)-(\d{3})$/;
const week = /^(1[89]\d\d|2[01]\d\d)(-?)W(\d{2})(?:\2([1-7]))?$/;
const dayName = new RegExp(String.raw`^(\d{1,2})[- /]([A-Za-z]{3,9})\.?,?[- /](\d{4})${time}`);
const nameDay = new RegExp(String.raw`^([A-Za-z]{3,9})\.?[- ](\d{1,2}),?[- ](\d{4})${time}`);
const clockBeforeYear = new RegExp(String.raw`^([A-Za-z]{3}) +(\d{1,2}) ${clock}\s?(${zone})? (\d{4})$`); // of ctime
const clockAtEnd = new RegExp(
  String.raw`(?::\d{2}(?:[.,]\d{1,9})?|T\d{2,6}(?:[.,]\d{1,9})?)\s?(?:[AaPp]\.?[Mm]\.?)?${end}`,
);
const weekday = /^(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +/i;

/** The distinct texts of a column read as dates. */
export interface DateReading {
  readonly values: Float64Array; // days since 1970-01-01 UTC, one a level; NaN = no date
  readonly unread: number; // levels that are no date
  readonly dayFirst: boolean | null; // null = no form such as 03/04/2020, or no evidence
  readonly ambiguous: boolean; // such forms, but nothing decides whether day or month comes first
}

/**
 * Reads ISO 8601 dates (basic, of weeks and days of the year too), 2020/01/31, 31.01.2020, 31/01/2020 and 01/31/2020,
 * 31 Jan 2020 and Jan 31, 2020, with or without a weekday and a time; without an offset the time is UTC. Whether day or
 * month comes first is decided by all texts together.
 */
export function readDates(levels: readonly string[], given: boolean | null): DateReading {
  const order = given === null ? dayOrder(levels) : given;
  const values = new Float64Array(levels.length);
  let unread = 0;
  for (let i = 0; i < levels.length; i++) {
    const value = parseDate(levels[i]!, order === true);
    values[i] = value;
    if (Number.isNaN(value)) unread++;
  }
  const decided = order === "unknown" || order === "none" ? null : order;
  return { values, unread, dayFirst: decided, ambiguous: order === "unknown" };
}

/** Whether one of the first texts has the form of a date; used to give up early on columns of other text. */
export function maybeDates(levels: readonly string[]): boolean {
  return levels.slice(0, 10).some(looksLikeDate);
}

/** A text with a time and a zone, and one with a time alone, of a column that has both; null for others. */
export function mixedZones(levels: readonly string[]): readonly [string, string] | null {
  let [zoned, bare] = ["", ""];
  for (const level of levels) {
    const found = clockAtEnd.exec(level);
    if (found === null) continue;
    if (found[1] === undefined) bare ||= level;
    else zoned ||= level;
    if (zoned !== "" && bare !== "") return [zoned, bare];
  }
  return null;
}

const longest = 60;

function looksLikeDate(text: string): boolean {
  if (text.length > longest) return false;
  const date = text.replace(weekday, "");
  const forms = [yearFirst, yearLast, dayName, nameDay, compactTime, hourOnly, yearMonth, dayOfYear, week];
  return forms.some((form) => form.test(date)) || clockBeforeYear.test(date);
}

/** Whether whole numbers such as 20210514 are dates without marks, every one of them and three at least. */
export function areCompactDates(values: ArrayLike<number>): boolean {
  const seen = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value) || seen.has(value)) continue;
    if (!(Number.isInteger(value) && value >= 1800_01_01 && value <= 2199_12_31)) return false;
    if (Number.isNaN(compactDay(value))) return false;
    seen.add(value);
  }
  return seen.size >= 3;
}

/** Days since 1970-01-01 of 20210514. */
export function compactDay(value: number): number {
  return parseDate(String(value), true);
}

function dayOrder(levels: readonly string[]): boolean | "unknown" | "none" {
  let order: boolean | "unknown" | "none" = "none";
  for (const text of levels) {
    const match = yearLast.exec(text);
    if (match === null) continue;
    const [, first, mark, second] = match;
    if (Number(first) > 12 || mark === ".") return true;
    if (Number(second) > 12) order = false;
    else if (order === "none") order = "unknown";
  }
  return order;
}

function parseDate(cell: string, dayFirst: boolean): number {
  if (cell.length > longest) return Number.NaN;
  const text = cell.charCodeAt(0) > 57 ? cell.replace(weekday, "") : cell;
  let match = compact.exec(text);
  if (match !== null) return days(match[1], match[2], match[3]);
  match = compactTime.exec(text) ?? hourOnly.exec(text);
  if (match !== null) return days(match[1], match[2], match[3]) + dayShare(withMinutes(match.slice(4)));
  match = yearFirst.exec(text);
  if (match !== null) return days(match[1], match[3], match[4]) + dayShare(match.slice(5));
  match = yearLast.exec(text);
  if (match !== null) {
    const [, first, , second, year] = match;
    return (dayFirst ? days(year, second, first) : days(year, first, second)) + dayShare(match.slice(5));
  }
  match = dayName.exec(text);
  if (match !== null) return days(match[3], monthOf(match[2]!), match[1]) + dayShare(match.slice(4));
  match = nameDay.exec(text);
  if (match !== null) return days(match[3], monthOf(match[1]!), match[2]) + dayShare(match.slice(4));
  match = clockBeforeYear.exec(text);
  if (match !== null) return days(match[9], monthOf(match[1]!), match[2]) + dayShare(match.slice(3, 9));
  return reducedDate(text);
}

/** A month, a day of the year or a week of ISO 8601: its first day. */
function reducedDate(text: string): number {
  let match = yearMonth.exec(text);
  if (match !== null) return days(match[1], match[2], "1");
  match = dayOfYear.exec(text);
  if (match !== null) {
    const day = days(match[1], "1", "1") + Number(match[2]) - 1;
    return Number(match[2]) >= 1 && day <= days(match[1], "12", "31") ? day : Number.NaN;
  }
  match = week.exec(text);
  if (match === null || Number(match[3]) < 1 || Number(match[3]) > 53) return Number.NaN;
  const fourth = days(match[1], "1", "4"); // always in week 1
  const monday = fourth - ((((fourth + 3) % 7) + 7) % 7); // day 0 was a Thursday
  return monday + 7 * (Number(match[3]) - 1) + Number(match[4] ?? 1) - 1;
}

/** A time that gives only the hour, or hour and minute. */
function withMinutes(parts: readonly (string | undefined)[]): readonly (string | undefined)[] {
  const [hour, minute, second, fraction, half, offset] = parts;
  return [hour, minute || "0", second || "0", fraction || undefined, half || undefined, offset];
}

function monthOf(name: string): string {
  const lower = name.toLowerCase();
  return String(
    monthNames.findIndex(
      (month) => month === lower || month.slice(0, 3) === lower || (lower === "sept" && month === "september"),
    ) + 1,
  );
}
