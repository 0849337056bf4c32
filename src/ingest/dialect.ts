import { UserError } from "../base/errors.ts";
import { readRecords } from "./records.ts";

const candidates = [",", ";", "\t", "|"] as const;
const sampleCharacters = 200_000;
const sampleRecords = 200;

/**
 * The delimiter, of comma, semicolon, tab and bar, that gives most records as many fields as the first one has;
 * the one with most fields among equals. A comma when none gives two. `text` may end early, with a line.
 */
export function sniffDelimiter(text: string): string {
  const sample = cutAtLine(text);
  let best: string = ",";
  let bestScore = 0;
  for (const delimiter of candidates) {
    const score = agreement(sample, delimiter);
    if (score > bestScore) {
      bestScore = score;
      best = delimiter;
    }
  }
  return best;
}

function cutAtLine(text: string): string {
  if (text.length <= sampleCharacters) return text;
  const end = text.lastIndexOf("\n", sampleCharacters);
  // Wider than the sample: the first line must still be whole.
  return end > 0 ? text.slice(0, end) : text.slice(0, (text.indexOf("\n") + 1 || text.length + 1) - 1);
}

function agreement(sample: string, delimiter: string): number {
  let width = 0;
  let same = 0;
  let records = 0;
  try {
    readRecords({ text: sample, delimiter, name: "" }, (fields, record) => {
      if (record === 0) width = fields.length;
      if (fields.length === width) same++;
      records = record + 1;
      return records < sampleRecords;
    });
  } catch {
    // A quote cut by the sample, or broken under this delimiter: what was read so far still counts.
    if (records === 0) return 0;
  }
  if (width < 2) return 0;
  return Math.round((same / records) * 1000) + 1 - 1 / width;
}

/** Checks a delimiter given by hand; `tab` and `\t` stand for the tab character. Throws a UserError. */
export function checkDelimiter(delimiter: string): string {
  const plain = delimiter === "\\t" || delimiter.toLowerCase() === "tab" ? "\t" : delimiter;
  if (plain.length !== 1 || /["\n\r\uFEFF]/.test(plain)) {
    throw new UserError(`The delimiter must be one character, got ${JSON.stringify(delimiter)}.`, {
      hint: 'Use "," ";" "|" or "tab".',
    });
  }
  return plain;
}
