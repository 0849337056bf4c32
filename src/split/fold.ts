import type { RowIndex } from "../base/matrix.ts";

/** One round of cross-validation: `train` rows teach, `test` rows are only scored. Ascending, disjoint. */
export interface Fold {
  readonly id: number;
  readonly train: RowIndex;
  readonly test: RowIndex;
}
