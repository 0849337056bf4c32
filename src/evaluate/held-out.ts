import type { RowIndex } from "../base/matrix.ts";

/** Rows that were predicted by models that did not learn from them, fold after fold; with repeats a row comes again. */
export interface HeldOut {
  readonly rows: RowIndex; // of the table
  readonly folds: Uint32Array; // fold of each
  readonly truth: ArrayLike<number>; // class number or target units
  readonly weights: ArrayLike<number> | null; // null: every row counts the same
}

/** The entries of each fold, by fold, in the order of the folds. */
export function entriesByFold({ folds }: Pick<HeldOut, "folds">): ReadonlyMap<number, readonly number[]> {
  const entries = new Map<number, number[]>();
  folds.forEach((fold, i) => {
    const own = entries.get(fold);
    if (own === undefined) entries.set(fold, [i]);
    else own.push(i);
  });
  return entries;
}

/**
 * Marks (1) the entries that a choice for a fold may see: those of other folds whose row the fold does not test, so
 * that in no repeat a row helps to choose what it is scored with.
 */
export function outsideFold({ rows, folds }: Pick<HeldOut, "rows" | "folds">, fold: number): Uint8Array {
  const tested = new Set<number>();
  for (let i = 0; i < rows.length; i++) if (folds[i] === fold) tested.add(rows[i]!);
  return Uint8Array.from(rows, (row) => (tested.has(row) ? 0 : 1));
}
