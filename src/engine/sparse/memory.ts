import { roundUp } from "../../wasm/bump.ts";
import { type IndexLayout, type PackingLayout, placeIndex, placePacked } from "./layer-layout.ts";
import { type Room, takeSlots } from "./room.ts";
import { Counters, LayerPlan, Plan, waitingSums } from "./schema.ts";
import { liveInputs, type Shape } from "./shape.ts";
import { placeStructure, type Structure, type StructureLayout } from "./structure.ts";

/*
 * Who owns which bytes of a workspace, the memory that the trainers of a bag share (workspace.ts), from 0 up:
 *
 *   | kernel's statics | first trainer | scratch | other trainers … | table | chunk |
 *   0                 heapBase
 *
 * What a trainer keeps:
 *
 *   | counters | plan | layer plans | input numbers | index | parameters ×3 | structure |
 *
 *   index       per layer: rowBounds, source, scaleGradient, columnBounds, columnDelta, columnPlace (u32)
 *   parameters  values, means, squares, each [weights by layer | biases by layer | scales | 1 spare]
 *   structure   of inputs that are read through it: their spans
 *
 * The scratch belongs to the trainer that computes, which derives it from its parameters again after another had its
 * turn:
 *
 *   | input scales | column weights | gradients | packed | tables, gradients | panel |
 *
 *   packed      weights of full layers once more, four units together
 *   tables      of inputs that are read through a structure: weights and gradients by input, see kernel/structure.ts
 *   panel       32 rows at a time, 128 bytes a unit, so 57 kB for 54-128-128-7: it stays in the nearest caches whatever
 *               the batch
 *               | hidden 1 | … | last hidden | live inputs | outputs |
 *               | gradients of hidden 1 | … | of outputs | targets | weights | products |
 *               the last hidden units lie directly before the inputs, so an output layer with skip reads one region
 *
 * Table and chunk are rows: see resident.ts and staging.ts. Pruning lays a trainer and its scratch out anew in the same
 * bytes. Both get shorter, but for a layer that becomes full and wants packed weights: what is too short for its owner
 * is allocated anew (arena.ts). Nothing is freed before the trainers are.
 */

/** Addresses in bytes, indices in parameters. */
export interface Layout {
  readonly counters: number;
  readonly plan: number;
  readonly layerPlans: number;
  readonly layers: readonly LayerLayout[];
  readonly live: Uint32Array;
  readonly rowBytes: number; // of the table: all inputs, with a structure what it reads
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
  readonly ownBytes: number;
  readonly scratchBytes: number;
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

/** Places for everything that `shape` needs, taken from `room`. */
export function layOut(shape: Shape, structure: Structure | null, room: Room): Layout {
  const { own, scratch } = room;
  const [ownStart, scratchStart] = [own.end, scratch.end];
  const live = liveInputs(shape);
  const counters = own.take(Counters.bytes);
  const plan = own.take(Plan.bytes);
  const layerPlans = own.take(shape.layers.length * LayerPlan.bytes);
  const inputNumber = own.take(live.length * 4);
  const inputScale = scratch.take(roundUp(live.length, 4) * 4);
  const layers = shape.layers.map((_, at) => ({ shape, at, live: live.length, structure }));
  const index = layers.map((layer) => placeIndex(layer, room));
  const parameters = placeParameters(shape, live.length, room);
  const packing = layers.map((layer) => placePacked(layer, scratch));
  const places = structure === null ? null : placeStructure(shape.inputs, structure, room);
  const hiddenSlots = shape.layers.slice(0, -1).map((layer) => takeSlots(scratch, layer.outputs));
  const inputSlots = takeSlots(scratch, live.length);
  const slots = [...hiddenSlots, takeSlots(scratch, shape.layers.at(-1)!.outputs)];
  const deltas = shape.layers.map((layer) => takeSlots(scratch, layer.outputs));
  const panelTarget = takeSlots(scratch, 1);
  const panelWeight = takeSlots(scratch, 1);
  const longest = shape.layers.reduce((most, layer) => Math.max(most, layer.inputs), 0);
  const products = scratch.take(16 * (longest + waitingSums + 3));
  return {
    counters,
    plan,
    layerPlans,
    live,
    rowBytes: structure?.rowBytes ?? shape.inputs * 4,
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
    panelTarget,
    panelWeight,
    products,
    layers: shape.layers.map((_, at) => ({
      first: parameters.first[at]!,
      firstBias: parameters.firstBias[at]!,
      index: index[at]!,
      packing: packing[at]!,
      sourceSlots: hiddenSlots[at - 1] ?? inputSlots,
      slots: slots[at]!,
      deltas: deltas[at]!,
    })),
    ownBytes: own.end - ownStart,
    scratchBytes: scratch.end - scratchStart,
  };
}

function placeParameters(shape: Shape, live: number, { own, scratch }: Room) {
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
    values: own.take(count * 4),
    means: own.take(count * 4),
    squares: own.take(count * 4),
    gradients: scratch.take(count * 4),
  };
}

function sums(counts: readonly number[]): number[] {
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  return starts;
}
