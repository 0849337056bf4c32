/**
 * Days since 1970-01-01 of a Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms"); NaN if none.
 */
export function days(yearText = "", monthText = "", dayText = ""): number {
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
export function dayShare(parts: readonly (string | undefined)[]): number {
  const [hourText, minuteText, secondText = "0", fraction = "", half, offset] = parts;
  if (hourText === undefined) return 0;
  let hour = Number(hourText);
  const minute = Number(minuteText);
  const second = Number(secondText) + (fraction === "" ? 0 : Number(`0.${fraction}`));
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0);
  }
  if (hour > 24 || minute > 59 || second >= 61) return Number.NaN;
  return (hour * 3600 + minute * 60 + second - offsetSeconds(offset)) / 86400;
}

const namedOffsets: Readonly<Record<string, number>> = {
  CET: 1,
  CEST: 2,
  EET: 2,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
}; // hours; those of RFC 5322 and of Europe

function offsetSeconds(offset: string | undefined): number {
  if (offset === undefined) return 0;
  const named = namedOffsets[offset];
  if (named !== undefined) return named * 3600;
  const match = /([+-])(\d{2}):?(\d{2})?$/.exec(offset);
  if (match === null) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
  return match[1] === "-" ? -seconds : seconds;
}
