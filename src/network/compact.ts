import type { Pattern } from "./network.ts";

/** A layer as pruning sees it, in any precision. */
export interface PrunableLayer extends Pattern {
  readonly weight: Float32Array | Float64Array;
  readonly bias: Float32Array | Float64Array;
}

/** What is left of a layer: its new pattern, in which units below have new numbers, and where its numbers were. */
export interface CompactLayer extends Pattern {
  readonly keptWeights: Uint32Array; // positions in the layer before, ascending
  readonly keptUnits: Uint32Array; // output units of the layer before, ascending
  readonly bias: Float64Array; // of the kept units, constants of dead units folded in
}

/**
 * Drops the weights whose byte in `keep` is 0, then dead units. One pass upwards folds hidden units without weights in,
 * whose output is the constant max(0, bias), into the biases that they feed; one pass downwards removes hidden units
 * that nothing reads. Neither pass makes work for the other, so one of each is enough. A hidden layer may end with 0
 * units; it is not taken out.
 */
export function compact(layers: readonly PrunableLayer[], keep: readonly Uint8Array[]): CompactLayer[] {
  const alive = layers.map((layer, index) => {
    const bytes = keep[index];
    if (bytes?.length !== layer.weight.length) {
      throw new Error(`Layer ${index} has ${layer.weight.length} weights, got ${bytes?.length} bytes.`);
    }
    return bytes.map((byte) => (byte === 0 ? 0 : 1));
  });
  const bias = layers.map((layer) => Float64Array.from(layer.bias));
  const units = layers.map((layer) => new Uint8Array(layer.outputs).fill(1));
  const left: Left = { layers, alive, bias, units };
  for (let index = 0; index + 1 < layers.length; index++) foldConstants(left, index);
  for (let index = layers.length - 2; index >= 0; index--) removeUnread(left, index);
  return layers.map((_, index) => renumber(left, index));
}

/** What the passes leave of a network: of each layer the weights and units whose byte is 1, and its biases. */
interface Left {
  readonly layers: readonly PrunableLayer[];
  readonly alive: readonly Uint8Array[];
  readonly bias: readonly Float64Array[];
  readonly units: readonly Uint8Array[];
}

function foldConstants({ layers, alive, bias, units }: Left, index: number): void {
  const layer = layers[index]!;
  const next = layers[index + 1]!;
  const readers = alive[index + 1]!;
  for (let unit = 0; unit < layer.outputs; unit++) {
    units[index]![unit] = alive[index]!.subarray(layer.rowStart[unit], layer.rowStart[unit + 1]).includes(1) ? 1 : 0;
  }
  for (let output = 0; output < next.outputs; output++) {
    for (let k = next.rowStart[output]!; k < next.rowStart[output + 1]!; k++) {
      const source = next.column[k]!;
      if (readers[k] === 0 || source >= layer.outputs || units[index]![source] === 1) continue;
      bias[index + 1]![output]! += next.weight[k]! * Math.max(0, bias[index]![source]!);
      readers[k] = 0;
    }
  }
}

function removeUnread({ layers, alive, units }: Left, index: number): void {
  const layer = layers[index]!;
  const isRead = new Uint8Array(layers[index + 1]!.inputs);
  const { column } = layers[index + 1]!;
  const readers = alive[index + 1]!;
  for (let k = 0; k < column.length; k++) if (readers[k] === 1) isRead[column[k]!] = 1;
  for (let unit = 0; unit < layer.outputs; unit++) {
    if (isRead[unit] === 1) continue;
    units[index]![unit] = 0;
    alive[index]!.fill(0, layer.rowStart[unit], layer.rowStart[unit + 1]);
  }
}

function renumber({ layers, alive, bias, units }: Left, index: number): CompactLayer {
  const layer = layers[index]!;
  const below = index === 0 ? new Uint8Array(0) : units[index - 1]!;
  const number = new Uint32Array(layer.inputs);
  let inputs = 0;
  for (let source = 0; source < layer.inputs; source++) {
    number[source] = inputs;
    // Inputs of the network keep their places: only hidden units are renumbered.
    if (source >= below.length || below[source] === 1) inputs++;
  }
  const keptUnits = positions(units[index]!);
  const keptWeights = positions(alive[index]!);
  const rowStart = new Uint32Array(keptUnits.length + 1);
  const bytes = alive[index]!;
  keptUnits.forEach((unit, row) => {
    let count = 0;
    for (let k = layer.rowStart[unit]!; k < layer.rowStart[unit + 1]!; k++) count += bytes[k]!;
    rowStart[row + 1] = rowStart[row]! + count;
  });
  const column = new Uint32Array(keptWeights.length);
  for (let at = 0; at < column.length; at++) column[at] = number[layer.column[keptWeights[at]!]!]!;
  return {
    inputs,
    outputs: keptUnits.length,
    rowStart,
    column,
    keptWeights,
    keptUnits,
    bias: Float64Array.from(keptUnits, (unit) => bias[index]![unit]!),
  };
}

function positions(bytes: Uint8Array): Uint32Array {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) count += bytes[at]!;
  const found = new Uint32Array(count);
  for (let at = 0, next = 0; at < bytes.length; at++) {
    if (bytes[at] === 1) found[next++] = at;
  }
  return found;
}
