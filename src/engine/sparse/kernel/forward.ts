import { LayerPlan, Plan } from "./plan";

/** Outputs of one layer for a panel of 32 rows: 8 vectors stay in registers while the weights of a unit go by. */
export function forwardSparse(layer: LayerPlan, biases: usize, rectified: bool): void {
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
    while (weight < stop) {
      const w = v128.load32_splat(weight);
      const x = <usize>load<u32>(source);
      a0 = f32x4.add(a0, f32x4.mul(w, v128.load(x)));
      a1 = f32x4.add(a1, f32x4.mul(w, v128.load(x, 16)));
      a2 = f32x4.add(a2, f32x4.mul(w, v128.load(x, 32)));
      a3 = f32x4.add(a3, f32x4.mul(w, v128.load(x, 48)));
      a4 = f32x4.add(a4, f32x4.mul(w, v128.load(x, 64)));
      a5 = f32x4.add(a5, f32x4.mul(w, v128.load(x, 80)));
      a6 = f32x4.add(a6, f32x4.mul(w, v128.load(x, 96)));
      a7 = f32x4.add(a7, f32x4.mul(w, v128.load(x, 112)));
      weight += 4;
      source += 4;
    }
    if (rectified) {
      // pmax(x, 0) is x < 0 ? 0 : x, so NaN passes and is seen in the loss.
      const zero = f32x4.splat(0);
      a0 = f32x4.pmax(a0, zero);
      a1 = f32x4.pmax(a1, zero);
      a2 = f32x4.pmax(a2, zero);
      a3 = f32x4.pmax(a3, zero);
      a4 = f32x4.pmax(a4, zero);
      a5 = f32x4.pmax(a5, zero);
      a6 = f32x4.pmax(a6, zero);
      a7 = f32x4.pmax(a7, zero);
    }
    v128.store(slot, a0);
    v128.store(slot, a1, 16);
    v128.store(slot, a2, 32);
    v128.store(slot, a3, 48);
    v128.store(slot, a4, 64);
    v128.store(slot, a5, 80);
    v128.store(slot, a6, 96);
    v128.store(slot, a7, 112);
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
    forwardSparse(layer, <usize>plan.values + ((<usize>layer.firstBias) << 2), index + 1 < count);
    plan.operations += <f64>layer.weightCount * 32.0;
    address += offsetof<LayerPlan>();
  }
  plan.panels += 1;
}
