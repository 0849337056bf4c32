import type { Layer, Network } from "../../network/network.ts";
import type { Layout } from "./memory.ts";
import type { Shape } from "./shape.ts";

/**
 * A trainer's network: its values in their places, and the scale of all inputs, where `values` has newer ones of the
 * live inputs.
 */
interface PlacedNetwork {
  readonly shape: Shape;
  readonly layout: Layout;
  readonly values: Float32Array;
  readonly scale: Float32Array;
}

/** The network as others know it. */
export function networkOf({ shape, layout, values, scale }: PlacedNetwork): Network {
  const layers = shape.layers.map((layer, index): Layer => {
    const { first, firstBias } = layout.layers[index]!;
    return {
      inputs: layer.inputs,
      outputs: layer.outputs,
      rowStart: layer.rowStart, // never changed in place, so that all states of a shape share them
      column: layer.column,
      weight: values.slice(first, first + layer.column.length),
      bias: values.slice(firstBias, firstBias + layer.outputs),
    };
  });
  const scales = scale.slice();
  layout.live.forEach((input, at) => (scales[input] = values[layout.biasEnd + at]!));
  return { scale: scales, layers, skip: shape.skip };
}

/** Weights, biases and scales to their places among the values. */
export function writeValues(network: Network, layout: Layout, values: Float32Array): void {
  network.layers.forEach((layer, index) => {
    values.set(layer.weight, layout.layers[index]!.first);
    values.set(layer.bias, layout.layers[index]!.firstBias);
  });
  layout.live.forEach((input, at) => (values[layout.biasEnd + at] = network.scale[input]!));
}
