import { biasSlopes, hiddenDense, slopesDense } from "./dense";
import { LayerPlan, Plan } from "./plan";
import { gate, pair, single, sumsOfLanes } from "./vector";

/** Products of a unit's slopes (d0 to d7) with a slot, summed to one vector. */
// @ts-ignore: decorator
@inline
function product(x: usize, d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, d6: v128, d7: v128): v128 {
  const a = f32x4.add(f32x4.mul(d0, v128.load(x)), f32x4.mul(d1, v128.load(x, 16)));
  const b = f32x4.add(f32x4.mul(d2, v128.load(x, 32)), f32x4.mul(d3, v128.load(x, 48)));
  const ab = f32x4.add(a, b);
  const c = f32x4.add(f32x4.mul(d4, v128.load(x, 64)), f32x4.mul(d5, v128.load(x, 80)));
  const d = f32x4.add(f32x4.mul(d6, v128.load(x, 96)), f32x4.mul(d7, v128.load(x, 112)));
  return f32x4.add(ab, f32x4.add(c, d));
}

/** Adds the sums over lanes of four vectors to four slopes. At the end of a row the last add 0 to what comes after it. */
// @ts-ignore: decorator
@inline
function addSums(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, f32x4.add(v128.load(to), sumsOfLanes(a, b, c, d)));
}

/** Adds a panel's share to the slopes of a layer's effective weights. */
function weightSlopes(layer: LayerPlan, gradients: usize, wide: bool, products: usize): void {
  let row = <usize>layer.rowStart;
  let source = <usize>layer.source;
  let gradient = gradients + (<usize>layer.first << 2);
  const start = gradient;
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
    const stop = start + (<usize>load<u32>(row, 4) << 2);
    if (wide) {
      while (gradient + 16 <= stop) {
        const a = product(<usize>load<u32>(source), d0, d1, d2, d3, d4, d5, d6, d7);
        const b = product(<usize>load<u32>(source, 4), d0, d1, d2, d3, d4, d5, d6, d7);
        const c = product(<usize>load<u32>(source, 8), d0, d1, d2, d3, d4, d5, d6, d7);
        const d = product(<usize>load<u32>(source, 12), d0, d1, d2, d3, d4, d5, d6, d7);
        addSums(gradient, a, b, c, d);
        gradient += 16;
        source += 16;
      }
      if (gradient < stop) {
        const a = product(<usize>load<u32>(source), d0, d1, d2, d3, d4, d5, d6, d7);
        let b = f32x4.splat(0);
        let c = b;
        if (gradient + 4 < stop) b = product(<usize>load<u32>(source, 4), d0, d1, d2, d3, d4, d5, d6, d7);
        if (gradient + 8 < stop) c = product(<usize>load<u32>(source, 8), d0, d1, d2, d3, d4, d5, d6, d7);
        addSums(gradient, a, b, c, f32x4.splat(0));
        source += stop - gradient;
      }
    } else {
      // One weight a turn leaves few loads to move; the sums wait in memory to be added across lanes four at a time.
      let into = products;
      let from = gradient;
      while (from < stop) {
        v128.store(into, product(<usize>load<u32>(source), d0, d1, d2, d3, d4, d5, d6, d7));
        into += 16;
        from += 4;
        source += 4;
      }
      v128.store(into, f32x4.splat(0));
      v128.store(into, f32x4.splat(0), 16);
      v128.store(into, f32x4.splat(0), 32);
      for (let sums = products; gradient < stop; gradient += 16) {
        addSums(gradient, v128.load(sums), v128.load(sums, 16), v128.load(sums, 32), v128.load(sums, 48));
        sums += 64;
      }
    }
    gradient = stop;
    delta += 128;
    row += 4;
  }
}

/** Slopes of the hidden units that a layer reads, 0 where the unit is off: one column of weights after another. */
function hiddenWide(layer: LayerPlan): void {
  let columnEnd = <usize>layer.columnStart + 4;
  let from = <usize>layer.columnDelta;
  let by = <usize>layer.columnWeight;
  const start = from;
  let unit = <usize>layer.hiddenSlots;
  let into = <usize>layer.hiddenDeltas;
  const end = into + (<usize>layer.hiddenSources << 7);
  while (into < end) {
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    const stop = start + (<usize>load<u32>(columnEnd) << 2);
    if ((stop - from) & 4) {
      const w = v128.load32_splat(<usize>load<u32>(by));
      const x = <usize>load<u32>(from);
      a0 = single(a0, w, x, 0);
      a1 = single(a1, w, x, 16);
      a2 = single(a2, w, x, 32);
      a3 = single(a3, w, x, 48);
      a4 = single(a4, w, x, 64);
      a5 = single(a5, w, x, 80);
      a6 = single(a6, w, x, 96);
      a7 = single(a7, w, x, 112);
      from += 4;
      by += 4;
    }
    while (from < stop) {
      const w = v128.load32_splat(<usize>load<u32>(by));
      const v = v128.load32_splat(<usize>load<u32>(by, 4));
      const x = <usize>load<u32>(from);
      const y = <usize>load<u32>(from, 4);
      a0 = pair(a0, w, v, x, y, 0);
      a1 = pair(a1, w, v, x, y, 16);
      a2 = pair(a2, w, v, x, y, 32);
      a3 = pair(a3, w, v, x, y, 48);
      a4 = pair(a4, w, v, x, y, 64);
      a5 = pair(a5, w, v, x, y, 80);
      a6 = pair(a6, w, v, x, y, 96);
      a7 = pair(a7, w, v, x, y, 112);
      from += 8;
      by += 8;
    }
    v128.store(into, gate(a0, v128.load(unit)));
    v128.store(into, gate(a1, v128.load(unit, 16)), 16);
    v128.store(into, gate(a2, v128.load(unit, 32)), 32);
    v128.store(into, gate(a3, v128.load(unit, 48)), 48);
    v128.store(into, gate(a4, v128.load(unit, 64)), 64);
    v128.store(into, gate(a5, v128.load(unit, 80)), 80);
    v128.store(into, gate(a6, v128.load(unit, 96)), 96);
    v128.store(into, gate(a7, v128.load(unit, 112)), 112);
    into += 128;
    unit += 128;
    columnEnd += 4;
  }
}

/** The same, half a panel at a time; see forward.ts. */
function hiddenNarrow(layer: LayerPlan): void {
  let columnEnd = <usize>layer.columnStart + 4;
  const deltas = <usize>layer.columnDelta;
  const weights = <usize>layer.columnWeight;
  let unit = <usize>layer.hiddenSlots;
  let into = <usize>layer.hiddenDeltas;
  const end = into + (<usize>layer.hiddenSources << 7);
  let first: usize = 0;
  while (into < end) {
    const last = <usize>load<u32>(columnEnd) << 2;
    for (let half: usize = 0; half < 128; half += 64) {
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let from = deltas + first;
      let by = weights + first;
      const stop = deltas + last;
      if ((last - first) & 4) {
        const w = v128.load32_splat(<usize>load<u32>(by));
        const x = <usize>load<u32>(from) + half;
        a0 = single(a0, w, x, 0);
        a1 = single(a1, w, x, 16);
        a2 = single(a2, w, x, 32);
        a3 = single(a3, w, x, 48);
        from += 4;
        by += 4;
      }
      while (from < stop) {
        const w = v128.load32_splat(<usize>load<u32>(by));
        const v = v128.load32_splat(<usize>load<u32>(by, 4));
        const x = <usize>load<u32>(from) + half;
        const y = <usize>load<u32>(from, 4) + half;
        a0 = pair(a0, w, v, x, y, 0);
        a1 = pair(a1, w, v, x, y, 16);
        a2 = pair(a2, w, v, x, y, 32);
        a3 = pair(a3, w, v, x, y, 48);
        from += 8;
        by += 8;
      }
      v128.store(into + half, gate(a0, v128.load(unit + half)));
      v128.store(into + half, gate(a1, v128.load(unit + half, 16)), 16);
      v128.store(into + half, gate(a2, v128.load(unit + half, 32)), 32);
      v128.store(into + half, gate(a3, v128.load(unit + half, 48)), 48);
    }
    first = last;
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
    biasSlopes(layer, plan.gradients);
    if (layer.packed) slopesDense(layer, plan.gradients);
    else weightSlopes(layer, plan.gradients, plan.wide != 0, plan.products);
    let products = layer.weightCount;
    if (layer.hiddenSources > 0) {
      if (layer.packed) hiddenDense(layer);
      else if (plan.wide) hiddenWide(layer);
      else hiddenNarrow(layer);
      products += load<u32>(<usize>layer.columnStart + (<usize>layer.hiddenSources << 2));
    }
    plan.operations += <f64>products * 32.0;
    address -= offsetof<LayerPlan>();
  }
}
