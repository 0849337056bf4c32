const tenTo = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/**
 * The number that a cell spells with a decimal point, or NaN when it spells none. Infinities are returned as such.
 * Not numbers, because a number could not give the text back: leading zeros, whole numbers beyond 2^53.
 */
export function parseNumber(text: string): number {
  const length = text.length;
  let i = 0;
  const sign = text.charCodeAt(0);
  if (sign === 45 || sign === 43) i = 1;
  const start = i;
  let mantissa = 0;
  let code = text.charCodeAt(i);
  while (code >= 48 && code <= 57) {
    mantissa = mantissa * 10 + (code - 48);
    code = text.charCodeAt(++i);
  }
  const whole = i - start;
  if (whole > 1 && text.charCodeAt(start) === 48) return Number.NaN;
  let fraction = 0;
  if (code === 46) {
    const point = i;
    code = text.charCodeAt(++i);
    while (code >= 48 && code <= 57) {
      mantissa = mantissa * 10 + (code - 48);
      code = text.charCodeAt(++i);
    }
    fraction = i - point - 1;
  }
  if (whole + fraction === 0) return infinityWord(text);
  if (i < length) return isExponent(text, i) ? Number(text) : Number.NaN;
  if (whole + fraction <= 15) {
    // Both are exact, so one division rounds correctly (Clinger's fast path). + 0 turns -0 into 0.
    const value = mantissa / tenTo[fraction]!;
    return (sign === 45 ? -value : value) + 0;
  }
  const value = Number(text);
  return fraction === 0 && Math.abs(value) > Number.MAX_SAFE_INTEGER ? Number.NaN : value;
}

function isExponent(text: string, from: number): boolean {
  return /^[eE][+-]?\d{1,5}$/.test(text.slice(from, from + 9)) && text.length - from <= 8;
}

function infinityWord(text: string): number {
  const match = /^([+-]?)(?:inf|infinity)$/i.exec(text);
  if (match === null) return Number.NaN;
  return match[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** Whether a cell spells digits that are a name rather than an amount: 007, or a whole number beyond 2^53. */
export function isDigitName(text: string): boolean {
  return /^[+-]?0\d+$/.test(text) || (/^[+-]?\d{16,}$/.test(text) && Number.isNaN(parseNumber(text)));
}
