import { checkNetwork } from "../check.ts";
import type { CompactLayer } from "../compact.ts";
import type { Layer, Network } from "../network.ts";
import type { Moments } from "./adam.ts";
import type { Layout, Pattern, Places } from "./layout.ts";

/** Throws unless the networks fit into one stack; returns the first. */
export function checkAlike(networks: readonly Network[]): Network {
  const [first] = networks;
  if (first === undefined) throw new Error("A stack needs a network.");
  for (const network of networks) {
    checkNetwork(network);
    const fits =
      network.scale.length === first.scale.length &&
      network.skip === first.skip &&
      network.layers.length === first.layers.length &&
      network.layers.at(-1)?.outputs === first.layers.at(-1)?.outputs;
    if (!fits) throw new Error("The networks of a stack have one shape.");
  }
  return first;
}

/** Starting values of networks, with moments of zero: models × layout.size. */
export function startMoments(
  networks: readonly Network[],
  layout: Layout,
  places: readonly Places[],
): Moments {
  const size = networks.length * layout.size;
  const value = new Float32Array(size);
  for (const [model, { layers, scale }] of networks.entries()) {
    const row = value.subarray(model * layout.size, (model + 1) * layout.size);
    const at = places[model]!;
    for (const [index, layer] of layers.entries()) {
      place(row, at.layers[index]!.weights, layer.weight);
      place(row, at.layers[index]!.biases, layer.bias);
    }
    place(row, at.scale, scale);
    for (const one of at.ones) row[one] = 1;
  }
  return { value, mean: new Float32Array(size), square: new Float32Array(size) };
}

/** One network with the numbers of one row of the parameters. */
export function networkOf(
  row: Float32Array,
  layers: readonly Pattern[],
  places: Places,
  skip: boolean,
): Network {
  return {
    scale: pick(row, places.scale),
    skip,
    layers: layers.map(
      (layer, index): Layer => ({
        inputs: layer.inputs,
        outputs: layer.outputs,
        rowStart: layer.rowStart.slice(),
        column: layer.column.slice(),
        weight: pick(row, places.layers[index]!.weights),
        bias: pick(row, places.layers[index]!.biases),
      }),
    ),
  };
}

/** One vector of a network (values, means or squares) after its layers became smaller. */
export function carryOver(
  before: { readonly row: Float32Array; readonly places: Places },
  after: { readonly row: Float32Array; readonly places: Places },
  layers: readonly CompactLayer[],
): void {
  for (const [index, layer] of layers.entries()) {
    const from = before.places.layers[index]!;
    const to = after.places.layers[index]!;
    for (const [at, k] of layer.keptWeights.entries()) {
      after.row[to.weights[at]!] = before.row[from.weights[k]!]!;
    }
    for (const [at, unit] of layer.keptUnits.entries()) {
      after.row[to.biases[at]!] = before.row[from.biases[unit]!]!;
    }
  }
  place(after.row, after.places.scale, pick(before.row, before.places.scale));
  for (const one of after.places.ones) after.row[one] = before.row[before.places.ones[0]!]!;
}

/** Forgets the moments of the scale of inputs that no layer reads. */
export function forgetUnread(row: Float32Array, places: Places, layers: readonly CompactLayer[]): void {
  const isRead = new Uint8Array(places.scale.length);
  for (const [index, layer] of layers.entries()) {
    const hidden = index === 0 ? 0 : layers[index - 1]!.outputs;
    for (const source of layer.column) if (source >= hidden) isRead[source - hidden] = 1;
  }
  for (const [input, at] of places.scale.entries()) if (isRead[input] === 0) row[at] = 0;
}

export function place(row: Float32Array, places: Uint32Array, values: ArrayLike<number>): void {
  for (const [at, to] of places.entries()) row[to] = values[at]!;
}

function pick(row: Float32Array, places: Uint32Array): Float32Array {
  return Float32Array.from(places, (place) => row[place]!);
}
