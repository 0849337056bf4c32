import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import type { CodedColumn, ForestData, ForestOptions } from "./forest.ts";
import { codeNumbers } from "./number-code.ts";
import { orderLevels } from "./order.ts";
import { missing } from "./schema.ts";
import { NumberSort } from "./sort.ts";

/** Up to this many rows, splits are exact unless bins are asked for. */
export const exactRows = 10_000;

const binnedCodes = 255; // one byte holds them and one code for missing values
const exactCodes = 65_535; // two bytes; a column of more distinct values falls into this many quantile bins
const sampledRows = 200_000; // enough for the edges of 255 bins: each within 0.1% of its rank

/** How columns become codes: exactly or in bins, and the numbers, per table row, by which levels are ordered. */
interface Coding {
  readonly splits: ForestOptions["splits"];
  readonly ordering: Float64Array;
}

/**
 * Learns how every column becomes codes, from the named rows only. A category column may have several orders, side by
 * side.
 */
export function learnCodes(data: ForestData, rows: RowIndex, { splits, ordering }: Coding): CodedColumn[] {
  const exact = splits === "exact" || (splits === "auto" && rows.length <= exactRows);
  const limit = exact ? exactCodes : binnedCodes;
  const sort = new NumberSort(Math.ceil(rows.length / sampleStep(rows.length, limit)));
  return data.columns.flatMap((column): CodedColumn[] => {
    const { name } = column;
    if (column.kind === "category") {
      return orderLevels(column, { ...data, targets: ordering }, rows).map((levels) => ({
        kind: "category",
        name,
        levels,
      }));
    }
    return [{ kind: "numeric", name, thresholds: learnThresholds(column.values, rows, { limit, sort }) }];
  });
}

/** One row in this many chooses the thresholds. */
function sampleStep(rows: number, limit: number): number {
  return limit > binnedCodes ? 1 : Math.max(1, Math.floor(rows / sampledRows));
}

/**
 * Ascending thresholds between neighbouring values, or between quantile bins when there are more than `limit` values.
 */
export function learnThresholds(
  values: Float64Array,
  rows: RowIndex,
  { limit, sort = new NumberSort(rows.length) }: { readonly limit: number; readonly sort?: NumberSort },
): Float64Array {
  const { numbers } = sort;
  const step = sampleStep(rows.length, limit);
  let known = 0;
  for (let i = 0; i < rows.length; i += step) {
    const value = values[rows[i]!]!;
    if (!Number.isNaN(value)) numbers[known++] = value === 0 ? 0 : value; // −0 sorts before 0 but equals it
  }
  const ascending = sort.sort(known);
  let distinct = known > 0 ? 1 : 0;
  for (let i = 1; i < known; i++) if (ascending[i] !== ascending[i - 1]) distinct++;
  const thresholds = new Float64Array(Math.max(0, Math.min(distinct, limit) - 1));
  const exact = distinct <= limit;
  let made = 0;
  let rowsInBin = 0;
  for (let i = 1; i < known && made < thresholds.length; i++) {
    rowsInBin++;
    if (ascending[i] === ascending[i - 1]) continue;
    // Each bin takes its share of what is left, so that one heavy value does not starve the bins after it.
    if (!exact && rowsInBin * (limit - made) < known - i + rowsInBin) continue;
    thresholds[made++] = midpoint(ascending[i - 1]!, ascending[i]!);
    rowsInBin = 0;
  }
  return thresholds.slice(0, made);
}

/** Between two neighbours, never the upper one: where the middle rounds up or is not a number, the lower value. */
export function midpoint(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2;
  return middle >= lower && middle < upper ? middle : lower;
}

interface CodedRows {
  readonly rows: RowIndex;
  readonly makeRoom?: (length: number) => Uint16Array; // makes the arrays
}

/** Codes of the named rows, one array for each of `coded`, found in `columns` by name; missing where there is none. */
export function codeRows(
  coded: readonly CodedColumn[],
  columns: readonly Column[],
  { rows, makeRoom = (length) => new Uint16Array(length) }: CodedRows,
): Uint16Array[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return coded.map((one) => {
    const column = byName.get(one.name);
    const codes = makeRoom(rows.length);
    if (column === undefined) codes.fill(missing);
    else codeColumn(one, column, { rows, codes });
    return codes;
  });
}

/**
 * Writes the codes of one column at the named rows, in their order; missing where the column has another kind than was
 * learnt.
 */
function codeColumn(
  coded: CodedColumn,
  column: Column,
  { rows, codes }: { readonly rows: RowIndex; readonly codes: Uint16Array },
): void {
  if (coded.kind === "numeric" && column.kind !== "category") {
    codeNumbers(coded.thresholds, column.values, rows, codes);
  } else if (coded.kind === "category" && column.kind === "category") {
    const codeOf = new Map(coded.levels.map((level, code) => [level, code]));
    const translated = column.levels.map((level) => codeOf.get(level) ?? missing);
    for (let i = 0; i < rows.length; i++) codes[i] = translated[column.codes[rows[i]!]!] ?? missing;
  } else codes.fill(missing);
}
