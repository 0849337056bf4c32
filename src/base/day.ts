/** Tables hold dates as days since 1970-01-01 UTC, with a fraction for the time. */
export const millisecondsPerDay = 86_400_000;

/** The date of such a number of days, to the millisecond. */
export function dateOf(days: number): Date {
  return new Date(Math.round(days * millisecondsPerDay));
}

/** The day in ISO 8601; the number itself where no calendar reaches. */
export function isoDay(days: number): string {
  const date = dateOf(days);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10);
}
