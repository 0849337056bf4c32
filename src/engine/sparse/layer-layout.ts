import { blockCount, roundUp } from "./blocks.ts";
import { hiddenSources, hiddenWeights, readsInputs, type Shape } from "./shape.ts";
import type { Structure } from "./structure.ts";
import type { Taker } from "./taker.ts";

/** Where a layer's weights read and write. */
export interface IndexLayout {
  readonly hasSources: boolean;
  readonly hasScaleSlopes: boolean;
  readonly hasColumns: boolean;
  readonly rowBlocks: number;
  readonly rowCuts: number;
  readonly source: number;
  readonly scaleSlope: number; // 0 when the layer reads no inputs
  readonly columnBlocks: number;
  readonly columnCuts: number;
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

/** A packed layer finds its weights by counting: it needs no index but for inputs with a structure; a full one none for its scales. */
export function placeIndex(
  shape: Shape,
  at: number,
  live: number,
  structure: Structure | null,
  taker: Taker,
  passing: Taker,
): IndexLayout {
  const layer = shape.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const { isFull, isPacked, isStructured } = kindOf(shape, at, live, structure);
  const weights = layer.column.length;
  const rowBlocks = isStructured
    ? blockCount(hidden, layer.outputs, hiddenWeights(shape, at))
    : blockCount(slotsRead(shape, at, live), layer.outputs, weights);
  const columnBlocks = blockCount(layer.outputs, hidden, weights);
  const hasSources = !isPacked || isStructured;
  const hasScaleSlopes = readsInputs(shape, at) && !isFull;
  const columnBytes = hidden > 0 && !isPacked ? weights * 4 : 0;
  return {
    hasSources,
    hasScaleSlopes,
    hasColumns: columnBytes > 0,
    rowBlocks,
    rowCuts: taker.take((rowBlocks + (isStructured ? 2 : 1)) * layer.outputs * 4),
    source: taker.take(hasSources ? weights * 4 : 0),
    scaleSlope: readsInputs(shape, at) ? taker.take(hasScaleSlopes ? weights * 4 : 0) : 0,
    columnBlocks,
    columnCuts: taker.take((columnBlocks + 1) * hidden * 4),
    columnDelta: taker.take(columnBytes),
    columnPlace: taker.take(columnBytes),
    columnWeight: passing.take(columnBytes),
  };
}

/** The dense kernel works on four units by four sources; what it would save on a layer that is not full, packing would cost. */
function kindOf(shape: Shape, at: number, live: number, structure: Structure | null) {
  const { outputs, column } = shape.layers[at]!;
  const isStructured = structure !== null && readsInputs(shape, at);
  const sources = isStructured ? hiddenSources(shape, at) : slotsRead(shape, at, live);
  const isFull = column.length === outputs * slotsRead(shape, at, live);
  return { isStructured, sources, isFull, isPacked: isFull && outputs > 3 && sources > 3 };
}

export function placePacked(
  shape: Shape,
  at: number,
  live: number,
  structure: Structure | null,
  passing: Taker,
): PackingLayout {
  const { outputs, column } = shape.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const { isStructured, sources, isFull, isPacked } = kindOf(shape, at, live, structure);
  return {
    sources,
    multiplyAdds:
      isStructured && structure !== null ? hiddenWeights(shape, at) + outputs * structure.reads : column.length,
    rowBytes: isFull ? (column.length / Math.max(1, outputs)) * 4 : 0,
    packed: isPacked ? passing.take(roundUp(outputs, 4) * roundUp(sources, 4) * 4) : 0,
    packedHidden: isPacked ? passing.take(outputs * roundUp(hidden, 4) * 4) : 0,
  };
}

/** Slots that a layer can read: hidden units, then live inputs. */
function slotsRead(shape: Shape, at: number, live: number): number {
  const hidden = hiddenSources(shape, at);
  return at > 0 && hidden === shape.layers[at]!.inputs ? hidden : hidden + live;
}
