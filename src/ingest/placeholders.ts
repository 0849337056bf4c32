import type { TextColumn } from "./column-builder.ts";
import { isMissingWord, maybeZero } from "./missing.ts";
import { type OtherTexts, otherTexts } from "./other-texts.ts";
import type { Finding } from "./table.ts";
import { missingWords, type notNumbers } from "./type-findings.ts";
import { presentCells } from "./typed-column.ts";

// A measure with a few placeholders such as "unknown" is still a measure.
const nearlyAll = 0.95;
const mostPlaceholders = 3;
const fewestRead = 20; // different values: fewer may be names of classes
const leastShare = 0.5;
const fewestBelow = 5; // different numbers below a line of units

export interface Placeholders {
  readonly words: readonly string[]; // that count as missing in this column
  readonly findings: (where: (row: number) => string) => readonly Finding[];
}

interface Reading {
  readonly hasZero: boolean; // a zero is among the values, so "none" is no zero
  readonly say: typeof notNumbers; // the finding for texts that are not such values
}

/**
 * Whether what is no number or date among many stands for "no value": nothing else, words that say so, the same one to
 * three words again and again, or a few cells. Null when the column is better left as text.
 */
export function placeholders(text: TextColumn, values: Float64Array, { hasZero, say }: Reading): Placeholders | null {
  const all = otherTexts(text, values);
  if (all === null) return { words: [], findings: () => [] };
  const read = text.levels.length - all.texts.length;
  // "none" beside 1, 2 and 3 may be a zero.
  const nothing = (word: string) => isMissingWord(word) && (hasZero || read >= fewestRead || !maybeZero(word));
  const said = all.texts.filter(nothing);
  const rest = otherTexts(text, values, nothing);
  const words = all.texts;
  const known = (where: (row: number) => string) =>
    said.length === 0 ? [] : [missingWords(text.name, otherTexts(text, values, (one) => !said.includes(one))!, where)];
  if (rest === null) return read >= 2 ? { words, findings: known } : null;
  if (isLineOfUnits(text, rest, read))
    return { words, findings: (where) => [...known(where), say(text.name, rest, where)] };
  if (rest.texts.length > mostPlaceholders || read < fewestRead) return null;
  const cells = presentCells(text);
  const few = cells - all.cells >= nearlyAll * cells;
  const repeated = cells - all.cells >= leastShare * cells && rest.texts.every((word) => isRepeatedWord(text, word));
  if (!few && !repeated) return null;
  return { words, findings: (where) => [...known(where), say(text.name, rest, where)] };
}

/** A word that comes again; "<0.1" and "3 or more" are no words, they say something of the number. */
function isRepeatedWord(text: TextColumn, word: string): boolean {
  return !/[\d<>≤≥]/.test(word) && text.counts[text.levels.indexOf(word)]! >= 2;
}

/** One word in the first row, above numbers alone; or in the last row, below them. */
function isLineOfUnits({ codes }: TextColumn, { cells, row, texts }: OtherTexts, read: number): boolean {
  return cells === 1 && read >= fewestBelow && (row === 0 || row === codes.length - 1) && !/\d[^23]*\d/.test(texts[0]!);
}
