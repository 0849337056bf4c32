import { forwardDense } from "./dense";
import { LayerPlan, Plan } from "./plan";
import { pair, rectify, single } from "./vector";

/**
 * Outputs of one layer for a panel: unit by unit, two weights a turn. Wide and narrow give the same bits; which is faster depends on how
 * the compiler schedules. Wide keeps the 8 sums of a whole panel in registers and needs loads to stay where they are written.
 */
function forwardWide(layer: LayerPlan, biases: usize, rectified: bool): void {
  let row = <usize>layer.rowStart;
  let weight = <usize>layer.effective;
  let source = <usize>layer.source;
  let slot = <usize>layer.slots;
  const end = slot + ((<usize>layer.outputs) << 7);
  while (slot < end) {
    let a0 = v128.load32_splat(biases);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    const stop = <usize>layer.effective + ((<usize>load<u32>(row, 4)) << 2);
    if ((stop - weight) & 4) {
      const w = v128.load32_splat(weight);
      const x = <usize>load<u32>(source);
      a0 = single(a0, w, x, 0);
      a1 = single(a1, w, x, 16);
      a2 = single(a2, w, x, 32);
      a3 = single(a3, w, x, 48);
      a4 = single(a4, w, x, 64);
      a5 = single(a5, w, x, 80);
      a6 = single(a6, w, x, 96);
      a7 = single(a7, w, x, 112);
      weight += 4;
      source += 4;
    }
    while (weight < stop) {
      const w = v128.load32_splat(weight);
      const v = v128.load32_splat(weight, 4);
      const x = <usize>load<u32>(source);
      const y = <usize>load<u32>(source, 4);
      const m0 = f32x4.mul(w, v128.load(x));
      const m1 = f32x4.mul(w, v128.load(x, 16));
      const m2 = f32x4.mul(w, v128.load(x, 32));
      const m3 = f32x4.mul(w, v128.load(x, 48));
      a0 = f32x4.add(a0, f32x4.add(m0, f32x4.mul(v, v128.load(y, 0))));
      a1 = f32x4.add(a1, f32x4.add(m1, f32x4.mul(v, v128.load(y, 16))));
      a2 = f32x4.add(a2, f32x4.add(m2, f32x4.mul(v, v128.load(y, 32))));
      a3 = f32x4.add(a3, f32x4.add(m3, f32x4.mul(v, v128.load(y, 48))));
      const m4 = f32x4.mul(w, v128.load(x, 64));
      const m5 = f32x4.mul(w, v128.load(x, 80));
      const m6 = f32x4.mul(w, v128.load(x, 96));
      const m7 = f32x4.mul(w, v128.load(x, 112));
      a4 = f32x4.add(a4, f32x4.add(m4, f32x4.mul(v, v128.load(y, 64))));
      a5 = f32x4.add(a5, f32x4.add(m5, f32x4.mul(v, v128.load(y, 80))));
      a6 = f32x4.add(a6, f32x4.add(m6, f32x4.mul(v, v128.load(y, 96))));
      a7 = f32x4.add(a7, f32x4.add(m7, f32x4.mul(v, v128.load(y, 112))));
      weight += 8;
      source += 8;
    }
    v128.store(slot, rectify(a0, rectified));
    v128.store(slot, rectify(a1, rectified), 16);
    v128.store(slot, rectify(a2, rectified), 32);
    v128.store(slot, rectify(a3, rectified), 48);
    v128.store(slot, rectify(a4, rectified), 64);
    v128.store(slot, rectify(a5, rectified), 80);
    v128.store(slot, rectify(a6, rectified), 96);
    v128.store(slot, rectify(a7, rectified), 112);
    slot += 128;
    biases += 4;
    row += 4;
  }
}

/**
 * Half a panel at a time. Compilers before V8 13 move all loads of a turn to its start: 4 sums, 8 loads and 2 weights fill 14 of the 15
 * vector registers, and nothing is spilled.
 */
function forwardNarrow(layer: LayerPlan, biases: usize, rectified: bool): void {
  let row = <usize>layer.rowStart;
  const weights = <usize>layer.effective;
  const sources = <usize>layer.source;
  let slot = <usize>layer.slots;
  const end = slot + ((<usize>layer.outputs) << 7);
  let from: usize = 0;
  while (slot < end) {
    const to = (<usize>load<u32>(row, 4)) << 2;
    for (let half: usize = 0; half < 128; half += 64) {
      let a0 = v128.load32_splat(biases);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let weight = weights + from;
      let source = sources + from;
      const stop = weights + to;
      if ((to - from) & 4) {
        const w = v128.load32_splat(weight);
        const x = <usize>load<u32>(source) + half;
        a0 = single(a0, w, x, 0);
        a1 = single(a1, w, x, 16);
        a2 = single(a2, w, x, 32);
        a3 = single(a3, w, x, 48);
        weight += 4;
        source += 4;
      }
      while (weight < stop) {
        const w = v128.load32_splat(weight);
        const v = v128.load32_splat(weight, 4);
        const x = <usize>load<u32>(source) + half;
        const y = <usize>load<u32>(source, 4) + half;
        a0 = pair(a0, w, v, x, y, 0);
        a1 = pair(a1, w, v, x, y, 16);
        a2 = pair(a2, w, v, x, y, 32);
        a3 = pair(a3, w, v, x, y, 48);
        weight += 8;
        source += 8;
      }
      v128.store(slot + half, rectify(a0, rectified));
      v128.store(slot + half, rectify(a1, rectified), 16);
      v128.store(slot + half, rectify(a2, rectified), 32);
      v128.store(slot + half, rectify(a3, rectified), 48);
    }
    from = to;
    slot += 128;
    biases += 4;
    row += 4;
  }
}

/** All layers for the panel whose input slots are filled. */
export function forwardPanel(plan: Plan): void {
  const count = plan.layerCount;
  let address = <usize>plan.layers;
  for (let index: u32 = 0; index < count; index++) {
    const layer = changetype<LayerPlan>(address);
    const biases = <usize>plan.values + ((<usize>layer.firstBias) << 2);
    if (layer.packed) forwardDense(layer, biases, index + 1 < count);
    else if (plan.wide) forwardWide(layer, biases, index + 1 < count);
    else forwardNarrow(layer, biases, index + 1 < count);
    plan.operations += <f64>layer.weightCount * 32.0;
    address += offsetof<LayerPlan>();
  }
  plan.panels += 1;
}
