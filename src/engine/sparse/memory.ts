import { roundUp } from "./blocks.ts";
import { type IndexLayout, type PackingLayout, placeIndex, placePacked } from "./layer-layout.ts";
import { liveInputs, type Shape } from "./shape.ts";
import { placeStructure, type Structure, type StructureLayout } from "./structure.ts";
import { Taker } from "./taker.ts";

/*
 * Who owns which bytes of a workspace, the memory that the trainers of a bag share (workspace.ts), from 0 up:
 *
 *   | kernel's statics | first trainer | scratch | other trainers … | table | chunk |
 *   0                 heapBase
 *
 * A trainer has what it must not forget:
 *
 *   | plan | layer plans | input numbers | index | parameters ×3 | structure |
 *
 *   index       per layer: rowCuts, source, scaleSlope, columnCuts, columnDelta, columnPlace (u32)
 *   parameters  values, means, squares, each [weights by layer | biases by layer | scales | 1 spare]
 *   structure   of inputs that are read through it: their spans
 *
 * The scratch is of the trainer that computes; what it derives from its parameters is derived anew when another had its turn:
 *
 *   | input scales | column weights | gradients | packed | tables, slopes | panel |
 *
 *   packed      weights of full layers once more, four units together
 *   tables      of inputs that are read through a structure: weights and slopes by input, see kernel/structure.ts
 *   panel       32 rows at a time, 128 bytes a unit, so 57 kB for 54-128-128-7: it stays in the nearest caches whatever the batch
 *               | hidden 1 | … | last hidden | live inputs | outputs | slopes of hidden 1 | … | of outputs | targets | weights | products |
 *               the last hidden units lie directly before the inputs, so an output layer with skip reads one region
 *
 * Table and chunk are rows: see resident.ts and staging.ts. Pruning lays a trainer and its scratch out anew in the same bytes. Both get
 * shorter, but for a layer that becomes full and wants packed weights: what is too short for its owner is taken anew (arena.ts). Nothing
 * is given back; all of it goes with the trainers.
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

/** Places for everything that `shape` needs: what is the trainer's own from address `own` on, its scratch from `scratch` on. */
export function layOut(shape: Shape, structure: Structure | null, own: number, scratch: number): Layout {
  const taker = new Taker(own);
  const passing = new Taker(scratch);
  const live = liveInputs(shape);
  const plan = taker.take(planCounters * 8 + planFields * 4);
  const layerPlans = taker.take(shape.layers.length * layerFields * 4);
  const inputNumber = taker.take(live.length * 4);
  const inputScale = passing.take(roundUp(live.length, 4) * 4);
  const index = shape.layers.map((_, at) => placeIndex(shape, at, live.length, structure, taker, passing));
  const parameters = placeParameters(shape, live.length, taker, passing);
  const packing = shape.layers.map((_, at) => placePacked(shape, at, live.length, structure, passing));
  const places = structure === null ? null : placeStructure(shape.inputs, structure, taker, passing);
  const hiddenSlots = shape.layers.slice(0, -1).map((layer) => passing.slots(layer.outputs));
  const inputSlots = passing.slots(live.length);
  const slots = [...hiddenSlots, passing.slots(shape.layers.at(-1)!.outputs)];
  const deltas = shape.layers.map((layer) => passing.slots(layer.outputs));
  const panelTarget = passing.slots(1);
  const panelWeight = passing.slots(1);
  const longest = shape.layers.reduce((most, layer) => Math.max(most, layer.inputs), 0);
  const products = passing.take(16 * (longest + waitingSums + 3));
  return {
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
    ownBytes: taker.end - own,
    scratchBytes: passing.end - scratch,
  };
}

function placeParameters(shape: Shape, live: number, taker: Taker, passing: Taker) {
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
    gradients: passing.take(count * 4),
  };
}

function sums(counts: readonly number[]): number[] {
  const starts = [0];
  for (const count of counts) starts.push(starts.at(-1)! + count);
  return starts;
}
