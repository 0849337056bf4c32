import { blockCount, roundUp, slotBytes } from "./blocks.ts";
import { hiddenSources, hiddenWeights, liveInputs, readsInputs, type Shape } from "./shape.ts";
import { placeStructure, type Structure, type StructureLayout } from "./structure.ts";

/*
 * Who owns which bytes of a trainer's memory, from 0 up:
 *
 *   | kernel's statics | plan | layer plans | index | parameters ×4 | packed | structure | panel |   free   | data |
 *   0                 heapBase                                                       layout.end     end at load
 *
 *   index       per layer: rowCuts, source, scaleSlope, columnCuts, columnDelta, columnPlace (u32), columnWeight
 *   parameters  values, means, squares, gradients, each [weights by layer | biases by layer | scales | 1 spare]
 *   packed      weights of full layers once more, four units together
 *   structure   of inputs that are read through it: weights and slopes by input, see kernel/structure.ts
 *   panel       32 rows at a time, 128 bytes a unit, so 57 kB for 54-128-128-7: it stays in the nearest caches whatever the batch
 *               | hidden 1 | … | last hidden | live inputs | outputs | slopes of hidden 1 | … | of outputs | targets | weights | products |
 *               the last hidden units lie directly before the inputs, so an output layer with skip reads one region
 *   data        rows: see resident.ts and staging.ts
 *
 * Pruning lays everything up to `layout.end` out anew in the same bytes. It gets shorter, but for a layer that becomes full and wants
 * packed weights: then the data region moves up. That one grows to the most that was asked for: kept rows and chunks, both bounded in bytes.
 * All of it goes with the trainer.
 */

export const waitingSums = 128; // as in kernel/backward.ts
export const planCounters = 4; // f64 at the head of the plan
export const planFields = 19;
export const layerFields = 25;

/** Addresses in bytes, indices in parameters. */
export interface Layout {
  readonly plan: number;
  readonly layerPlans: number;
  readonly layers: readonly LayerLayout[];
  readonly live: Uint32Array;
  readonly columns: Uint32Array; // inputs that a row of the table has: the live ones, with a structure those of no span
  readonly inputNumber: number;
  readonly inputSlots: number;
  readonly inputScale: number;
  readonly values: number;
  readonly means: number;
  readonly squares: number;
  readonly gradients: number;
  readonly parameterCount: number; // of one of the four arrays, padding included
  readonly weightEnd: number;
  readonly biasEnd: number; // where scales begin
  readonly scaleEnd: number;
  readonly panelTarget: number;
  readonly panelWeight: number;
  readonly products: number;
  readonly structure: StructureLayout | null;
  readonly end: number;
}

export interface LayerLayout {
  readonly first: number;
  readonly firstBias: number;
  readonly index: IndexLayout;
  readonly packing: PackingLayout;
  readonly sourceSlots: number;
  readonly slots: number;
  readonly deltas: number;
}

/** Where a layer's weights read and write. */
interface IndexLayout {
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

interface PackingLayout {
  readonly sources: number;
  readonly multiplyAdds: number; // of a row going up
  readonly rowBytes: number; // of the weights of one output; 0 unless the layer is full
  readonly packed: number; // 0 where the dense kernel is not used
  readonly packedHidden: number;
}

/** Places for everything that `shape` needs, from `base` on, with the structure of its inputs if there is one. */
export function layOut(shape: Shape, structure: Structure | null, base: number): Layout {
  const taker = new Taker(base);
  const live = liveInputs(shape);
  const plan = taker.take(planCounters * 8 + planFields * 4);
  const layerPlans = taker.take(shape.layers.length * layerFields * 4);
  const inputNumber = taker.take(live.length * 4);
  const inputScale = taker.take(roundUp(live.length, 4) * 4);
  const index = shape.layers.map((_, at) => placeIndex(shape, at, live.length, structure, taker));
  const parameters = placeParameters(shape, live.length, taker);
  const packing = shape.layers.map((_, at) => placePacked(shape, at, live.length, structure, taker));
  const places =
    structure === null ? null : placeStructure(shape.inputs, structure, (bytes) => taker.take(bytes));
  const hiddenSlots = shape.layers.slice(0, -1).map((layer) => taker.slots(layer.outputs));
  const inputSlots = taker.slots(live.length);
  const slots = [...hiddenSlots, taker.slots(shape.layers.at(-1)!.outputs)];
  const deltas = shape.layers.map((layer) => taker.slots(layer.outputs));
  return {
    plan,
    layerPlans,
    live,
    columns: structure?.plain ?? live,
    inputNumber,
    inputSlots,
    inputScale,
    values: parameters.values,
    means: parameters.means,
    squares: parameters.squares,
    gradients: parameters.gradients,
    parameterCount: parameters.count,
    weightEnd: parameters.weightEnd,
    biasEnd: parameters.biasEnd,
    scaleEnd: parameters.scaleEnd,
    structure: places,
    panelTarget: taker.slots(1),
    panelWeight: taker.slots(1),
    products: taker.take(
      16 * shape.layers.reduce((most, layer) => Math.max(most, layer.inputs + waitingSums + 3), 0),
    ),
    layers: shape.layers.map((_, at) => ({
      first: parameters.first[at]!,
      firstBias: parameters.firstBias[at]!,
      index: index[at]!,
      packing: packing[at]!,
      sourceSlots: hiddenSlots[at - 1] ?? inputSlots,
      slots: slots[at]!,
      deltas: deltas[at]!,
    })),
    end: taker.end,
  };
}

/** Hands out bytes from `end` up. */
class Taker {
  end: number;

  constructor(base: number) {
    this.end = base;
  }

  take(bytes: number, align = 16): number {
    const start = roundUp(this.end, align);
    this.end = start + bytes;
    return start;
  }

  slots(units: number): number {
    return this.take(units * slotBytes, slotBytes);
  }
}

function placeIndex(
  shape: Shape,
  at: number,
  live: number,
  structure: Structure | null,
  taker: Taker,
): IndexLayout {
  const layer = shape.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const isStructured = structure !== null && readsInputs(shape, at);
  const weights = layer.column.length;
  const words = weights * 4;
  const rowBlocks = isStructured
    ? blockCount(hidden, layer.outputs, hiddenWeights(shape, at))
    : blockCount(slotsRead(shape, at, live), layer.outputs, weights);
  const columnBlocks = blockCount(layer.outputs, hidden, weights);
  return {
    rowBlocks,
    rowCuts: taker.take((rowBlocks + (isStructured ? 2 : 1)) * layer.outputs * 4),
    source: taker.take(words),
    scaleSlope: readsInputs(shape, at) ? taker.take(words) : 0,
    columnBlocks,
    columnCuts: taker.take((columnBlocks + 1) * hidden * 4),
    columnDelta: taker.take(hidden > 0 ? words : 0),
    columnPlace: taker.take(hidden > 0 ? words : 0),
    columnWeight: taker.take(hidden > 0 ? words : 0),
  };
}

function placeParameters(shape: Shape, live: number, taker: Taker) {
  const layers = shape.layers.length;
  const first = sums(shape.layers.map((layer) => layer.column.length));
  const weightEnd = roundUp(first[layers]!, 4);
  const firstBias = sums(shape.layers.map((layer) => layer.outputs)).map((one) => one + weightEnd);
  const biasEnd = roundUp(firstBias[layers]!, 4);
  const scaleEnd = biasEnd + roundUp(live, 4);
  const count = scaleEnd + 8;
  return {
    first,
    firstBias,
    weightEnd,
    biasEnd,
    scaleEnd,
    count,
    values: taker.take(count * 4),
    means: taker.take(count * 4),
    squares: taker.take(count * 4),
    gradients: taker.take(count * 4),
  };
}

/** The dense kernel works on four units by four sources; what it would save on a layer that is not full, packing would cost. */
function placePacked(
  shape: Shape,
  at: number,
  live: number,
  structure: Structure | null,
  taker: Taker,
): PackingLayout {
  const { outputs, column } = shape.layers[at]!;
  const hidden = hiddenSources(shape, at);
  const isStructured = structure !== null && readsInputs(shape, at);
  const sources = isStructured ? hidden : slotsRead(shape, at, live);
  const isFull = column.length === outputs * slotsRead(shape, at, live);
  const isPacked = isFull && outputs > 3 && sources > 3;
  return {
    sources,
    multiplyAdds: isStructured ? hiddenWeights(shape, at) + outputs * structure.reads : column.length,
    rowBytes: isFull ? (column.length / Math.max(1, outputs)) * 4 : 0,
    packed: isPacked ? taker.take(roundUp(outputs, 4) * roundUp(sources, 4) * 4) : 0,
    packedHidden: isPacked ? taker.take(outputs * roundUp(hidden, 4) * 4) : 0,
  };
}

/** Slots that a layer can read: hidden units, then live inputs. */
function slotsRead(shape: Shape, at: number, live: number): number {
  const hidden = hiddenSources(shape, at);
  return at > 0 && hidden === shape.layers[at]!.inputs ? hidden : hidden + live;
}

function sums(counts: readonly number[]): number[] {
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  return starts;
}
