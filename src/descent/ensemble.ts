import type { Matrix } from "../base/matrix.ts";
import type { Task } from "../prepare/prepared.ts";
import { predictions } from "./loss.ts";
import type { OccamOptions } from "./options.ts";

/**
 * The prediction of a bag from its members' outputs (each rows × outputs): the mean over members, and for classes over the given
 * sharpnesses, of the probabilities; never of the logits. Rows × classes, or rows × 1 in target units.
 */
export function averagePredictions(outputs: readonly Matrix[], task: Task, sharpness: readonly number[]): Matrix {
  const used = task.kind === "regression" ? [1] : sharpness;
  let sum: Matrix | null = null;
  for (const output of outputs) {
    for (const beta of used) {
      const one = predictions(output, task, beta);
      if (sum === null) sum = one;
      else for (let i = 0; i < one.data.length; i++) sum.data[i]! += one.data[i]!;
    }
  }
  if (sum === null) throw new Error("A bag without members has no prediction.");
  const share = 1 / (outputs.length * used.length);
  for (let i = 0; i < sum.data.length; i++) sum.data[i]! *= share;
  return sum;
}

/**
 * Sharpnesses to average over. Averaging members already softens a bag, so its members' own sharpness is used at half strength:
 * the mean of the plain and the sharpened probabilities.
 */
export function sharpnessOf(pooled: number, strength: OccamOptions["calibrate"]): readonly number[] {
  return strength === "none" ? [1] : strength === "full" ? [pooled] : [1, pooled];
}
