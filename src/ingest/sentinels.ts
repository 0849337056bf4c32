import { isoDay } from "../base/day.ts";
import { profileOf } from "./profile/profile.ts";
import type { Column, Finding } from "./table.ts";

const fewestRows = 10; // with another value
const most = 3; // values that a file uses for "no value"

/** A value far outside the others. */
interface Suspect {
  readonly value: number;
  readonly cells: number;
}

/** What the other values lie between. */
interface Range {
  readonly low: number;
  readonly high: number;
}

/** Distinct values in ascending order with their numbers of cells, and the end to look at. */
interface End {
  readonly values: Float64Array; // those in the middle may lack: 10 of a few dozen are as many as are asked for
  readonly counts: Uint32Array;
  readonly cells: number; // of all values
  readonly low: boolean; // else the high end
}

/**
 * Warns of values that repeat far outside the rest of a column, as -200, -999, 9999 or 1900-01-01 do where they stand
 * for "no value". Nothing is changed: what a value means, only the user knows.
 */
export function sentinelFindings(column: Column): readonly Finding[] {
  if (column.kind === "category") return [];
  const { values, counts, cells } = profileOf(column.values).ends;
  let left = cells;
  let from = 0;
  let to = values.length;
  const found: Suspect[] = [];
  for (let again = true; again && found.length < most; ) {
    again = false;
    for (const low of [true, false]) {
      const size = suspectsAt(
        { values: values.subarray(from, to), counts: counts.subarray(from, to), cells: left, low },
        column,
      );
      for (let i = 0; i < size; i++) {
        const at = low ? from++ : --to;
        found.push({ value: values[at]!, cells: counts[at]! });
        left -= counts[at]!;
        again = true;
      }
    }
  }
  if (found.length === 0 || from >= to) return [];
  return [warning(column, found.slice(0, most), { low: values[from]!, high: values[to - 1]! })];
}

function warning(
  column: Exclude<Column, { kind: "category" }>,
  found: readonly Suspect[],
  { low, high }: Range,
): Finding {
  const words = (value: number) => (column.kind === "date" ? isoDay(value) : String(value));
  const list = found
    .map(({ value, cells }) => `${words(value)} (${cells} ${cells === 1 ? "cell" : "cells"})`)
    .join(", ");
  return {
    code: "sentinel-value",
    severity: "warning",
    column: column.name,
    message: `Column "${column.name}" holds ${list} far outside its other values, ${words(low)} to ${words(high)}.`,
    action:
      `Kept; if ${found.length === 1 ? "it means" : "they mean"} "no value", say ` +
      `--missing=${found.map(({ value }) => words(value)).join(",")}.`,
  };
}

/** How many distinct values at that end stand together far from the rest, each again and again; 0 = none. */
function suspectsAt({ values, counts, cells: all, low }: End, column: Column): number {
  const at = (i: number) => (low ? i : values.length - 1 - i);
  let outside = 0;
  for (let size = 1; size <= most && size < values.length; size++) {
    const value = values[at(size - 1)]!;
    const cells = counts[at(size - 1)]!;
    outside += cells;
    const rows = all - outside;
    const shaped = column.kind === "date" ? isSpecialDay(value) : isSpecialNumber(value);
    if (cells < (shaped ? 2 : 3) || rows < fewestRows) return 0;
    const near = values[at(size)]!;
    const range = Math.abs(values[at(values.length - 1)]! - near);
    const gap = Math.abs(near - value);
    if (isFar({ value, gap, range, shaped, others: values.length - size, share: outside / (rows + outside) }))
      return size;
  }
  return 0;
}

interface Distance {
  readonly value: number;
  readonly gap: number; // to the nearest of the rest
  readonly range: number; // of the rest
  readonly shaped: boolean; // written as such values are
  readonly others: number; // distinct values of the rest
  readonly share: number; // of the rows
}

function isFar({ value, gap, range, shaped, others, share }: Distance): boolean {
  if (value === 0) return others >= 10 && gap > 10 * range && share < 0.1; // a true zero is nothing rare
  if (!shaped) return others >= 10 && gap > 2 * range && share < 0.5;
  return gap > (others >= 10 ? 0.5 : 3) * range && others >= 3;
}

const endsOfNumbers = new Set([-32768, 32767, 65535, -2147483648, 2147483647, 4294967295, 1e10, 1e20]);

/** Nines, eights or sevens alone, negative hundreds, the ends of computer numbers. */
function isSpecialNumber(value: number): boolean {
  const digits = String(Math.abs(value)).replace(".", "");
  if (/^(?:9{2,}|8{2,}|7{2,})0*$/.test(digits)) return true;
  if (value < 0 && (value % 100 === 0 || value === -1 || value === -9)) return true;
  return endsOfNumbers.has(value) || Math.abs(value) >= 1e30;
}

const specialDays = /^(?:0001|1[0-9]00|1111|1970|3000)-01-01|^1899-12-3[01]|^(?:2099|2100|2999|9999)-12-31/;

/** The first day of a century or of computers, the last day of a calendar. */
function isSpecialDay(day: number): boolean {
  return specialDays.test(isoDay(day));
}
