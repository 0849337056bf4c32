import { readInputs } from "./inputs.ts";
import type { Network } from "./network.ts";

/** Outputs of a network for a task: one logit for two classes, one per class for more, one number for regression. */
export function outputCount(
  task: { readonly kind: "regression" } | { readonly kind: "classification"; readonly classes: readonly string[] },
): number {
  return task.kind === "regression" || task.classes.length <= 2 ? 1 : task.classes.length;
}

/** Kept weights of all layers, biases not counted. */
export function weightCount({ layers }: Pick<Network, "layers">): number {
  return layers.reduce((sum, { weight }) => sum + weight.length, 0);
}

/** Kept weights and the biases of all units: what training stores, the input scale aside. */
export function storedParameters({ layers }: Pick<Network, "layers">): number {
  return weightCount({ layers }) + layers.reduce((sum, { outputs }) => sum + outputs, 0);
}

/**
 * What predicting needs: weights other than 0, biases of live units, and scales of inputs that are read, unless they
 * are folded in: a factor of 1 is none.
 */
export function parameterCount(networks: readonly Network[]): number {
  return networks.reduce((sum, each) => sum + liveWeights(each) + liveBiases(each) + liveScales(each), 0);
}

/**
 * Multiply-adds to predict one row: a weight other than 0 costs one, and so does a scale that is not folded into the
 * weights.
 */
export function operationsPerRow(networks: readonly Network[]): number {
  return networks.reduce((sum, each) => sum + liveWeights(each) + liveScales(each), 0);
}

function liveWeights({ layers }: Network): number {
  return layers.reduce((sum, { weight }) => sum + weight.reduce((count, value) => count + Number(value !== 0), 0), 0);
}

/** Hidden units that nothing reads are dead; output units always count. */
function liveBiases({ layers }: Network): number {
  return layers.reduce((sum, { outputs }, index) => {
    const next = layers[index + 1];
    if (next === undefined) return sum + outputs;
    const isRead = new Uint8Array(outputs);
    for (const [k, unit] of next.column.entries()) if (unit < outputs && next.weight[k] !== 0) isRead[unit] = 1;
    return sum + isRead.reduce((count, byte) => count + byte, 0);
  }, 0);
}

function liveScales(network: Network): number {
  return readInputs(network).reduce((sum, isRead, input) => sum + (network.scale[input] === 1 ? 0 : isRead), 0);
}
