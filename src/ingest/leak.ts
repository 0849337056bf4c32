import type { RowIndex } from "../base/matrix.ts";
import { orderOf } from "../base/order.ts";
import { gather } from "../base/select.ts";
import { ranks } from "../base/statistics.ts";
import type { Column } from "./table.ts";

// Of the rows outside the largest class, a column that gives the target away errs on fewer than one in a hundred.
const fewErrors = 0.01;
const nearlyEqualRanks = 0.999;
const fewestRows = 30;
const fewestInBin = 5;
const mostBins = 64;
const mostRows = 20_000; // what gives the target away does so in a sample
const firstRows = 2000; // of these, and nearly every other column shows that it does not

type CategoryColumn = Extract<Column, { kind: "category" }>;

/** The bin of each row; each is less than `binCount`. */
export interface Binned {
  readonly bins: Int32Array;
  readonly binCount: number;
}

/**
 * Why one column alone gives the target away, or null when it does not: its levels or bins predict the class of rows
 * left out one by one nearly without error, one threshold parts two classes, or its order is that of a numeric target.
 */
export function leakReason(column: Column, target: Column, allRows: RowIndex): string | null {
  if (allRows.length < fewestRows) return null;
  const stride = Math.ceil(allRows.length / mostRows);
  const rows = stride === 1 ? allRows : everyNth(allRows, stride);
  if (target.kind === "category") return classLeak(column, target, rows);
  if (column.kind === "category") return null;
  const correlation = rankCorrelation(column.values, target.values, rows);
  return Math.abs(correlation) >= nearlyEqualRanks ? "its order is that of the target" : null;
}

/** The first of each `stride` rows. */
export function everyNth(rows: RowIndex, stride: number): RowIndex {
  const some = new Uint32Array(Math.ceil(rows.length / stride));
  for (let i = 0; i < some.length; i++) some[i] = rows[i * stride]!;
  return some;
}

function classLeak(column: Column, { codes, levels }: CategoryColumn, rows: RowIndex): string | null {
  const classes = gather(codes, rows);
  const classCount = levels.length;
  const totals = new Int32Array(classCount);
  for (const code of classes) totals[code]!++;
  const minority = rows.length - Math.max(...totals);
  if (minority === 0) return null;
  const few = fewErrors * minority;
  if (column.kind === "category") {
    const errors = leaveOneOutErrors(levelBins(column, rows), classes, classCount);
    return errors <= few ? "its levels determine the class" : null;
  }
  if (errsOften(column.values, codes, { rows, few })) return null;
  const values = gather(column.values, rows);
  const order = orderOf(values);
  const present = totals.filter((count) => count > 0).length;
  if (present === 2 && thresholdErrors(values, order, classes) <= few) return "one threshold determines the class";
  const errors = leaveOneOutErrors(binsOf(values, order), classes, classCount);
  return errors <= few ? "its value determines the class" : null;
}

/**
 * Whether some of the rows show already that more than `few` of all are in error, however their values are cut to bins:
 * neighbours of two classes are both right only if a cut parts them.
 */
function errsOften(
  values: Float64Array,
  codes: Int32Array,
  { rows, few }: { readonly rows: RowIndex; readonly few: number },
): boolean {
  const some = everyNth(rows, Math.ceil(rows.length / firstRows));
  const order = orderOf(gather(values, some));
  let unlike = 0; // pairs
  for (let i = 1; i < order.length; i += 2) {
    unlike += Number(codes[some[order[i]!]!] !== codes[some[order[i - 1]!]!]);
  }
  return unlike - mostBins > few;
}

function compare(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a - b;
}

/** Errors when each row's class is the commonest one of the other rows in its bin; a bin of few rows tells nothing. */
export function leaveOneOutErrors({ bins, binCount }: Binned, classes: Int32Array, classCount: number): number {
  const counts = new Map<number, number>();
  for (let i = 0; i < bins.length; i++) {
    const key = bins[i]! * classCount + classes[i]!;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = new Int32Array(binCount);
  const largest = new Int32Array(binCount);
  const second = new Int32Array(binCount);
  for (const [key, count] of counts) {
    const bin = Math.floor(key / classCount);
    rows[bin]! += count;
    second[bin] = Math.max(second[bin]!, Math.min(count, largest[bin]!));
    largest[bin] = Math.max(largest[bin]!, count);
  }
  let errors = bins.length;
  for (let bin = 0; bin < binCount; bin++) {
    if (rows[bin]! >= fewestInBin && largest[bin]! - 1 > second[bin]!) errors -= largest[bin]!;
  }
  return errors;
}

/** Fewest errors of one threshold between two classes, in either direction; missing values are the last bin. */
function thresholdErrors(values: Float64Array, order: Uint32Array, classes: Int32Array): number {
  const one = classes[0]!;
  const total = classes.reduce((sum, code) => sum + Number(code === one), 0);
  let below = 0; // rows of class `one` up to the threshold
  let best = classes.length;
  for (let i = 0; i < order.length; i++) {
    below += Number(classes[order[i]!] === one);
    const next = order[i + 1];
    if (next === undefined || compare(values[next]!, values[order[i]!]!) === 0) continue;
    const errors = i + 1 - below + (total - below);
    best = Math.min(best, errors, classes.length - errors);
  }
  return best;
}

/** A bin for each level; missing has bin 0. */
export function levelBins({ codes, levels }: CategoryColumn, rows: RowIndex): Binned {
  const bins = gather(codes, rows);
  for (let i = 0; i < bins.length; i++) bins[i]!++;
  return { bins, binCount: levels.length + 1 };
}

/** A bin for each of few distinct values, or bins of equal counts cut between distinct values; missing has bin 0. */
export function binsOf(values: Float64Array, order = orderOf(values)): Binned {
  const bins = new Int32Array(values.length);
  const present = values.reduce((sum, value) => sum + Number(!Number.isNaN(value)), 0);
  let distinct = 0;
  for (let i = 0; i < present; i++) if (i === 0 || values[order[i]!] !== values[order[i - 1]!]) distinct++;
  let seen = 0;
  for (let i = 0; i < present; i++) {
    const fresh = i === 0 || values[order[i]!] !== values[order[i - 1]!];
    if (fresh) seen++;
    const bin = distinct <= mostBins ? seen : 1 + Math.floor((i * mostBins) / present);
    bins[order[i]!] = fresh || i === 0 ? bin : bins[order[i - 1]!]!;
  }
  return { bins, binCount: mostBins + 1 };
}

/** Spearman's correlation over rows that have both values; 0 with fewer than 30. */
function rankCorrelation(a: Float64Array, b: Float64Array, rows: RowIndex): number {
  const both = rows.filter((row) => !Number.isNaN(a[row]) && !Number.isNaN(b[row]));
  if (both.length < fewestRows) return 0;
  const one = ranks(gather(a, both));
  const other = ranks(gather(b, both));
  const middle = (both.length + 1) / 2;
  let product = 0;
  let squareOne = 0;
  let squareOther = 0;
  for (let i = 0; i < both.length; i++) {
    const [x, y] = [one[i]! - middle, other[i]! - middle];
    product += x * y;
    squareOne += x * x;
    squareOther += y * y;
  }
  return squareOne === 0 || squareOther === 0 ? 0 : product / Math.sqrt(squareOne * squareOther);
}
