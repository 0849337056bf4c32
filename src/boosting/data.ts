import type { Task } from "../prepare/prepared.ts";
import type { BoostingColumn } from "./core.ts";

/**
 * How a column became codes, as in the forest: code c of a numeric column holds the values in (thresholds[c − 1],
 * thresholds[c]]; code c of a category column is `levels[c]`. At most 255 codes are known; the one after them is
 * missing.
 */
export type BinnedColumn =
  | { readonly kind: "numeric"; readonly name: string; readonly thresholds: Float64Array }
  | { readonly kind: "category"; readonly name: string; readonly levels: readonly string[] };

/** Rows that teach, as codes: each has a target and a weight above 0. */
export interface BoostingData {
  readonly task: Task;
  readonly columns: readonly BinnedColumn[]; // how each column became codes
  readonly codes: readonly Uint8Array[]; // of each row, one array for each of `columns`; see `knownCodes`
  readonly targets: Float64Array; // per row: class number, or target units
  readonly weights: Float64Array | null; // per row; null = all 1
  readonly parts: Uint8Array; // inner part of each row
}

/** Codes below this are known, itself is missing. At most 255, so that a byte holds both. */
export function knownCodes(column: BinnedColumn): number {
  return column.kind === "numeric" ? column.thresholds.length + 1 : column.levels.length;
}

/** The columns as boosting reads them. */
export function boostingColumns(columns: readonly BinnedColumn[], codes: readonly Uint8Array[]): BoostingColumn[] {
  return columns.map((column, i) => ({
    codes: codes[i]!,
    known: knownCodes(column),
    category: column.kind === "category",
  }));
}
