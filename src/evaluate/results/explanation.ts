/** Why a model predicts a test row as it does: the baseline and all effects sum to the value. */
export interface ExplainedRow {
  readonly row: number; // 0 is the first after the header
  readonly prediction: string | number;
  readonly value: number; // the probability of the predicted class, or the number
  readonly baseline: number;
  readonly effects: readonly { readonly column: string; readonly cell: string; readonly effect: number }[];
  readonly others: number; // the effects of all other columns
  readonly error: number; // the largest standard error of an effect
}

/** How much worse the headline gets on test rows when one column is shuffled. */
export interface Importance {
  readonly model: string;
  readonly column: string;
  readonly mean: number;
  readonly low: number; // 95% interval over folds
  readonly high: number;
  readonly byFold: readonly number[];
}

export interface PartialDependence {
  readonly column: string;
  readonly grid: readonly (number | string)[];
  readonly output: string; // the class whose probability is drawn, or the target
  readonly curves: readonly { readonly model: string; readonly values: readonly number[] }[];
}
