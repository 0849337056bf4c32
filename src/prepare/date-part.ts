export type DatePart = "days" | "month" | "day of month" | "day of year" | "weekday" | "hour";

const daySeconds = 86400;

/**
 * A part of a day that is given in days since 1970-01-01 UTC: itself, the month 1 to 12, the day of the month 1 to 31,
 * the day of the year 1 to 366, the weekday 1 = Monday to 7, the hour 0 to 24 with its fraction. NaN for NaN. The days
 * of a year are counted as in a leap year, so that a date has the same number in every year.
 */
export function datePart(part: DatePart, days: number): number {
  if (part === "days") return days;
  // Whole seconds first: a fraction of a day is rarely exact, and 23:59:59.99… must not land on another day than 24:00.
  const seconds = Math.round(days * daySeconds);
  const day = Math.floor(seconds / daySeconds);
  if (part === "weekday") return ((((day + 3) % 7) + 7) % 7) + 1; // day 0 was a Thursday
  if (part === "hour") return (seconds - day * daySeconds) / 3600;
  return inCalendar(day)[part];
}

/**
 * The month and the days of month and year in the Gregorian calendar, also before 1970. Years are counted from 1 March,
 * so that the leap day is the last day of a year (the civil-from-days scheme of H. Hinnant, "chrono-compatible
 * low-level date algorithms").
 */
function inCalendar(day: number): Readonly<Record<"month" | "day of month" | "day of year", number>> {
  const eraDays = 146097; // 400 years
  const sinceMarch0 = day + 719468; // days since 0000-03-01
  const dayOfEra = sinceMarch0 - Math.floor(sinceMarch0 / eraDays) * eraDays;
  const leapDays = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36524) + Math.floor(dayOfEra / (eraDays - 1));
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const sinceMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * sinceMarch + 2) / 153);
  return {
    month: monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9,
    "day of month": sinceMarch - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    "day of year": sinceMarch < 306 ? sinceMarch + 61 : sinceMarch - 305, // 306 days from 1 March to 31 December
  };
}
