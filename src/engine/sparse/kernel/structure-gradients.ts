import { layerOf } from "./plan";
import { LayerPlan, Plan, Span, Structure, bytesOfSpan } from "./schema.generated";
import { scaleRows } from "./structure";
import { transpose } from "./vector";

// The way back through inputs with structure: see structure.ts.

/** Adds the gradients that a row makes of `width` vectors of gradients of units. */
// @ts-ignore: decorator
@inline
function gradientBlock(width: i32, structure: Structure, gradients: usize, row: usize, from: usize): void {
  const unitBytes = <usize>structure.unitBytes;
  const rowBytes = unitBytes << 1;
  const d0 = v128.load(from);
  let d1 = d0;
  let d2 = d0;
  let d3 = d0;
  if (width > 1) {
    d1 = v128.load(from, 16);
    d2 = v128.load(from, 32);
    d3 = v128.load(from, 48);
  }
  let plain = <usize>structure.plain;
  for (const end = plain + ((<usize>structure.plainCount) << 2); plain < end; plain += 4) {
    const x = v128.load32_splat(row);
    row += 4;
    const gradient = gradients + <usize>load<u32>(plain);
    v128.store(gradient, f32x4.add(v128.load(gradient), f32x4.mul(x, d0)));
    if (width > 1) {
      v128.store(gradient, f32x4.add(v128.load(gradient, 16), f32x4.mul(x, d1)), 16);
      v128.store(gradient, f32x4.add(v128.load(gradient, 32), f32x4.mul(x, d2)), 32);
      v128.store(gradient, f32x4.add(v128.load(gradient, 48), f32x4.mul(x, d3)), 48);
    }
  }
  let number = row + ((<usize>structure.stepsCount) << 2);
  for (const end = number; row < end; row += 4) {
    const gradient = gradients + <usize>load<u16>(number) * rowBytes;
    const sums = gradient + unitBytes;
    const x = v128.load32_splat(row);
    number += 2;
    v128.store(gradient, f32x4.add(v128.load(gradient), f32x4.mul(x, d0)));
    v128.store(sums, f32x4.add(v128.load(sums), d0));
    if (width > 1) {
      v128.store(gradient, f32x4.add(v128.load(gradient, 16), f32x4.mul(x, d1)), 16);
      v128.store(gradient, f32x4.add(v128.load(gradient, 32), f32x4.mul(x, d2)), 32);
      v128.store(gradient, f32x4.add(v128.load(gradient, 48), f32x4.mul(x, d3)), 48);
      v128.store(sums, f32x4.add(v128.load(sums, 16), d1), 16);
      v128.store(sums, f32x4.add(v128.load(sums, 32), d2), 32);
      v128.store(sums, f32x4.add(v128.load(sums, 48), d3), 48);
    }
  }
  const hots = <usize>(structure.spanCount - structure.stepsCount) << 1;
  for (const end = number + hots; number < end; number += 2) {
    const gradient = gradients + <usize>load<u16>(number) * rowBytes;
    v128.store(gradient, f32x4.add(v128.load(gradient), d0));
    if (width > 1) {
      v128.store(gradient, f32x4.add(v128.load(gradient, 16), d1), 16);
      v128.store(gradient, f32x4.add(v128.load(gradient, 32), d2), 32);
      v128.store(gradient, f32x4.add(v128.load(gradient, 48), d3), 48);
    }
  }
}

/** Adds the gradients of the tables from `count` rows, whose gradients of units are in place. */
export function addGradients(plan: Plan, table: usize, rowNumber: usize, count: i32): void {
  const structure = changetype<Structure>(plan.structure);
  const unitBytes = <usize>structure.unitBytes;
  const panel = <usize>structure.panel;
  const first = layerOf(plan, 0);
  fromSlots(structure, 0, first.deltas, first.outputs);
  if (structure.skipBytes) {
    const last = layerOf(plan, -1);
    fromSlots(structure, structure.skipBytes, last.deltas, last.outputs);
  }
  for (let unit: usize = 0; unit < unitBytes; ) {
    const gradients = <usize>structure.gradients + unit;
    const isWide = unit + 64 <= unitBytes;
    for (let i: usize = 0; i < <usize>count; i++) {
      const row = table + <usize>load<u32>(rowNumber + (i << 2)) * <usize>plan.rowBytes;
      const from = panel + i * unitBytes + unit;
      if (isWide) gradientBlock(4, structure, gradients, row, from);
      else gradientBlock(1, structure, gradients, row, from);
    }
    unit += isWide ? 64 : 16;
  }
}

/**
 * From slots of columns to rows of units. Units beyond the last hold whatever follows it; nothing reads their results.
 */
function fromSlots(structure: Structure, column: usize, slots: usize, units: u32): void {
  const unitBytes = <usize>structure.unitBytes;
  const end = slots + ((<usize>units) << 7);
  let rows = <usize>structure.panel + column;
  for (let slot = slots; slot < end; slot += 512) {
    for (let at: usize = 0; at < 128; at += 16) {
      const from = slot + at;
      const to = rows + (at >> 2) * unitBytes;
      transpose(v128.load(from), v128.load(from, 128), v128.load(from, 256), v128.load(from, 384), to, unitBytes);
    }
    rows += 16;
  }
}

/** Empties the gradients of the tables. */
export function clearGradients(plan: Plan): void {
  const structure = changetype<Structure>(plan.structure);
  memory.fill(structure.gradients, 0, ((<usize>structure.unitBytes) << 1) * (<usize>structure.inputs + 2));
}

/** The gradients of weights from those of the tables. */
export function weightGradients(plan: Plan): void {
  const structure = changetype<Structure>(plan.structure);
  const stepsEnd = <usize>structure.spans + <usize>structure.stepsCount * bytesOfSpan;
  for (let at = <usize>structure.spans; at < stepsEnd; at += bytesOfSpan) sumSuffixes(structure, changetype<Span>(at));
  scaleRows(plan, structure.gradients);
  const first = layerOf(plan, 0);
  layerGradients(plan, first);
  if (structure.skipBytes) {
    const last = layerOf(plan, -1);
    layerGradients(plan, last);
  }
}

/** A row whose step is above counts in full for a step, and every row of the span less the step's mean. */
function sumSuffixes(structure: Structure, span: Span): void {
  const unitBytes = <usize>structure.unitBytes;
  const rowBytes = unitBytes << 1;
  const first = <usize>structure.gradients + <usize>span.first * rowBytes;
  const last = first + <usize>(span.count - 1) * rowBytes;
  for (let unit: usize = 0; unit < unitBytes; unit += 16) {
    let total = f32x4.splat(0);
    for (let row = first + unit; row <= last + unit; row += rowBytes) {
      total = f32x4.add(total, v128.load(row + unitBytes));
    }
    let above = f32x4.splat(0);
    let mean = <usize>span.means + ((<usize>span.count) << 2);
    for (let row = last + unit; row >= first + unit; row -= rowBytes) {
      mean -= 4;
      const whole = f32x4.sub(above, f32x4.mul(v128.load32_splat(mean), total));
      above = f32x4.add(above, v128.load(row + unitBytes));
      v128.store(row, f32x4.add(v128.load(row), whole));
    }
  }
}

/** From their places to those of the weights. */
function layerGradients(plan: Plan, layer: LayerPlan): void {
  const structure = changetype<Structure>(plan.structure);
  const fromTables = <usize>structure.gradients - <usize>structure.tables;
  const gradients = <usize>plan.gradients + ((<usize>layer.first) << 2);
  const sources = <usize>layer.source;
  const rowBytes = (<usize>layer.outputs) << 2;
  let bound = <usize>layer.rowBounds + rowBytes * <usize>layer.rowBlocks;
  for (const end = bound + rowBytes; bound < end; bound += 4) {
    const last = <usize>load<u32>(bound + rowBytes);
    for (let at = <usize>load<u32>(bound); at < last; at += 4) {
      store<f32>(gradients + at, load<f32>(<usize>load<u32>(sources + at) + fromTables));
    }
  }
}
