import type { PlainNetwork } from "../../network/forward.ts";
import type { Layer, Network, Pattern } from "../../network/network.ts";

/** A vector that Adam learns, with its two moments. */
export interface Learnt {
  readonly value: Float64Array;
  readonly mean: Float64Array; // first moment
  readonly square: Float64Array; // second moment
}

/** A layer in float64; rows as in `Layer`. */
export interface LearntLayer extends Pattern {
  readonly weight: Learnt;
  readonly bias: Learnt;
}

/** All that training changes. */
export interface Parameters {
  readonly skip: boolean;
  readonly scale: Learnt;
  readonly layers: readonly LearntLayer[];
}

export function learnt(values: ArrayLike<number>): Learnt {
  const value = Float64Array.from(values);
  return { value, mean: new Float64Array(value.length), square: new Float64Array(value.length) };
}

/** The parameters without their moments; shares their numbers. */
export function plainOf({ layers, scale, skip }: Parameters): PlainNetwork {
  const plain = layers.map((layer) => ({ ...layer, weight: layer.weight.value, bias: layer.bias.value }));
  return { layers: plain, scale: scale.value, skip };
}

/** The same numbers at chosen positions, moments with them. */
export function pick(source: Learnt, positions: Uint32Array): Learnt {
  const at = (from: Float64Array) => Float64Array.from(positions, (position) => from[position]!);
  return { value: at(source.value), mean: at(source.mean), square: at(source.square) };
}

export function fromNetwork(network: Network): Parameters {
  const layers = network.layers.map((layer) => ({
    inputs: layer.inputs,
    outputs: layer.outputs,
    rowStart: layer.rowStart.slice(),
    column: layer.column.slice(),
    weight: learnt(layer.weight),
    bias: learnt(layer.bias),
  }));
  return { skip: network.skip, scale: learnt(network.scale), layers };
}

export function toNetwork(parameters: Parameters): Network {
  const layers = parameters.layers.map(
    (layer): Layer => ({
      inputs: layer.inputs,
      outputs: layer.outputs,
      rowStart: layer.rowStart.slice(),
      column: layer.column.slice(),
      weight: Float32Array.from(layer.weight.value),
      bias: Float32Array.from(layer.bias.value),
    }),
  );
  return { scale: Float32Array.from(parameters.scale.value), layers, skip: parameters.skip };
}
