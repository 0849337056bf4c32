import { type Bump, roundUp } from "../../wasm/bump.ts";
import { blockCount } from "./blocks.ts";
import type { Room } from "./room.ts";
import { hiddenSources, hiddenWeights, readsInputs, type Shape } from "./shape.ts";
import type { Structure } from "./structure.ts";

/** Where a layer's weights read and write. */
export interface IndexLayout {
  readonly hasSources: boolean;
  readonly hasScaleGradients: boolean;
  readonly hasColumns: boolean;
  readonly rowBlocks: number;
  readonly rowBounds: number;
  readonly source: number;
  readonly scaleGradient: number; // 0 when the layer reads no inputs
  readonly columnBlocks: number;
  readonly columnBounds: number;
  readonly columnDelta: number;
  readonly columnPlace: number;
  readonly columnWeight: number;
}

export interface PackingLayout {
  readonly sources: number;
  readonly multiplyAdds: number; // of a row going up
  readonly rowBytes: number; // of the weights of one output; 0 unless the layer is full
  readonly packed: number; // 0 where the dense kernel is not used
  readonly packedHidden: number;
}

/** A layer of `shape`, while `live` inputs of the network are read. */
interface PlacedLayer {
  readonly shape: Shape;
  readonly at: number;
  readonly live: number;
  readonly structure: Structure | null;
}

/**
 * A packed layer finds its weights by counting: it needs no index but for inputs with a structure; a full one none for
 * its scales.
 */
export function placeIndex(placed: PlacedLayer, { own, scratch }: Room): IndexLayout {
  const { shape, at } = placed;
  const layer = shape.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const { isFull, isPacked, isStructured } = kindOf(placed);
  const weights = layer.column.length;
  const rowBlocks = isStructured
    ? blockCount(hidden, layer.outputs, hiddenWeights(shape, at))
    : blockCount(slotsRead(placed), layer.outputs, weights);
  const columnBlocks = blockCount(layer.outputs, hidden, weights);
  const hasSources = !isPacked || isStructured;
  const hasScaleGradients = readsInputs(shape, at) && !isFull;
  const columnBytes = hidden > 0 && !isPacked ? weights * 4 : 0;
  return {
    hasSources,
    hasScaleGradients,
    hasColumns: columnBytes > 0,
    rowBlocks,
    rowBounds: own.take((rowBlocks + (isStructured ? 2 : 1)) * layer.outputs * 4),
    source: own.take(hasSources ? weights * 4 : 0),
    scaleGradient: readsInputs(shape, at) ? own.take(hasScaleGradients ? weights * 4 : 0) : 0,
    columnBlocks,
    columnBounds: own.take((columnBlocks + 1) * hidden * 4),
    columnDelta: own.take(columnBytes),
    columnPlace: own.take(columnBytes),
    columnWeight: scratch.take(columnBytes),
  };
}

/**
 * The dense kernel works on four units by four sources; what it would save on a layer that is not full, packing would
 * cost.
 */
function kindOf(placed: PlacedLayer) {
  const { shape, at, structure } = placed;
  const { outputs, column } = shape.layers[at]!;
  const isStructured = structure !== null && readsInputs(shape, at);
  const sources = isStructured ? hiddenSources(shape, at) : slotsRead(placed);
  const isFull = column.length === outputs * slotsRead(placed);
  return { isStructured, sources, isFull, isPacked: isFull && outputs > 3 && sources > 3 };
}

export function placePacked(placed: PlacedLayer, scratch: Bump): PackingLayout {
  const { shape, at, structure } = placed;
  const { outputs, column } = shape.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const { isStructured, sources, isFull, isPacked } = kindOf(placed);
  return {
    sources,
    multiplyAdds:
      isStructured && structure !== null ? hiddenWeights(shape, at) + outputs * structure.reads : column.length,
    rowBytes: isFull ? (column.length / Math.max(1, outputs)) * 4 : 0,
    packed: isPacked ? scratch.take(roundUp(outputs, 4) * roundUp(sources, 4) * 4) : 0,
    packedHidden: isPacked ? scratch.take(outputs * roundUp(hidden, 4) * 4) : 0,
  };
}

/** Slots that a layer can read: hidden units, then live inputs. */
function slotsRead({ shape, at, live }: PlacedLayer): number {
  const hidden = hiddenSources(shape, at);
  return at > 0 && hidden === shape.layers[at]!.inputs ? hidden : hidden + live;
}
