import type { Matrix } from "../base/matrix.ts";
import type { Layer, Network } from "../network/network.ts";
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

/** The same network with its input scale multiplied into the weights that read inputs: the scale then costs no parameters. */
export function foldScale(network: Network): Network {
  const last = network.layers.length - 1;
  const layers = network.layers.map((layer, index): Layer => {
    const readsInputs = index === 0 || (index === last && network.skip);
    if (!readsInputs) return layer;
    const firstInput = index === last && network.skip ? layer.inputs - network.scale.length : 0;
    const weight = layer.weight.map((value, k) => {
      const input = layer.column[k]! - firstInput;
      return input >= 0 ? value * network.scale[input]! : value;
    });
    return { ...layer, weight };
  });
  return { scale: new Float32Array(network.scale.length).fill(1), layers, skip: network.skip };
}
