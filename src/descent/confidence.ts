import type { Matrix } from "../base/matrix.ts";
import type { HeldOutRows } from "./calibrate.ts";

/** What a network showed just before it learnt its holdout too. */
export interface Unlearnt {
  readonly heldOut: HeldOutRows; // its last honest outputs
  readonly spread: number; // of its logits on known rows
}

/**
 * What the logits of a network that has learnt its holdout are multiplied by; 1 at most. The temperature was fitted
 * before. More rounds spread the logits further, of new rows as of known ones, and no row is left to show whether that
 * is deserved. So they are brought back half the way, as a factor, to the spread on known rows that they had then.
 */
export function confidenceOf(spread: number, unlearnt: Unlearnt): number {
  return Math.min(1, Math.sqrt(unlearnt.spread / Math.max(Number.MIN_VALUE, spread)));
}

/**
 * How far the logits of a network (rows × outputs) are spread: their mean distance from the mean of their row, or from
 * 0 where each row has only one. It grows with the confidence of the network, right or wrong. Squares would let a few
 * odd rows decide.
 */
export function logitSpread({ columns, data }: Matrix): number {
  let sum = 0;
  for (let start = 0; start < data.length; start += columns) {
    let mean = 0;
    if (columns > 1) for (let c = 0; c < columns; c++) mean += data[start + c]! / columns;
    for (let c = 0; c < columns; c++) sum += Math.abs(data[start + c]! - mean);
  }
  return sum / Math.max(1, data.length);
}
