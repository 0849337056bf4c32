/** A text in quotes, or a number that starts there. */
const token = /"(?:[^"\\]|\\[\s\S])*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])|-?Infinity|NaN/gu;

/**
 * The value of a text of JSON. Integers that a number cannot hold become texts of their digits, as a CSV file has them;
 * NaN and Infinity, which Python writes, become null and infinite. Throws where the text is no JSON even so.
 */
export function parseJson(text: string): unknown {
  const given = holdsLong(text) ? text.replace(token, (found) => (isLong(found) ? `"${found}"` : found)) : text;
  try {
    return JSON.parse(given);
  } catch (error) {
    if (!/NaN|Infinity/u.test(given)) throw error;
    return JSON.parse(given.replace(token, (found) => python[found] ?? found));
  }
}

const python: Readonly<Record<string, string>> = { NaN: "null", Infinity: "1e999", "-Infinity": "-1e999" };

/** Whether there may be a long integer; numbers with many places after the point are none. */
function holdsLong(text: string): boolean {
  return /(?:^|[^\d.eE+-])-?\d{16}/u.test(text);
}

function isLong(found: string): boolean {
  return /^-?\d/u.test(found) && !Number.isSafeInteger(Number(found));
}
