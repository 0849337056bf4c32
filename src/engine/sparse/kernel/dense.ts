import { LayerPlan } from "./schema.generated";
import { finish } from "./vector";

// Slots of a panel that are read again and again while they are in the nearest cache: 128 of 128 bytes are half of 32
// kB.
export const blockSlots: i32 = 128;

/**
 * Sums over `terms` slots from `from` on for `units` units, four units by eight columns at a time: 8 sums, 2 loads of
 * the panel and 4 weights, so 6 loads feed 8 products where the sparse kernel needs 9. The four weights of a term lie
 * together; a term is `termStep` bytes after the one before, the next four units `unitStep` bytes on. Many terms are
 * taken a block at a time.
 */
function products(
  from: usize,
  terms: i32,
  weights: usize,
  termStep: usize,
  unitStep: usize,
  biases: usize,
  continued: bool,
  gates: usize,
  rectified: bool,
  into: usize,
  units: i32,
): void {
  for (let term = 0; term < terms; term += blockSlots) {
    const count = min(blockSlots, terms - term);
    const isLast = term + count == terms;
    block(
      from + ((<usize>term) << 7),
      (<usize>count) << 7,
      weights + <usize>term * termStep,
      termStep,
      unitStep,
      biases,
      continued || term > 0,
      isLast ? gates : 0,
      isLast && rectified,
      into,
      units,
    );
  }
}

function block(
  from: usize,
  bytes: usize,
  weights: usize,
  termStep: usize,
  unitStep: usize,
  biases: usize,
  continued: bool,
  gates: usize,
  rectified: bool,
  into: usize,
  units: i32,
): void {
  for (let unit = 0; unit < units; unit += 4) {
    const left = units - unit;
    for (let column: usize = 0; column < 128; column += 32) {
      const to = into + column;
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let b0 = a0;
      let b1 = a0;
      let c0 = a0;
      let c1 = a0;
      let d0 = a0;
      let d1 = a0;
      if (continued) {
        // Beyond the last unit this reads what follows, and nothing stores it.
        a0 = v128.load(to);
        a1 = v128.load(to, 16);
        b0 = v128.load(to, 128);
        b1 = v128.load(to, 144);
        c0 = v128.load(to, 256);
        c1 = v128.load(to, 272);
        d0 = v128.load(to, 384);
        d1 = v128.load(to, 400);
      } else if (biases != 0) {
        a0 = v128.load32_splat(biases);
        b0 = v128.load32_splat(biases, 4);
        c0 = v128.load32_splat(biases, 8);
        d0 = v128.load32_splat(biases, 12);
        a1 = a0;
        b1 = b0;
        c1 = c0;
        d1 = d0;
      }
      let x = from + column;
      const end = x + bytes;
      let weight = weights;
      while (x < end) {
        const p = v128.load(x);
        const q = v128.load(x, 16);
        const a = v128.load32_splat(weight);
        a0 = f32x4.add(a0, f32x4.mul(a, p));
        a1 = f32x4.add(a1, f32x4.mul(a, q));
        const b = v128.load32_splat(weight, 4);
        b0 = f32x4.add(b0, f32x4.mul(b, p));
        b1 = f32x4.add(b1, f32x4.mul(b, q));
        const c = v128.load32_splat(weight, 8);
        c0 = f32x4.add(c0, f32x4.mul(c, p));
        c1 = f32x4.add(c1, f32x4.mul(c, q));
        const d = v128.load32_splat(weight, 12);
        d0 = f32x4.add(d0, f32x4.mul(d, p));
        d1 = f32x4.add(d1, f32x4.mul(d, q));
        x += 128;
        weight += termStep;
      }
      const gate = gates + column;
      const gated = gates != 0;
      finish(to, a0, a1, gate, gated, rectified);
      if (left > 1) finish(to + 128, b0, b1, gate + 128, gated, rectified);
      if (left > 2) finish(to + 256, c0, c1, gate + 256, gated, rectified);
      if (left > 3) finish(to + 384, d0, d1, gate + 384, gated, rectified);
    }
    weights += unitStep;
    if (biases != 0) biases += 16;
    if (gates != 0) gates += 512;
    into += 512;
  }
}

/** Outputs of a full layer; `continued` adds to what its slots hold, else the biases are where it starts. */
export function forwardDense(layer: LayerPlan, biases: usize, continued: bool, rectified: bool): void {
  const terms = <i32>layer.sources;
  const unitStep = (<usize>((terms + 3) & ~3)) << 4;
  products(
    layer.sourceSlots,
    terms,
    layer.packed,
    16,
    unitStep,
    biases,
    continued,
    0,
    rectified,
    layer.slots,
    layer.outputs,
  );
}

/** Gradients of the hidden units that a full layer reads. */
export function hiddenDense(layer: LayerPlan): void {
  const unitStep = (<usize>layer.outputs) << 4;
  const into = layer.hiddenDeltas;
  products(
    layer.deltas,
    layer.outputs,
    layer.packedHidden,
    16,
    unitStep,
    0,
    false,
    layer.hiddenSlots,
    false,
    into,
    layer.hiddenSources,
  );
}
