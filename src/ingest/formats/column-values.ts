import { millisecondsPerDay } from "../../base/day.ts";
/** What a file declares of a column, in the terms of a table. */
export type DeclaredKind = "number" | "text" | "boolean" | "date" | "nested";

/** Values of some rows of a column, one after another. */
export interface ColumnPart {
  readonly values: ArrayLike<unknown>; // of the rows that have one; times in milliseconds
  readonly rows: number;
  readonly present: ArrayLike<number> | null; // 1 for each row that has a value; null where all have
}

/** Whole numbers beyond this are no longer exact as numbers: they are names. */
const largestExact = BigInt(Number.MAX_SAFE_INTEGER);

const latestTime = 8.64e15; // that a Date can hold, in milliseconds

/**
 * The cells of a column: 8 bytes each for numbers and for days since 1970, with NaN for missing ones, unless one is too
 * long for that; else a list, with null for missing ones. Throws where values are not there.
 */
export function columnValues(kind: DeclaredKind, parts: readonly ColumnPart[]): ArrayLike<unknown> {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (kind === "date") return filled(new Float64Array(rows).fill(Number.NaN), parts, dayOf);
  if (kind === "number" && !parts.some(({ values }) => holdsLong(values))) {
    return filled(new Float64Array(rows).fill(Number.NaN), parts, numberOf);
  }
  return filled(Array.from<unknown>({ length: rows }).fill(null), parts, (value) => value);
}

function filled<T>(cells: { [row: number]: T }, parts: readonly ColumnPart[], cellOf: (value: unknown) => T) {
  let row = 0;
  for (const { values, rows, present } of parts) {
    let next = 0;
    for (let i = 0; i < rows; i++, row++) {
      if (present !== null && present[i] !== 1) continue;
      const value = values[next++];
      // What a page lacks, such as an entry of its dictionary, would pass for a missing cell.
      if (value === undefined) throw new Error("it names values that it does not hold");
      cells[row] = cellOf(value);
    }
  }
  return cells as ArrayLike<unknown>;
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value + 0 : typeof value === "bigint" ? Number(value) : Number.NaN;
}

/** Times of day, counted in parts of a second, as hours: what times in a text file are read as. Null where missing. */
export function hoursOf(values: ArrayLike<unknown>, partsOfSecond: number): ArrayLike<unknown> {
  const partsOfHour = 3600 * partsOfSecond;
  return Array.from(values, (value) => (value === null || value === undefined ? value : Number(value) / partsOfHour));
}

/** Days since 1970 of a time in milliseconds, which may have a fraction. */
function dayOf(value: unknown): number {
  if (typeof value !== "number" || Math.abs(value) > latestTime) return Number.NaN;
  return Math.trunc(value) / millisecondsPerDay;
}

export function holdsLong(values: ArrayLike<unknown>): boolean {
  const isLarge = values instanceof BigInt64Array || values instanceof BigUint64Array;
  if (ArrayBuffer.isView(values) && !isLarge) return false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (typeof value === "bigint" && (value > largestExact || value < -largestExact)) return true;
  }
  return false;
}

/** Numbers in 8 bytes each, unless one is too long for that. */
export function compactNumbers(values: ArrayLike<unknown>): ArrayLike<unknown> {
  if (values instanceof Float64Array || holdsLong(values)) return values;
  const numbers = new Float64Array(values.length);
  for (let row = 0; row < values.length; row++) numbers[row] = numberOf(values[row]);
  return numbers;
}
