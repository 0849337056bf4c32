import type { RowIndex } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import type { Plan } from "./plan.ts";

/**
 * Cells of training rows that a job can encode and pass to all its models in one second, which leaves most of it to
 * train.
 */
const cellsPerSecond = 1.2e5;

/** No sample has fewer. */
const fewestRows = 1000;

/**
 * Training rows that a job of this many seconds can learn from, in a table with this many input columns; without a
 * limit all.
 */
export function rowsWithin(seconds: number | null, columns: number): number {
  if (seconds === null) return Infinity;
  return Math.max(fewestRows, Math.floor((cellsPerSecond * seconds) / Math.max(1, columns)));
}

/**
 * The plan with at most this many training rows a fold and for the final model, drawn at random; folds test all their
 * rows.
 */
export function samplePlan(plan: Plan, most: number, seed: number): Plan {
  const sample = (rows: RowIndex, fold: number): RowIndex => {
    if (rows.length <= most) return rows;
    return Random.of(seed, "sample", fold).shuffle(rows.slice()).subarray(0, most).sort();
  };
  const folds = plan.folds.folds.map((fold) => ({ ...fold, train: sample(fold.train, fold.id) }));
  return { ...plan, folds: { ...plan.folds, folds }, finalRows: sample(plan.finalRows, -1) };
}
