import { placesWhere } from "../../base/select.ts";
import { connectedInputs, hiddenUnits } from "../../network/inputs.ts";
import type { Network } from "../../network/network.ts";

/** Which weights there are; never changed in place. */
export interface LayerShape {
  readonly inputs: number;
  readonly outputs: number;
  readonly rowStart: Uint32Array;
  readonly column: Uint32Array;
}

export interface Shape {
  readonly inputs: number; // columns of the data
  readonly skip: boolean;
  readonly layers: readonly LayerShape[];
}

export function shapeOf(network: Network): Shape {
  return { inputs: network.scale.length, skip: network.skip, layers: network.layers.map(copyShape) };
}

function copyShape(layer: LayerShape): LayerShape {
  const { inputs, outputs } = layer;
  return { inputs, outputs, rowStart: layer.rowStart.slice(), column: layer.column.slice() };
}

/** Hidden units that a layer reads; its columns from there on are inputs of the network. */
export function hiddenSources(shape: Shape, index: number): number {
  return hiddenUnits(shape.layers, index);
}

/** Weights of a layer that read hidden units. */
export function hiddenWeights(shape: Shape, index: number): number {
  const hidden = hiddenSources(shape, index);
  return shape.layers[index]!.column.reduce((count, source) => count + (source < hidden ? 1 : 0), 0);
}

/** Whether the layer at `index` reads inputs of the network. */
export function readsInputs(shape: Shape, index: number): boolean {
  return index === 0 || hiddenSources(shape, index) < shape.layers[index]!.inputs;
}

/** Inputs that some weight reads, ascending. */
export function liveInputs(shape: Shape): Uint32Array {
  const isRead = connectedInputs(shape.layers, shape.inputs);
  return placesWhere(isRead.length, (input) => isRead[input] === 1);
}
