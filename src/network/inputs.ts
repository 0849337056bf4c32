import type { Network } from "./network.ts";

interface Read {
  readonly column: Uint32Array;
  readonly outputs: number;
}

/**
 * Hidden units among the units that layer `index` may read. What follows them are inputs of the network: all that the
 * first layer reads, the second part of what an output layer with skip reads, and nothing in the layers between.
 */
export function hiddenUnits(layers: readonly { readonly outputs: number }[], index: number): number {
  return index === 0 ? 0 : layers[index - 1]!.outputs;
}

/** Units that layer `index` of a network with `inputs` inputs may read: hidden ones, then inputs. */
export function readableUnits(
  { layers, skip }: { readonly layers: readonly { readonly outputs: number }[]; readonly skip: boolean },
  inputs: number,
  index: number,
): number {
  const readsInputs = index === 0 || (skip && index === layers.length - 1);
  return hiddenUnits(layers, index) + (readsInputs ? inputs : 0);
}

/** 1 for each input that a kept weight reads, through the skip too, whatever its value. */
export function connectedInputs(layers: readonly Read[], inputs: number): Uint8Array {
  const isRead = new Uint8Array(inputs);
  for (const [index, { column }] of layers.entries()) {
    const hidden = hiddenUnits(layers, index);
    for (const source of column) if (source >= hidden) isRead[source - hidden] = 1;
  }
  return isRead;
}

/** 1 for each input that changes an output: one that a weight other than 0 reads. */
export function readInputs({ layers, scale }: Network): Uint8Array {
  const isRead = new Uint8Array(scale.length);
  for (const [index, { column, weight }] of layers.entries()) {
    const hidden = hiddenUnits(layers, index);
    for (let k = 0; k < column.length; k++) {
      const source = column[k]!;
      if (source >= hidden && weight[k] !== 0) isRead[source - hidden] = 1;
    }
  }
  return isRead;
}

/** Kept weights on each input, through the skip too. */
export function weightsOnInputs({ layers, scale }: Network): Uint32Array {
  const counts = new Uint32Array(scale.length);
  for (const [index, { column }] of layers.entries()) {
    const hidden = hiddenUnits(layers, index);
    for (const source of column) if (source >= hidden) counts[source - hidden]!++;
  }
  return counts;
}
