import type { Matrix } from "../base/matrix.ts";

/** What is to be predicted. Classes are in the order of the model's columns; `mean` and `deviation` standardise a regression target. */
export type Task =
  | { readonly kind: "classification"; readonly classes: readonly string[] }
  | {
      readonly kind: "regression";
      readonly mean: number;
      readonly deviation: number; // 1 when the target is constant
      readonly low: number; // training range, in target units: predictions are clamped to it
      readonly high: number;
    };

/** Numbers for a network: what an encoder made of rows of a table. */
export interface Prepared {
  readonly task: Task;
  readonly inputs: Matrix; // rows × encoded inputs
  readonly targets: Float32Array; // class number, or deviations from the mean
  readonly weights: Float32Array | null; // weight of each row in the loss, mean 1; null = all 1
}
