import { hiddenUnits } from "./inputs.ts";
import type { Network } from "./network.ts";

/** The weights of each layer, those on inputs times the scale of their input. */
export function scaledWeights({ layers, scale }: Network): readonly Float32Array[] {
  return layers.map(({ column, weight }, index) => {
    const hidden = hiddenUnits(layers, index);
    return weight.map((value, k) => (column[k]! >= hidden ? value * scale[column[k]! - hidden]! : value));
  });
}

/**
 * The same network with its input scale multiplied into the weights that read inputs: the scale then costs no
 * parameters.
 */
export function foldScale(network: Network): Network {
  const weights = scaledWeights(network);
  return {
    scale: new Float32Array(network.scale.length).fill(1),
    layers: network.layers.map((layer, index) => ({ ...layer, weight: weights[index]! })),
    skip: network.skip,
  };
}

/** The same network with its outputs multiplied by `factor`. */
export function scaleOutputs(network: Network, factor: number): Network {
  if (factor === 1) return network;
  const times = (values: Float32Array) => values.map((value) => factor * value);
  const last = network.layers.length - 1;
  const layers = network.layers.map((layer, index) =>
    index === last ? { ...layer, weight: times(layer.weight), bias: times(layer.bias) } : layer,
  );
  return { ...network, layers };
}
