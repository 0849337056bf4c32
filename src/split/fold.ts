import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";

/** One round of cross-validation: `train` rows teach, `test` rows are only scored. Ascending, disjoint. */
export interface Fold {
  readonly id: number;
  readonly train: RowIndex;
  readonly test: RowIndex;
}

/** Folds that a run may have, counted or given. */
export const mostFolds = 1000;

/** A network that learns from all rows but one needs another row to learn from. */
const fewestRows = 2;

/** Throws a UserError for a fold that has too few rows to train on. */
export function checkTrainingRows(folds: readonly Fold[]): void {
  const poor = folds.find(({ train }) => train.length < fewestRows);
  if (poor === undefined) return;
  const rows = poor.train.length === 1 ? "one row" : "no row";
  throw new UserError(`Fold ${poor.id + 1} has ${rows} to train on, and at least ${fewestRows} are needed.`, {
    hint: "Give more rows, or deal them to other folds.",
  });
}

/** The rows, out of this many, that train or test in any of the folds; ascending. */
export function rowsUsedBy(folds: readonly Fold[], rowCount: number): RowIndex {
  const used = new Uint32Array(rowCount);
  if (folds.some(({ train, test }) => train.length + test.length === rowCount)) {
    for (let row = 0; row < rowCount; row++) used[row] = row;
    return used;
  }
  const isUsed = new Uint8Array(rowCount);
  for (const { train, test } of folds) {
    for (const rows of [train, test]) for (let i = 0; i < rows.length; i++) isUsed[rows[i]!] = 1;
  }
  let count = 0;
  for (let row = 0; row < rowCount; row++) if (isUsed[row] === 1) used[count++] = row;
  return used.slice(0, count);
}
