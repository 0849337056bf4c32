import { forwardRow } from "../../network/forward.ts";
import { hiddenUnits } from "../../network/inputs.ts";
import type { Loss } from "../loss.ts";
import { type LearntLayer, type Parameters, plainOf } from "./parameters.ts";

/** Gradients of the mean loss of a batch, in the places of the parameters. */
export interface Gradient {
  readonly scale: Float64Array;
  readonly layers: readonly { readonly weight: Float64Array; readonly bias: Float64Array }[];
}

export function zeroGradient(parameters: Parameters): Gradient {
  return {
    scale: new Float64Array(parameters.scale.value.length),
    layers: parameters.layers.map((layer) => ({
      weight: new Float64Array(layer.weight.value.length),
      bias: new Float64Array(layer.bias.value.length),
    })),
  };
}

/** One row of a batch. */
export interface BatchRow {
  readonly inputs: ArrayLike<number>;
  readonly target: number;
  readonly loss: Loss;
  readonly share: number; // row weight / rows of the batch
}

/** Adds the gradients of one row, each times its share, to `into`; returns the row's loss, not weighted. */
export function backwardRow(parameters: Parameters, row: BatchRow, into: Gradient): number {
  const { target, loss, share } = row;
  const reads = forwardRow(plainOf(parameters), row.inputs);
  const { value, gradient } = lossAt(loss, reads.at(-1)!, target);
  const inputs = parameters.scale.value.length;
  const scaledGradient = new Float64Array(inputs);
  let outputGradient = gradient.map((one) => one * share);
  for (let index = parameters.layers.length - 1; index >= 0; index--) {
    const read = reads[index]!;
    const readGradient = backwardLayer(parameters.layers[index]!, { read, outputGradient }, into.layers[index]!);
    const hidden = hiddenUnits(parameters.layers, index);
    readGradient.subarray(hidden).forEach((one, input) => (scaledGradient[input]! += one));
    outputGradient = readGradient.subarray(0, hidden).map((one, unit) => (read[unit]! > 0 ? one : 0));
  }
  scaledGradient.forEach((one, input) => (into.scale[input]! += one * row.inputs[input]!));
  return value;
}

/** Adds the gradients of one layer's weights and biases; returns the gradients of what it read. */
function backwardLayer(
  layer: LearntLayer,
  { read, outputGradient }: { readonly read: Float64Array; readonly outputGradient: Float64Array },
  into: Gradient["layers"][number],
): Float64Array {
  const readGradient = new Float64Array(layer.inputs);
  outputGradient.forEach((gradient, unit) => {
    into.bias[unit]! += gradient;
    for (let k = layer.rowStart[unit]!; k < layer.rowStart[unit + 1]!; k++) {
      const source = layer.column[k]!;
      into.weight[k]! += gradient * read[source]!;
      readGradient[source]! += gradient * layer.weight.value[k]!;
    }
  });
  return readGradient;
}

/** Loss of one row, and the gradient that is descended with respect to each output. */
export function lossAt(loss: Loss, output: Float64Array, target: number): { value: number; gradient: Float64Array } {
  if (loss === "squared") {
    const deviation = output[0]! - target;
    return { value: deviation * deviation, gradient: Float64Array.of(deviation) };
  }
  if (loss === "logistic") {
    const logit = output[0]!;
    const small = Math.exp(-Math.abs(logit));
    const probability = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
    const value = Math.max(0, logit) - logit * target + Math.log1p(small);
    return { value, gradient: Float64Array.of(probability - target) };
  }
  const top = output.reduce((a, b) => Math.max(a, b));
  const shares = output.map((logit) => Math.exp(logit - top));
  const sum = shares.reduce((a, b) => a + b);
  const gradient = shares.map((one, unit) => one / sum - (unit === target ? 1 : 0));
  return { value: Math.log(sum) + top - output[target]!, gradient };
}
