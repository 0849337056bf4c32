import { hiddenSources, type LayerShape, liveInputs, type Shape } from "./shape.ts";

/*
 * Who owns which bytes of a trainer's memory, from 0 up:
 *
 *   | kernel's statics | plan | layer plans | index | parameters ×5 | panel |      free      | data |
 *   0                  heapBase                                           layout.end       model end at load
 *
 *   index       per layer: rowStart, source, scale, columnStart, columnDelta, columnWeight (u32)
 *   parameters  values, means, squares, gradients, each [weights by layer | biases by layer | scales | 1]; effective weights
 *   panel       32 rows at a time, 128 bytes a unit, so 57 kB for 54-128-128-7: it stays in the nearest caches whatever the batch
 *               | hidden 1 | … | last hidden | live inputs | outputs | slopes of hidden 1 | … | of outputs | targets | weights | products |
 *               the last hidden units lie directly before the inputs, so an output layer with skip reads one region
 *   data        row numbers, targets, row weights, rates and outputs of a chunk; rows of the table
 *
 * Pruning lays everything up to `layout.end` out anew in the same bytes; it only gets shorter. The data region grows to the largest
 * chunk asked for, whose rows are bounded in bytes, and goes with the trainer.
 */

export const panelRows = 32;
const slotBytes = panelRows * 4;
const planBytes = 4 * 8 + 18 * 4;
const layerFields = 20;

/** Addresses in bytes, indices in parameters. */
export interface Layout {
  readonly plan: number;
  readonly layerPlans: number;
  readonly layers: readonly LayerLayout[];
  readonly live: Uint32Array;
  readonly inputOffset: number;
  readonly inputSlots: number;
  readonly values: number;
  readonly means: number;
  readonly squares: number;
  readonly gradients: number;
  readonly parameterCount: number; // of one of the four arrays, the constant 1 and padding included
  readonly weightEnd: number;
  readonly biasEnd: number; // where scales begin
  readonly scaleEnd: number; // where the constant 1 is
  readonly panelTarget: number;
  readonly panelWeight: number;
  readonly products: number;
  readonly end: number;
}

export interface LayerLayout {
  readonly first: number;
  readonly firstBias: number;
  readonly rowStart: number;
  readonly source: number;
  readonly scale: number; // 0 when the layer reads no inputs
  readonly columnStart: number;
  readonly columnDelta: number;
  readonly columnWeight: number;
  readonly effective: number;
  readonly sources: number;
  readonly sourceSlots: number;
  readonly packed: number; // 0 unless the layer is full
  readonly packedHidden: number;
  readonly slots: number;
  readonly deltas: number;
}

/** Whether the dense kernel takes a layer: it works on four units by four sources. */
function isFull(layer: LayerShape, sources: number): boolean {
  return layer.outputs > 3 && sources > 3 && layer.column.length === layer.outputs * sources;
}

const roundUp = (value: number, step: number) => Math.ceil(value / step) * step;

/** Places for everything that `shape` needs, from `base` on. */
export function layOut(shape: Shape, base: number): Layout {
  let end = base;
  const take = (bytes: number, align = 16) => {
    const start = roundUp(end, align);
    end = start + bytes;
    return start;
  };
  const live = liveInputs(shape);
  const count = shape.layers.length;
  const plan = take(planBytes);
  const layerPlans = take(count * layerFields * 4);
  const inputOffset = take(live.length * 4);
  const index = shape.layers.map((layer, at) => {
    const hidden = hiddenSources(shape, at);
    const words = layer.column.length * 4;
    return {
      rowStart: take((layer.outputs + 1) * 4),
      source: take(words),
      scale: hidden < layer.inputs || at === 0 ? take(words) : 0,
      columnStart: take((hidden + 1) * 4),
      columnDelta: take(hidden > 0 ? words : 0),
      columnWeight: take(hidden > 0 ? words : 0),
    };
  });
  const first = sums(shape.layers.map((layer) => layer.column.length));
  const weightEnd = roundUp(first[count]!, 4);
  const firstBias = sums(shape.layers.map((layer) => layer.outputs)).map((one) => one + weightEnd);
  const biasEnd = roundUp(firstBias[count]!, 4);
  const scaleEnd = biasEnd + roundUp(live.length, 4);
  const parameterCount = scaleEnd + 8;
  const [values, means, squares, gradients] = [0, 0, 0, 0].map(() => take(parameterCount * 4));
  const effective = index.map(({ scale }, at) =>
    scale === 0 ? values! + first[at]! * 4 : take(shape.layers[at]!.column.length * 4 + 16),
  );
  const sources = shape.layers.map((layer, at) =>
    hiddenSources(shape, at) === layer.inputs && at > 0
      ? layer.inputs
      : hiddenSources(shape, at) + live.length,
  );
  const packed = shape.layers.map((layer, at) =>
    isFull(layer, sources[at]!) ? take(roundUp(layer.outputs, 4) * roundUp(sources[at]!, 4) * 4) : 0,
  );
  const packedHidden = shape.layers.map((layer, at) =>
    packed[at] === 0 ? 0 : take(layer.outputs * roundUp(hiddenSources(shape, at), 4) * 4),
  );
  const slots = shape.layers.slice(0, -1).map((layer) => take(layer.outputs * slotBytes, slotBytes));
  const inputSlots = take(live.length * slotBytes, slotBytes);
  slots.push(take(shape.layers[count - 1]!.outputs * slotBytes, slotBytes));
  const deltas = shape.layers.map((layer) => take(layer.outputs * slotBytes, slotBytes));
  const panelTarget = take(slotBytes, slotBytes);
  const panelWeight = take(slotBytes, slotBytes);
  const products = take(16 * shape.layers.reduce((most, layer) => Math.max(most, layer.inputs + 3), 0));
  return {
    plan,
    layerPlans,
    live,
    inputOffset,
    inputSlots,
    values: values!,
    means: means!,
    squares: squares!,
    gradients: gradients!,
    parameterCount,
    weightEnd,
    biasEnd,
    scaleEnd,
    panelTarget,
    panelWeight,
    products,
    layers: index.map((places, at) => ({
      ...places,
      first: first[at]!,
      firstBias: firstBias[at]!,
      effective: effective[at]!,
      sources: sources[at]!,
      sourceSlots: at === 0 || slots.length === 1 ? inputSlots : slots[at - 1]!,
      packed: packed[at]!,
      packedHidden: packedHidden[at]!,
      slots: slots[at]!,
      deltas: deltas[at]!,
    })),
    end,
  };
}

function sums(counts: readonly number[]): number[] {
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  return starts;
}

/** What a trainer never changes. */
export interface Mode {
  readonly loss: number; // 0 squared, 1 logistic, 2 softmax
  readonly isWide: boolean; // see kernel/forward.ts
}

/** Writes plan and index for `shape`. The counters at the plan's head and the parameters stay as they are. */
export function writePlan(buffer: ArrayBuffer, shape: Shape, layout: Layout, mode: Mode): void {
  const words = (address: number, values: ArrayLike<number>) =>
    new Uint32Array(buffer, address, values.length).set(values);
  words(layout.plan + 4 * 8, [
    mode.loss,
    shape.layers.length,
    layout.layerPlans,
    layout.live.length,
    layout.inputOffset,
    layout.inputSlots,
    shape.inputs * 4,
    layout.values,
    layout.means,
    layout.squares,
    layout.gradients,
    layout.weightEnd,
    layout.biasEnd,
    layout.scaleEnd,
    layout.panelTarget,
    layout.panelWeight,
    mode.isWide ? 1 : 0,
    layout.products,
  ]);
  words(
    layout.inputOffset,
    layout.live.map((input) => input * 4),
  );
  new Float32Array(buffer, layout.values)[layout.scaleEnd] = 1;
  shape.layers.forEach((layer, index) => {
    const places = layout.layers[index]!;
    const below = index === 0 ? undefined : layout.layers[index - 1]!;
    words(layout.layerPlans + index * layerFields * 4, [
      layer.outputs,
      layer.column.length,
      places.rowStart,
      places.source,
      places.scale,
      places.first,
      places.effective,
      places.firstBias,
      places.slots,
      places.deltas,
      hiddenSources(shape, index),
      below?.slots ?? 0,
      below?.deltas ?? 0,
      places.columnStart,
      places.columnDelta,
      places.columnWeight,
      places.sources,
      places.sourceSlots,
      places.packed,
      places.packedHidden,
    ]);
    words(places.rowStart, layer.rowStart);
    writeSources(buffer, shape, layout, index);
    if (below !== undefined) writeColumns(buffer, shape, layout, index);
  });
}

/** Where each weight of a layer reads, and which scale it is multiplied by. */
function writeSources(buffer: ArrayBuffer, shape: Shape, layout: Layout, index: number): void {
  const { column } = shape.layers[index]!;
  const places = layout.layers[index]!;
  const hidden = hiddenSources(shape, index);
  const number = new Uint32Array(shape.inputs);
  layout.live.forEach((input, position) => (number[input] = position));
  const source = new Uint32Array(buffer, places.source, column.length);
  const scale = places.scale === 0 ? undefined : new Uint32Array(buffer, places.scale, column.length);
  column.forEach((unit, k) => {
    const input = unit < hidden ? -1 : number[unit - hidden]!;
    source[k] =
      input < 0 ? layout.layers[index - 1]!.slots + unit * slotBytes : layout.inputSlots + input * slotBytes;
    if (scale === undefined) return;
    scale[k] = layout.values + (input < 0 ? layout.scaleEnd : layout.biasEnd + input) * 4;
  });
}

/** The second index: the weights that read each hidden unit. */
function writeColumns(buffer: ArrayBuffer, shape: Shape, layout: Layout, index: number): void {
  const { column, rowStart, outputs } = shape.layers[index]!;
  const places = layout.layers[index]!;
  const hidden = hiddenSources(shape, index);
  const start = new Uint32Array(buffer, places.columnStart, hidden + 1).fill(0);
  for (const unit of column) if (unit < hidden) start[unit + 1]!++;
  for (let unit = 0; unit < hidden; unit++) start[unit + 1]! += start[unit]!;
  const next = start.slice();
  const delta = new Uint32Array(buffer, places.columnDelta, column.length);
  const weight = new Uint32Array(buffer, places.columnWeight, column.length);
  for (let output = 0; output < outputs; output++) {
    for (let k = rowStart[output]!; k < rowStart[output + 1]!; k++) {
      const unit = column[k]!;
      if (unit >= hidden) continue;
      const at = next[unit]!++;
      delta[at] = places.deltas + output * slotBytes;
      weight[at] = places.effective + k * 4;
    }
  }
}
