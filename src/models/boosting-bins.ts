import type { RowIndex } from "../base/matrix.ts";
import { type BinnedColumn, knownCodes } from "../boosting/data.ts";
import { codeRows, learnThresholds } from "../forest/code.ts";
import { missing } from "../forest/schema.ts";
import type { Column } from "../ingest/table.ts";

const mostBins = 255; // a byte holds them and one code for missing values
const fewestRows = 2; // rarer levels say too little and count as missing values

/** Bins of a numeric column: fewer where rows are few, since each split searches them all. */
function binsFor(rows: number): number {
  return Math.min(mostBins, Math.max(32, Math.round(4 * Math.sqrt(rows))));
}

/**
 * Learns how columns become codes of one byte, from the named rows only: the forest's thresholds between quantiles,
 * and the commonest levels.
 */
export function learnBins(columns: readonly Column[], rows: RowIndex): BinnedColumn[] {
  return columns.map((column) => {
    const { name } = column;
    if (column.kind === "category") return { kind: "category", name, levels: commonLevels(column, rows) };
    return { kind: "numeric", name, thresholds: learnThresholds(column.values, rows, { limit: binsFor(rows.length) }) };
  });
}

function commonLevels({ codes, levels }: Extract<Column, { kind: "category" }>, rows: RowIndex): readonly string[] {
  const counts = new Uint32Array(levels.length);
  for (const row of rows) if (codes[row]! >= 0) counts[codes[row]!]!++;
  return levels
    .map((name, level) => ({ name, rows: counts[level]! }))
    .filter(({ rows }) => rows >= fewestRows)
    .sort((a, b) => b.rows - a.rows)
    .slice(0, mostBins)
    .map(({ name }) => name);
}

/**
 * Codes of the named rows, a byte each; the one after the known ones is missing. Columns and levels are found by
 * name.
 */
export function binRows(bins: readonly BinnedColumn[], columns: readonly Column[], rows: RowIndex): Uint8Array[] {
  return codeRows(bins, columns, { rows }).map((codes, i) => {
    const known = knownCodes(bins[i]!);
    return Uint8Array.from(codes, (code) => (code === missing ? known : code));
  });
}
