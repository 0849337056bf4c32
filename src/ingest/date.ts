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

const time = String.raw`(?:(?:[T ]|,\s?)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s?([AaPp][Mm])?\s?(Z|UTC|[+-]\d{2}:?\d{2})?)?$`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time}`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${time}`);
const compact = /^(\d{4})(\d{2})(\d{2})$/; // ISO 8601 basic; a column of nothing else is numeric unless asked to be dates
const dayName = new RegExp(String.raw`^(\d{1,2})[- /]([A-Za-z]{3,9})\.?,?[- /](\d{4})${time}`);
const nameDay = new RegExp(String.raw`^([A-Za-z]{3,9})\.?[- ](\d{1,2}),?[- ](\d{4})${time}`);

/** The distinct texts of a column read as dates. */
export interface DateReading {
  readonly values: Float64Array; // days since 1970-01-01 UTC, one a level; NaN = no date
  readonly unread: number; // levels that are no date
  readonly dayFirst: boolean | null; // null = no form such as 03/04/2020, or no evidence
  readonly ambiguous: boolean; // such forms, but nothing decides whether day or month comes first
}

/**
 * Reads ISO 8601 dates, 2020/01/31, 31.01.2020, 31/01/2020 and 01/31/2020, 31 Jan 2020 and Jan 31, 2020, each with or
 * without a time; without an offset the time is UTC. Whether day or month comes first is decided by all texts together.
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

function looksLikeDate(text: string): boolean {
  return text.length <= 40 && [yearFirst, yearLast, dayName, nameDay].some((form) => form.test(text));
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

function parseDate(text: string, dayFirst: boolean): number {
  let match = compact.exec(text);
  if (match !== null) return days(match[1], match[2], match[3]);
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
  return Number.NaN;
}

function monthOf(name: string): string {
  const lower = name.toLowerCase();
  return String(
    monthNames.findIndex(
      (month) => month === lower || month.slice(0, 3) === lower || (lower === "sept" && month === "september"),
    ) + 1,
  );
}

/** Days since 1970-01-01 of a Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms"); NaN if none. */
function days(yearText = "", monthText = "", dayText = ""): number {
  const [year, month, day] = [Number(yearText), Number(monthText), Number(dayText)];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const length = lengths[month - 1];
  if (length === undefined || day < 1 || day > length) return Number.NaN;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

/** Share of a day that a time makes, minus its offset from UTC; 0 without a time, NaN for 25:00. */
function dayShare(parts: readonly (string | undefined)[]): number {
  const [hourText, minuteText, secondText = "0", fraction = "", half, offset] = parts;
  if (hourText === undefined) return 0;
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText) + (fraction === "" ? 0 : Number(`0.${fraction}`));
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toLowerCase() === "pm" ? 12 : 0);
  }
  if (hour > 24 || minute > 59 || second >= 61) return Number.NaN;
  return (hour * 3600 + minute * 60 + second - offsetSeconds(offset)) / 86400;
}

function offsetSeconds(offset: string | undefined): number {
  if (offset === undefined || offset === "Z" || offset === "UTC") return 0;
  const seconds = Number(offset.slice(1, 3)) * 3600 + Number(offset.slice(-2)) * 60;
  return offset.startsWith("-") ? -seconds : seconds;
}
