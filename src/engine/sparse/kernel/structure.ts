import { layerOf } from "./plan";
import { LayerPlan, Plan, Span, Structure, bytesOfSpan } from "./schema.generated";
import { transposeBelow } from "./vector";

/*
 * Units whose inputs a row fills sparsely (../structure.ts). In a span of steps, the ones below are full, one is
 * partial, and those above are empty, so their weighted sum is a prefix sum of weights and one product; in a one-hot
 * span it is one weight. Here a number of each unit lies beside that of the next, so that a row adds vectors of units.
 * Row i of the tables belongs to input i and holds its weights times its scale, 0 where there is none, then, for steps,
 * the prefix sums below it; of gradients, what its value weighs, then their plain sum. The source of a weight on an
 * input is its place in the tables.
 */

/** The tables from the weights. */
export function tabulate(plan: Plan): void {
  const structure = changetype<Structure>(plan.structure);
  const unitBytes = <usize>structure.unitBytes;
  const constants = <usize>structure.tables + <usize>structure.inputs * (unitBytes << 1);
  memory.fill(constants, 0, unitBytes << 2); // and the row of no input after it
  const first = layerOf(plan, 0);
  tabulateLayer(plan, first, constants);
  if (structure.skipBytes) {
    const last = layerOf(plan, -1);
    tabulateLayer(plan, last, constants + structure.skipBytes);
  }
  scaleRows(plan, structure.tables);
  const stepsEnd = <usize>structure.spans + <usize>structure.stepsCount * bytesOfSpan;
  for (let at = <usize>structure.spans; at < stepsEnd; at += bytesOfSpan) sumPrefixes(structure, changetype<Span>(at));
}

/** Biases to `constants`, weights of inputs to their places. */
function tabulateLayer(plan: Plan, layer: LayerPlan, constants: usize): void {
  const outputs = <usize>layer.outputs;
  memory.copy(constants, <usize>plan.values + ((<usize>layer.firstBias) << 2), outputs << 2);
  const values = <usize>plan.values + ((<usize>layer.first) << 2);
  const sources = <usize>layer.source;
  let bound = <usize>layer.rowBounds + ((outputs * <usize>layer.rowBlocks) << 2);
  for (const end = bound + (outputs << 2); bound < end; bound += 4) {
    const last = <usize>load<u32>(bound + (outputs << 2));
    for (let at = <usize>load<u32>(bound); at < last; at += 4) {
      store<f32>(<usize>load<u32>(sources + at), load<f32>(values + at));
    }
  }
}

/** Multiplies the rows of the live inputs by their scales, in `tables` or in as many gradients. */
export function scaleRows(plan: Plan, tables: usize): void {
  const structure = changetype<Structure>(plan.structure);
  const unitBytes = <usize>structure.unitBytes;
  const inputBytes = (<usize>plan.inputCount) << 2;
  for (let at: usize = 0; at < inputBytes; at += 4) {
    const scale = v128.load32_splat(<usize>plan.inputScale + at);
    const row = tables + <usize>load<u32>(<usize>plan.inputNumber + at) * (unitBytes << 1);
    for (let unit: usize = 0; unit < unitBytes; unit += 16) {
      v128.store(row + unit, f32x4.mul(v128.load(row + unit), scale));
    }
  }
}

/** Prefix sums of a span of steps, all less the mean of the whole span. */
function sumPrefixes(structure: Structure, span: Span): void {
  const unitBytes = <usize>structure.unitBytes;
  const rowBytes = unitBytes << 1;
  const first = <usize>structure.tables + <usize>span.first * rowBytes;
  const end = first + <usize>span.count * rowBytes;
  for (let unit: usize = 0; unit < unitBytes; unit += 16) {
    let sum = f32x4.splat(0);
    let mean = <usize>span.means;
    for (let row = first + unit; row < end; row += rowBytes) {
      sum = f32x4.sub(sum, f32x4.mul(v128.load32_splat(mean), v128.load(row)));
      mean += 4;
    }
    for (let row = first + unit; row < end; row += rowBytes) {
      v128.store(row + unitBytes, sum);
      sum = f32x4.add(sum, v128.load(row));
    }
  }
}

/** What `width` vectors of units make of a row; `tables` and `into` begin at the first of them. */
// @ts-ignore: decorator
@inline
function readBlock(width: i32, structure: Structure, tables: usize, row: usize, into: usize): void {
  const unitBytes = <usize>structure.unitBytes;
  const rowBytes = unitBytes << 1;
  const constants = tables + <usize>structure.inputs * rowBytes;
  let a0 = v128.load(constants);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  if (width > 1) {
    a1 = v128.load(constants, 16);
    a2 = v128.load(constants, 32);
    a3 = v128.load(constants, 48);
  }
  let plain = <usize>structure.plain;
  for (const end = plain + ((<usize>structure.plainCount) << 2); plain < end; plain += 4) {
    const x = v128.load32_splat(row);
    row += 4;
    const weights = tables + <usize>load<u32>(plain);
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(weights)));
    if (width > 1) {
      a1 = f32x4.add(a1, f32x4.mul(x, v128.load(weights, 16)));
      a2 = f32x4.add(a2, f32x4.mul(x, v128.load(weights, 32)));
      a3 = f32x4.add(a3, f32x4.mul(x, v128.load(weights, 48)));
    }
  }
  let number = row + ((<usize>structure.stepsCount) << 2);
  for (const end = number; row < end; row += 4) {
    const weights = tables + <usize>load<u16>(number) * rowBytes;
    const sums = weights + unitBytes;
    const x = v128.load32_splat(row);
    number += 2;
    a0 = f32x4.add(a0, f32x4.add(v128.load(sums), f32x4.mul(x, v128.load(weights))));
    if (width > 1) {
      a1 = f32x4.add(a1, f32x4.add(v128.load(sums, 16), f32x4.mul(x, v128.load(weights, 16))));
      a2 = f32x4.add(a2, f32x4.add(v128.load(sums, 32), f32x4.mul(x, v128.load(weights, 32))));
      a3 = f32x4.add(a3, f32x4.add(v128.load(sums, 48), f32x4.mul(x, v128.load(weights, 48))));
    }
  }
  const hots = <usize>(structure.spanCount - structure.stepsCount) << 1;
  for (const end = number + hots; number < end; number += 2) {
    const weights = tables + <usize>load<u16>(number) * rowBytes;
    a0 = f32x4.add(a0, v128.load(weights));
    if (width > 1) {
      a1 = f32x4.add(a1, v128.load(weights, 16));
      a2 = f32x4.add(a2, v128.load(weights, 32));
      a3 = f32x4.add(a3, v128.load(weights, 48));
    }
  }
  v128.store(into, a0);
  if (width > 1) {
    v128.store(into, a1, 16);
    v128.store(into, a2, 32);
    v128.store(into, a3, 48);
  }
}

/**
 * What the inputs of `count` rows make of the units that read them, to their slots: the first layer finished, the
 * outputs to be continued.
 */
export function readInputs(plan: Plan, table: usize, rowNumber: usize, count: i32): void {
  const structure = changetype<Structure>(plan.structure);
  const unitBytes = <usize>structure.unitBytes;
  const panel = <usize>structure.panel;
  if (count < 32) memory.fill(panel, 0, unitBytes << 5);
  for (let unit: usize = 0; unit < unitBytes; ) {
    const tables = <usize>structure.tables + unit;
    const isWide = unit + 64 <= unitBytes;
    for (let i: usize = 0; i < <usize>count; i++) {
      const row = table + <usize>load<u32>(rowNumber + (i << 2)) * <usize>plan.rowBytes;
      const into = panel + i * unitBytes + unit;
      if (isWide) readBlock(4, structure, tables, row, into);
      else readBlock(1, structure, tables, row, into);
    }
    unit += isWide ? 64 : 16;
  }
  const isOnly = plan.layerCount == 1;
  const first = layerOf(plan, 0);
  toSlots(structure, 0, first.slots, first.outputs, isOnly ? -Infinity : 0);
  if (structure.skipBytes) {
    const last = layerOf(plan, -1);
    toSlots(structure, structure.skipBytes, last.slots, last.outputs, -Infinity);
  }
}

/** From rows of units to slots of columns; nothing below `least`. */
function toSlots(structure: Structure, column: usize, slots: usize, units: u32, least: f32): void {
  const unitBytes = <usize>structure.unitBytes;
  const floor = f32x4.splat(least);
  const end = slots + ((<usize>units) << 7);
  let rows = <usize>structure.panel + column;
  for (let slot = slots; slot < end; slot += 512) {
    for (let at: usize = 0; at < 128; at += 16) {
      const row = rows + (at >> 2) * unitBytes;
      transposeBelow(
        end,
        f32x4.pmax(v128.load(row), floor),
        f32x4.pmax(v128.load(row + unitBytes), floor),
        f32x4.pmax(v128.load(row + (unitBytes << 1)), floor),
        f32x4.pmax(v128.load(row + unitBytes * 3), floor),
        slot + at,
        128,
      );
    }
    rows += 16;
  }
}
