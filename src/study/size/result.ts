import { type Check, nullable, partialRecord, word } from "../../base/check.ts";
import { amount, count } from "../../base/quantity.ts";
import { methodIds, type SizeMethodId } from "./methods.ts";

/** One model of one starting width. */
export interface SizeResult {
  readonly level: number | null; // of made data: correlation, or inputs; null for a table
  readonly width: number; // hidden units, or features, at the start
  readonly size: number | null; // weights that were asked for at the end; null: all of them
  readonly method: SizeMethodId;
  readonly seed: number;
  readonly weights: number; // that are left
  readonly loss: number; // of the test rows: log-loss or RMSE; of made data the mean squared error
  readonly error: number | null; // share of the test rows misclassified
  readonly trainLoss: number;
  readonly trainError: number | null;
  readonly theory: number | null; // the loss that the asymptotics give
}

export const sizeResult: Check<SizeResult> = partialRecord<SizeResult>({
  level: nullable(amount),
  width: count,
  size: nullable(count),
  method: word(...methodIds),
  seed: count,
  weights: count,
  loss: amount,
  error: nullable(amount),
  trainLoss: amount,
  trainError: nullable(amount),
  theory: nullable(amount),
});
