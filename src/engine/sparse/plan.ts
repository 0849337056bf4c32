import { cutRows, slotBytes } from "./blocks.ts";
import { type LayerLayout, type Layout, layerFields, planCounters } from "./memory.ts";
import { hiddenSources, readsInputs, type Shape } from "./shape.ts";
import { type StructureLayout, writeStructure } from "./structure.ts";

/** Writes plan and index for `shape`; `loss` is 0 squared, 1 logistic, 2 softmax. The counters at the plan's head and the parameters stay as they are. */
export function writePlan(buffer: ArrayBuffer, shape: Shape, layout: Layout, loss: number): void {
  const words = (address: number, values: ArrayLike<number>) =>
    new Uint32Array(buffer, address, values.length).set(values);
  words(layout.plan + planCounters * 8, [
    loss,
    shape.layers.length,
    layout.layerPlans,
    layout.live.length,
    layout.inputNumber,
    layout.inputSlots,
    layout.inputScale,
    layout.rowBytes,
    layout.values,
    layout.means,
    layout.squares,
    layout.gradients,
    layout.weightEnd,
    layout.biasEnd,
    layout.scaleEnd,
    layout.panelTarget,
    layout.panelWeight,
    layout.products,
    layout.structure?.plan ?? 0,
  ]);
  if (layout.structure !== null) writeStructure(buffer, shape.inputs, layout.structure);
  words(layout.inputNumber, layout.live);
  shape.layers.forEach((layer, index) => {
    const places = layout.layers[index]!;
    const below = index === 0 ? undefined : layout.layers[index - 1]!;
    writeSources(buffer, shape, layout, index);
    const columns = below === undefined ? 0 : writeColumns(buffer, shape, layout, index);
    words(layout.layerPlans + index * layerFields * 4, [
      layer.outputs,
      layer.column.length,
      places.packing.multiplyAdds,
      places.index.rowBlocks,
      places.index.rowCuts,
      places.index.source,
      places.index.scaleSlope,
      places.first,
      places.firstBias,
      places.slots,
      places.deltas,
      hiddenSources(shape, index),
      below?.slots ?? 0,
      below?.deltas ?? 0,
      columns,
      places.index.columnBlocks,
      places.index.columnCuts,
      places.index.columnDelta,
      places.index.columnPlace,
      places.index.columnWeight,
      places.packing.sources,
      places.sourceSlots,
      places.packing.rowBytes,
      places.packing.packed,
      places.packing.packedHidden,
    ]);
  });
}

/** Where each weight of a layer reads, and where the slope of its input's scale gathers. */
function writeSources(buffer: ArrayBuffer, shape: Shape, layout: Layout, index: number): void {
  const { column } = shape.layers[index]!;
  const places = layout.layers[index]!;
  const hidden = hiddenSources(shape, index);
  const number = new Uint32Array(shape.inputs);
  layout.live.forEach((input, position) => (number[input] = position));
  if (places.index.hasSources) {
    const below = index === 0 ? 0 : layout.layers[index - 1]!.slots;
    const source = new Uint32Array(buffer, places.index.source, column.length);
    for (let k = 0; k < column.length; k++) {
      const unit = column[k]!;
      source[k] = unit < hidden ? below + unit * slotBytes : layout.inputSlots + number[unit - hidden]! * slotBytes;
    }
    const structure = readsInputs(shape, index) ? layout.structure : null;
    if (structure !== null) writeTablePlaces(source, shape, structure, index);
    writeRowCuts(buffer, shape, places, index, source, structure !== null);
  }
  if (!places.index.hasScaleSlopes) return;
  const scaleSlope = new Uint32Array(buffer, places.index.scaleSlope, column.length);
  for (let k = 0; k < column.length; k++) {
    const unit = column[k]!;
    const parameter = unit < hidden ? layout.scaleEnd : layout.biasEnd + number[unit - hidden]!;
    scaleSlope[k] = layout.gradients + parameter * 4;
  }
}

/** Where the weights that read inputs are in the tables. */
function writeTablePlaces(
  source: Uint32Array,
  shape: Shape,
  { tables, structure }: StructureLayout,
  index: number,
): void {
  const { column, rowStart, outputs } = shape.layers[index]!;
  const hidden = hiddenSources(shape, index);
  const first = tables + (index === 0 ? 0 : structure.skipBytes);
  for (let output = 0; output < outputs; output++) {
    for (let k = rowStart[output]!; k < rowStart[output + 1]!; k++) {
      const input = column[k]! - hidden;
      if (input >= 0) source[k] = first + output * 4 + input * 2 * structure.unitBytes;
    }
  }
}

/** Where rows are cut; with a structure what reads hidden units is, and one more part has what reads inputs. */
function writeRowCuts(
  buffer: ArrayBuffer,
  shape: Shape,
  places: LayerLayout,
  index: number,
  source: Uint32Array,
  isStructured: boolean,
): void {
  const { column, rowStart, outputs } = shape.layers[index]!;
  const hidden = hiddenSources(shape, index);
  const ends = rowStart.slice(1);
  const hiddenEnd = (end: number, row: number): number => {
    let middle = rowStart[row]!;
    while (middle < end && column[middle]! < hidden) middle++;
    return middle;
  };
  const cutEnds = isStructured ? ends.map(hiddenEnd) : ends;
  const cuts = cutRows(rowStart.subarray(0, outputs), cutEnds, source, places.sourceSlots, places.index.rowBlocks);
  new Uint32Array(buffer, places.index.rowCuts, cuts.length).set(cuts);
  if (!isStructured) return;
  const endBytes = ends.map((end) => end * 4);
  new Uint32Array(buffer, places.index.rowCuts + cuts.byteLength, outputs).set(endBytes);
}

/** The second index, where the layer has one: the weights that read each hidden unit. Returns how many there are. */
function writeColumns(buffer: ArrayBuffer, shape: Shape, layout: Layout, index: number): number {
  const { column, rowStart, outputs } = shape.layers[index]!;
  const places = layout.layers[index]!;
  const hidden = hiddenSources(shape, index);
  const start = new Uint32Array(hidden + 1);
  for (let k = 0; k < column.length; k++) if (column[k]! < hidden) start[column[k]! + 1]!++;
  for (let unit = 0; unit < hidden; unit++) start[unit + 1]! += start[unit]!;
  if (!places.index.hasColumns) return start[hidden]!;
  const next = start.slice();
  const delta = new Uint32Array(buffer, places.index.columnDelta, column.length);
  const place = new Uint32Array(buffer, places.index.columnPlace, column.length);
  for (let output = 0; output < outputs; output++) {
    for (let k = rowStart[output]!; k < rowStart[output + 1]!; k++) {
      const unit = column[k]!;
      if (unit >= hidden) continue;
      const at = next[unit]!++;
      delta[at] = places.deltas + output * slotBytes;
      place[at] = layout.values + (places.first + k) * 4;
    }
  }
  const cuts = cutRows(start.subarray(0, hidden), start.slice(1), delta, places.deltas, places.index.columnBlocks);
  new Uint32Array(buffer, places.index.columnCuts, cuts.length).set(cuts);
  return start[hidden]!;
}
