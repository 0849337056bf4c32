import { LayerPlan, Plan } from "./plan";

// @ts-ignore: decorator
@inline
function sumOfLanes(a: v128): f32 {
  const pairs = f32x4.add(a, i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Adds a panel's share to the slopes of a layer's weights (of effective weights) and biases. */
export function weightSlopes(layer: LayerPlan, gradients: usize): void {
  let row = <usize>layer.rowStart;
  let source = <usize>layer.source;
  let gradient = gradients + (<usize>layer.first << 2);
  const start = gradient;
  let bias = gradients + (<usize>layer.firstBias << 2);
  let delta = <usize>layer.deltas;
  const end = delta + (<usize>layer.outputs << 7);
  while (delta < end) {
    const d0 = v128.load(delta);
    const d1 = v128.load(delta, 16);
    const d2 = v128.load(delta, 32);
    const d3 = v128.load(delta, 48);
    const d4 = v128.load(delta, 64);
    const d5 = v128.load(delta, 80);
    const d6 = v128.load(delta, 96);
    const d7 = v128.load(delta, 112);
    const total = f32x4.add(
      f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3)),
      f32x4.add(f32x4.add(d4, d5), f32x4.add(d6, d7)),
    );
    store<f32>(bias, load<f32>(bias) + sumOfLanes(total));
    const stop = start + (<usize>load<u32>(row, 4) << 2);
    while (gradient < stop) {
      const x = <usize>load<u32>(source);
      let a = f32x4.mul(d0, v128.load(x));
      let b = f32x4.mul(d1, v128.load(x, 16));
      a = f32x4.add(a, f32x4.mul(d2, v128.load(x, 32)));
      b = f32x4.add(b, f32x4.mul(d3, v128.load(x, 48)));
      a = f32x4.add(a, f32x4.mul(d4, v128.load(x, 64)));
      b = f32x4.add(b, f32x4.mul(d5, v128.load(x, 80)));
      a = f32x4.add(a, f32x4.mul(d6, v128.load(x, 96)));
      b = f32x4.add(b, f32x4.mul(d7, v128.load(x, 112)));
      store<f32>(gradient, load<f32>(gradient) + sumOfLanes(f32x4.add(a, b)));
      gradient += 4;
      source += 4;
    }
    delta += 128;
    bias += 4;
    row += 4;
  }
}

/** Slopes of the hidden units that a layer reads, 0 where the unit is off: one column of weights after another. */
export function hiddenSlopes(layer: LayerPlan): void {
  let columnEnd = <usize>layer.columnStart + 4;
  let from = <usize>layer.columnDelta;
  let by = <usize>layer.columnWeight;
  const start = from;
  let unit = <usize>layer.hiddenSlots;
  let into = <usize>layer.hiddenDeltas;
  const end = into + (<usize>layer.hiddenSources << 7);
  const zero = f32x4.splat(0);
  while (into < end) {
    let a0 = zero;
    let a1 = zero;
    let a2 = zero;
    let a3 = zero;
    let a4 = zero;
    let a5 = zero;
    let a6 = zero;
    let a7 = zero;
    const stop = start + (<usize>load<u32>(columnEnd) << 2);
    while (from < stop) {
      const w = v128.load32_splat(<usize>load<u32>(by));
      const d = <usize>load<u32>(from);
      a0 = f32x4.add(a0, f32x4.mul(w, v128.load(d)));
      a1 = f32x4.add(a1, f32x4.mul(w, v128.load(d, 16)));
      a2 = f32x4.add(a2, f32x4.mul(w, v128.load(d, 32)));
      a3 = f32x4.add(a3, f32x4.mul(w, v128.load(d, 48)));
      a4 = f32x4.add(a4, f32x4.mul(w, v128.load(d, 64)));
      a5 = f32x4.add(a5, f32x4.mul(w, v128.load(d, 80)));
      a6 = f32x4.add(a6, f32x4.mul(w, v128.load(d, 96)));
      a7 = f32x4.add(a7, f32x4.mul(w, v128.load(d, 112)));
      from += 4;
      by += 4;
    }
    v128.store(into, v128.and(a0, f32x4.gt(v128.load(unit), zero)));
    v128.store(into, v128.and(a1, f32x4.gt(v128.load(unit, 16), zero)), 16);
    v128.store(into, v128.and(a2, f32x4.gt(v128.load(unit, 32), zero)), 32);
    v128.store(into, v128.and(a3, f32x4.gt(v128.load(unit, 48), zero)), 48);
    v128.store(into, v128.and(a4, f32x4.gt(v128.load(unit, 64), zero)), 64);
    v128.store(into, v128.and(a5, f32x4.gt(v128.load(unit, 80), zero)), 80);
    v128.store(into, v128.and(a6, f32x4.gt(v128.load(unit, 96), zero)), 96);
    v128.store(into, v128.and(a7, f32x4.gt(v128.load(unit, 112), zero)), 112);
    into += 128;
    unit += 128;
    columnEnd += 4;
  }
}

/** All layers, last to first, for the panel whose output slopes are in place. */
export function backwardPanel(plan: Plan): void {
  let address = <usize>plan.layers + <usize>(plan.layerCount - 1) * offsetof<LayerPlan>();
  while (address >= <usize>plan.layers) {
    const layer = changetype<LayerPlan>(address);
    weightSlopes(layer, <usize>plan.gradients);
    let products = layer.weightCount;
    if (layer.hiddenSources > 0) {
      hiddenSlopes(layer);
      products += load<u32>(<usize>layer.columnStart + (<usize>layer.hiddenSources << 2));
    }
    plan.operations += <f64>products * 32.0;
    address -= offsetof<LayerPlan>();
  }
}
