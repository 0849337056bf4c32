/**
 * A logarithmic opinion pool (Genest and Zidek 1986): the probabilities that several models give, as their geometric
 * mean by shares that add up to 1, scaled to a sum of 1.
 */

/** No probability counts as less, so that no model can rule out what all the others expect. */
const leastProbability = 1e-6;

/** What a pool adds up, by the shares of its models. */
export function logarithm(probability: number): number {
  return Math.log(Math.max(probability, leastProbability));
}

/** Turns the sums of a row, `width` from `at` on, into the probabilities of the pool. */
export function pool(sums: Float64Array, at: number, width: number): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let i = at; i < at + width; i++) most = Math.max(most, sums[i]!);
  let total = 0;
  for (let i = at; i < at + width; i++) {
    sums[i] = Math.exp(sums[i]! - most);
    total += sums[i]!;
  }
  for (let i = at; i < at + width; i++) sums[i]! /= total;
}
