/** Computes predictions row by row, in float64. Not to be used by two rows at once: its values are kept in place. */
export interface Scorer {
  readonly width: number; // predictions of a row: classes, or 1
  /**
   * Predicts a row. `features` holds what `graph.features` say: a number, the place of a level or −1 for one that is
   * not among them; NaN is missing. Writes the probabilities, or the number in target units, at `into[at]` and after.
   */
  score(features: Float64Array, into: Float64Array, at: number): void;
}
