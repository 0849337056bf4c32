import { hiddenDense, slopesDense } from "./dense";
import { LayerPlan, Plan } from "./plan";
import { sumRows } from "./rows";
import { sumOfLanes, sumsOfLanes } from "./vector";

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

/**
 * Adds a panel's share to the slopes of a layer's biases and weights. The sums of a row wait in memory, to be added across lanes four
 * at a time; at the end of a row the last such group adds 0 to what comes after it.
 */
function slopesSparse(layer: LayerPlan, gradients: usize, products: usize): void {
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
    row += 4;
    const stop = start + (<usize>load<u32>(row) << 2);
    let into = products;
    for (let last = source + (stop - gradient); source < last; source += 4) {
      v128.store(into, product(<usize>load<u32>(source), d0, d1, d2, d3, d4, d5, d6, d7));
      into += 16;
    }
    v128.store(into, f32x4.splat(0));
    v128.store(into, f32x4.splat(0), 16);
    v128.store(into, f32x4.splat(0), 32);
    let sums = products;
    for (; gradient < stop; gradient += 16) {
      const lanes = sumsOfLanes(v128.load(sums), v128.load(sums, 16), v128.load(sums, 32), v128.load(sums, 48));
      v128.store(gradient, f32x4.add(v128.load(gradient), lanes));
      sums += 64;
    }
    const ab = f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3));
    const cd = f32x4.add(f32x4.add(d4, d5), f32x4.add(d6, d7));
    store<f32>(bias, load<f32>(bias) + sumOfLanes(f32x4.add(ab, cd)));
    bias += 4;
    gradient = stop;
    delta += 128;
  }
}

/** All layers, last to first, for the panel whose output slopes are in place. */
export function backwardPanel(plan: Plan): void {
  let address = <usize>plan.layers + <usize>(plan.layerCount - 1) * offsetof<LayerPlan>();
  while (address >= <usize>plan.layers) {
    const layer = changetype<LayerPlan>(address);
    if (layer.packed) slopesDense(layer, plan.gradients);
    else slopesSparse(layer, plan.gradients, plan.products);
    let products = layer.weightCount;
    if (layer.hiddenSources > 0) {
      if (layer.packed) hiddenDense(layer);
      else hiddenSparse(layer);
      products += load<u32>(<usize>layer.columnStart + (<usize>layer.hiddenSources << 2));
    }
    plan.operations += <f64>products * 32.0;
    address -= offsetof<LayerPlan>();
  }
}

/** Slopes of the hidden units that a layer reads, 0 where the unit is off: its columns of weights are the rows of this sum. */
function hiddenSparse(layer: LayerPlan): void {
  sumRows(
    layer.hiddenSources,
    layer.columnStart,
    layer.columnDelta,
    layer.columnWeight,
    0,
    layer.hiddenSlots,
    false,
    layer.hiddenDeltas,
  );
}
