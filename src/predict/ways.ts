import type { SampledPlan } from "../evaluate/shapley.ts";

/** What the ways of a plan lead through: from rows of a background to a row that is explained, and back. */
export interface WaysAsked {
  readonly columns: readonly number[]; // in graph order; an order of a plan counts in these
  readonly backgrounds: readonly Float64Array[]; // rows of features
  readonly plan: SampledPlan;
}

/**
 * Predicts all rows on the ways of a plan for a row of features; of the numbers of a prediction the one at `output`.
 * Orders × 2 × (columns - 1): of each order the rows in which its first columns have come from the explained row, then
 * those in which they have gone back. Its result is kept in place.
 */
export type Ways = (own: Float64Array, output: number) => Float64Array;
