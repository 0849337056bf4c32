const lineFeed = 10;
const tenTo = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/**
 * Calls `visit` for each line that is not blank of a text without quotes, where every line is a record: with the number
 * of its fields, its place among the lines from 0, and where each field starts in `starts`, which ends with the place
 * after the line's end. Fields beyond the room in `starts` are counted only.
 */
export function readPlainRecords(
  text: string,
  { delimiter, starts }: { readonly delimiter: string; readonly starts: Int32Array },
  visit: (fields: number, line: number) => void,
): void {
  const mark = delimiter.charCodeAt(0);
  const room = starts.length - 1;
  const { length } = text;
  for (let at = 0, line = 0; at < length; line++) {
    let fields = 1;
    let isBlank = true;
    starts[0] = at;
    for (; at < length; at++) {
      const code = text.charCodeAt(at);
      if (code === mark) {
        if (fields < room) starts[fields] = at + 1;
        fields++;
        isBlank = false;
      } else if (code === lineFeed) break;
      else if (code > 32) isBlank = false;
    }
    at++;
    starts[Math.min(fields, room)] = at;
    if (!isBlank) visit(fields, line);
  }
}

/**
 * The number that stands between two places of a text when it is written in the plainest way: a sign, digits, a point,
 * 15 digits at most. NaN for everything else, which is left to the reader of cells; the value is the same as there.
 */
export function plainNumber(text: string, start: number, end: number): number {
  let at = start;
  const sign = text.charCodeAt(at);
  if (sign === 45) at++;
  const first = at;
  let mantissa = 0;
  let code = text.charCodeAt(at);
  for (; at < end && code >= 48 && code <= 57; code = text.charCodeAt(++at)) mantissa = mantissa * 10 + (code - 48);
  const whole = at - first;
  if (whole === 0 || (whole > 1 && text.charCodeAt(first) === 48)) return Number.NaN;
  let fraction = 0;
  if (at < end && code === 46) {
    const point = at;
    code = text.charCodeAt(++at);
    for (; at < end && code >= 48 && code <= 57; code = text.charCodeAt(++at)) mantissa = mantissa * 10 + (code - 48);
    fraction = at - point - 1;
  }
  if (at !== end || whole + fraction > 15) return Number.NaN;
  const value = mantissa / tenTo[fraction]!;
  return (sign === 45 ? -value : value) + 0;
}
