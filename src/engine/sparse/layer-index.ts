import { boundRows, slotBytes } from "./blocks.ts";
import type { Layout } from "./memory.ts";
import { hiddenSources, readsInputs, type Shape } from "./shape.ts";
import type { StructureLayout } from "./structure.ts";

/** Layer `at` of a trainer whose bytes are in `buffer`. */
interface IndexedLayer {
  readonly buffer: ArrayBuffer;
  readonly shape: Shape;
  readonly layout: Layout;
  readonly at: number;
}

/** Where each weight of a layer reads, and where the gradient of its input's scale is summed up. */
export function writeSources(indexed: IndexedLayer): void {
  const { buffer, shape, layout, at } = indexed;
  const { column } = shape.layers[at]!;
  const { index } = layout.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const number = new Uint32Array(shape.inputs);
  layout.live.forEach((input, position) => (number[input] = position));
  if (index.hasSources) {
    const below = at === 0 ? 0 : layout.layers[at - 1]!.slots;
    const source = new Uint32Array(buffer, index.source, column.length);
    for (let k = 0; k < column.length; k++) {
      const unit = column[k]!;
      source[k] = unit < hidden ? below + unit * slotBytes : layout.inputSlots + number[unit - hidden]! * slotBytes;
    }
    const structure = readsInputs(shape, at) ? layout.structure : null;
    if (structure !== null) writeTablePlaces(indexed, structure, source);
    writeRowBounds(indexed, source, structure !== null);
  }
  if (!index.hasScaleGradients) return;
  const scaleGradient = new Uint32Array(buffer, index.scaleGradient, column.length);
  for (let k = 0; k < column.length; k++) {
    const unit = column[k]!;
    const parameter = unit < hidden ? layout.scaleEnd : layout.biasEnd + number[unit - hidden]!;
    scaleGradient[k] = layout.gradients + parameter * 4;
  }
}

/** Where the weights that read inputs are in the tables. */
function writeTablePlaces(
  { shape, at }: IndexedLayer,
  { tables, structure }: StructureLayout,
  source: Uint32Array,
): void {
  const { column, rowStart, outputs } = shape.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const first = tables + (at === 0 ? 0 : structure.skipBytes);
  for (let output = 0; output < outputs; output++) {
    for (let k = rowStart[output]!; k < rowStart[output + 1]!; k++) {
      const input = column[k]! - hidden;
      if (input >= 0) source[k] = first + output * 4 + input * 2 * structure.unitBytes;
    }
  }
}

/**
 * Where the parts of rows begin and end; with a structure of what reads hidden units, and one more part has what reads
 * inputs.
 */
function writeRowBounds({ buffer, shape, layout, at }: IndexedLayer, source: Uint32Array, isStructured: boolean): void {
  const { column, rowStart, outputs } = shape.layers[at]!;
  const { sourceSlots, index } = layout.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const ends = rowStart.slice(1);
  const hiddenEnd = (end: number, row: number): number => {
    let middle = rowStart[row]!;
    while (middle < end && column[middle]! < hidden) middle++;
    return middle;
  };
  const rows = { start: rowStart.subarray(0, outputs), end: isStructured ? ends.map(hiddenEnd) : ends };
  const bounds = boundRows(rows, { address: source, base: sourceSlots, blocks: index.rowBlocks });
  new Uint32Array(buffer, index.rowBounds, bounds.length).set(bounds);
  if (!isStructured) return;
  const endBytes = ends.map((end) => end * 4);
  new Uint32Array(buffer, index.rowBounds + bounds.byteLength, outputs).set(endBytes);
}

/** The second index, where the layer has one: the weights that read each hidden unit. Returns how many there are. */
export function writeColumns({ buffer, shape, layout, at }: IndexedLayer): number {
  const { column, rowStart, outputs } = shape.layers[at]!;
  const { index, first, deltas } = layout.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const start = new Uint32Array(hidden + 1);
  for (let k = 0; k < column.length; k++) if (column[k]! < hidden) start[column[k]! + 1]!++;
  for (let unit = 0; unit < hidden; unit++) start[unit + 1]! += start[unit]!;
  if (!index.hasColumns) return start[hidden]!;
  const next = start.slice();
  const delta = new Uint32Array(buffer, index.columnDelta, column.length);
  const place = new Uint32Array(buffer, index.columnPlace, column.length);
  for (let output = 0; output < outputs; output++) {
    for (let k = rowStart[output]!; k < rowStart[output + 1]!; k++) {
      const unit = column[k]!;
      if (unit >= hidden) continue;
      const entry = next[unit]!++;
      delta[entry] = deltas + output * slotBytes;
      place[entry] = layout.values + (first + k) * 4;
    }
  }
  const rows = { start: start.subarray(0, hidden), end: start.slice(1) };
  const bounds = boundRows(rows, { address: delta, base: deltas, blocks: index.columnBlocks });
  new Uint32Array(buffer, index.columnBounds, bounds.length).set(bounds);
  return start[hidden]!;
}
