const form = /^T?(\d{1,3}):([0-5]\d)(?::([0-5]\d)(?:[.,](\d{1,9}))?)?\s?(?:([ap])\.?m\.?)?$/i;

/**
 * Hours that a time such as 08:30, 23:59:59.5, T08:30 or 8:30 pm makes, NaN for other text. Durations may pass 24
 * hours.
 */
export function clockHours(text: string): number {
  const match = form.exec(text);
  if (match === null) return Number.NaN;
  const [, hours = "", minutes = "", seconds = "0", fraction = "", half] = match;
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return Number.NaN;
    hour = (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  }
  const second = Number(`${seconds}${fraction === "" ? "" : `.${fraction}`}`);
  return (hour * 3600 + Number(minutes) * 60 + second) / 3600;
}
