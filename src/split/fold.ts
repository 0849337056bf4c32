import type { RowIndex } from "../base/matrix.ts";

/** One round of cross-validation: `train` rows teach, `test` rows are only scored. Ascending, disjoint. */
export interface Fold {
  readonly id: number;
  readonly train: RowIndex;
  readonly test: RowIndex;
}

/** The rows, of so many, that train or test in any of the folds; ascending. */
export function rowsUsedBy(folds: readonly Fold[], rowCount: number): RowIndex {
  const isUsed = new Uint8Array(rowCount);
  for (const { train, test } of folds)
    for (const rows of [train, test]) for (let i = 0; i < rows.length; i++) isUsed[rows[i]!] = 1;
  const used = new Uint32Array(rowCount);
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (isUsed[row] === 1) used[count++] = row;
  return used.slice(0, count);
}
