import type { Loss } from "../loss.ts";
import type { LearntLayer, Parameters } from "./parameters.ts";

/** Slopes of the mean loss of a batch, in the places of the parameters. */
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

/** What each layer reads for one row, and the outputs last: `reads[i]` goes into layer i. */
export function forwardRow(parameters: Parameters, row: ArrayLike<number>): Float64Array[] {
  const scaled = parameters.scale.value.map((factor, input) => factor * row[input]!);
  const reads: Float64Array[] = [scaled];
  parameters.layers.forEach((layer, index) => {
    const output = apply(layer, reads[index]!);
    if (index === parameters.layers.length - 1) reads.push(output);
    else {
      const hidden = output.map(rectify);
      const feedsOutput = index === parameters.layers.length - 2;
      reads.push(feedsOutput && parameters.skip ? Float64Array.from([...hidden, ...scaled]) : hidden);
    }
  });
  return reads;
}

// Math.max(0, NaN) is NaN: a missing number is seen in the loss, not silenced.
function rectify(value: number): number {
  return Math.max(0, value);
}

function apply(layer: LearntLayer, input: Float64Array): Float64Array {
  return layer.bias.value.map((bias, unit) => {
    let sum = bias;
    for (let k = layer.rowStart[unit]!; k < layer.rowStart[unit + 1]!; k++) {
      sum += layer.weight.value[k]! * input[layer.column[k]!]!;
    }
    return sum;
  });
}

/** Adds the slopes of one row, each times `share` (row weight / rows of the batch), to `into`; returns the row's loss, not weighted. */
export function backwardRow(
  parameters: Parameters,
  row: ArrayLike<number>,
  target: number,
  loss: Loss,
  share: number,
  into: Gradient,
): number {
  const reads = forwardRow(parameters, row);
  const { value, slope } = lossAt(loss, reads.at(-1)!, target);
  const inputs = parameters.scale.value.length;
  const scaledSlope = new Float64Array(inputs);
  let outputSlope = slope.map((one) => one * share);
  for (let index = parameters.layers.length - 1; index >= 0; index--) {
    const read = reads[index]!;
    const readSlope = backwardLayer(parameters.layers[index]!, into.layers[index]!, read, outputSlope);
    const isOutput = index === parameters.layers.length - 1;
    const hidden = index === 0 ? 0 : isOutput && parameters.skip ? read.length - inputs : read.length;
    readSlope.subarray(hidden).forEach((one, input) => (scaledSlope[input]! += one));
    outputSlope = readSlope.subarray(0, hidden).map((one, unit) => (read[unit]! > 0 ? one : 0));
  }
  scaledSlope.forEach((one, input) => (into.scale[input]! += one * row[input]!));
  return value;
}

/** Adds the slopes of one layer's weights and biases; returns the slopes of what it read. */
function backwardLayer(
  layer: LearntLayer,
  into: Gradient["layers"][number],
  read: Float64Array,
  outputSlope: Float64Array,
): Float64Array {
  const readSlope = new Float64Array(layer.inputs);
  outputSlope.forEach((slope, unit) => {
    into.bias[unit]! += slope;
    for (let k = layer.rowStart[unit]!; k < layer.rowStart[unit + 1]!; k++) {
      const source = layer.column[k]!;
      into.weight[k]! += slope * read[source]!;
      readSlope[source]! += slope * layer.weight.value[k]!;
    }
  });
  return readSlope;
}

/** Loss of one row, and the slope that is descended with respect to each output. */
export function lossAt(loss: Loss, output: Float64Array, target: number): { value: number; slope: Float64Array } {
  if (loss === "squared") {
    const deviation = output[0]! - target;
    return { value: deviation * deviation, slope: Float64Array.of(deviation) };
  }
  if (loss === "logistic") {
    const logit = output[0]!;
    const small = Math.exp(-Math.abs(logit));
    const probability = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
    const value = Math.max(0, logit) - logit * target + Math.log1p(small);
    return { value, slope: Float64Array.of(probability - target) };
  }
  const top = output.reduce((a, b) => Math.max(a, b));
  const shares = output.map((logit) => Math.exp(logit - top));
  const sum = shares.reduce((a, b) => a + b);
  const slope = shares.map((one, unit) => one / sum - (unit === target ? 1 : 0));
  return { value: Math.log(sum) + top - output[target]!, slope };
}
