import type { Pattern } from "./network.ts";

/** A network in any precision. */
export interface PlainNetwork {
  readonly scale: ArrayLike<number>;
  readonly layers: readonly (Pattern & { readonly weight: ArrayLike<number>; readonly bias: ArrayLike<number> })[];
  readonly skip: boolean;
}

/**
 * The plain forward pass of one row of encoded inputs, in float64: what each layer reads, and the outputs (logits, or
 * deviations) last. `result[i]` goes into layer i. Every faster pass must equal it up to rounding.
 */
export function forwardRow({ scale, layers, skip }: PlainNetwork, row: ArrayLike<number>): Float64Array[] {
  const scaled = Float64Array.from(scale, (factor, input) => factor * row[input]!);
  const reads: Float64Array[] = [scaled];
  for (const [index, layer] of layers.entries()) {
    const outputs = apply(layer, reads[index]!);
    if (index === layers.length - 1) reads.push(outputs);
    else {
      // Math.max(0, NaN) is NaN: a missing number shows in the loss instead of disappearing.
      const hidden = outputs.map((value) => Math.max(0, value));
      const feedsOutput = index === layers.length - 2;
      reads.push(feedsOutput && skip ? Float64Array.from([...hidden, ...scaled]) : hidden);
    }
  }
  return reads;
}

function apply(layer: PlainNetwork["layers"][number], read: Float64Array): Float64Array {
  return Float64Array.from(layer.bias, (bias, unit) => {
    let sum = bias;
    for (let k = layer.rowStart[unit]!; k < layer.rowStart[unit + 1]!; k++) {
      sum += layer.weight[k]! * read[layer.column[k]!]!;
    }
    return sum;
  });
}
