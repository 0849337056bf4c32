import type { Matrix } from "../base/matrix.ts";

/**
 * What is to be predicted. Classes are in the order of the model's columns; `mean` and `deviation` standardise a
 * regression target.
 */
export type Task =
  | { readonly kind: "classification"; readonly classes: readonly string[] }
  | {
      readonly kind: "regression";
      readonly mean: number;
      readonly deviation: number; // 1 when the target is constant
      readonly low: number; // training range, in target units: predictions are clamped to it
      readonly high: number;
    };

/**
 * Neighbouring inputs, from `first` on; every row fills few of them, and an engine may use that. Spans do not overlap.
 */
export type Span =
  /**
   * Less their `means`, the inputs up to some step are 1, that step is anything, those after it are 0; or all are 0 as
   * they stand.
   */
  | { readonly kind: "steps"; readonly first: number; readonly means: readonly number[] }
  /** One of `count` inputs is 1 and the others are 0; or all are 0. */
  | { readonly kind: "one-hot"; readonly first: number; readonly count: number };

/** Rows × encoded inputs, with what is known of them beforehand. */
export interface Inputs extends Matrix {
  readonly spans?: readonly Span[];
}

/** Numbers for a network: what an encoder made of rows of a table. */
export interface Prepared {
  readonly task: Task;
  readonly inputs: Inputs;
  readonly targets: Float32Array; // class number, or deviations from the mean
  readonly weights: Float32Array | null; // weight of each row in the loss, mean 1; null = all 1
}
