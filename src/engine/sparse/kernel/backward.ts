import { hiddenDense } from "./dense";
import { biasGradients, gradientsDense } from "./dense-gradients";
import { countersOf, isStructured } from "./plan";
import { LayerPlan, Plan, bytesOfLayerPlan, waitingSums } from "./schema.generated";
import { sumRows } from "./rows";
import { sumOfLanes, sumsOfLanes } from "./vector";

const waitingBytes: usize = waitingSums << 4;

/**
 * Adds a panel's share to the gradients of a layer's biases and weights, a block of sources at a time; with `hasGaps`
 * others may lie between two rows.
 */
function gradientsSparse(layer: LayerPlan, hasGaps: bool, gradients: usize, products: usize): void {
  let bounds = <usize>layer.rowBounds;
  let biases = gradients + (<usize>layer.firstBias << 2);
  const weights = gradients + (<usize>layer.first << 2);
  if (!hasGaps && layer.rowBlocks == 1) {
    gradientsOfBlock(false, layer, bounds, weights, biases, products);
    return;
  }
  for (let block: u32 = 0; block < layer.rowBlocks; block++) {
    gradientsOfBlock(true, layer, bounds, weights, biases, products);
    bounds += (<usize>layer.outputs) << 2;
    biases = 0;
  }
}

/**
 * Where weights of neighbouring rows are neighbours, the sums of some rows wait in memory at `products`, to be added
 * across lanes four at a time. No biases when 0. Inlined twice: parts of rows without gaps follow one another.
 */
// @ts-ignore: decorator
@inline
function gradientsOfBlock(
  gaps: bool,
  layer: LayerPlan,
  bounds: usize,
  gradients: usize,
  biases: usize,
  products: usize,
): void {
  const sources = <usize>layer.source;
  const rowBytes = (<usize>layer.outputs) << 2;
  let into = products;
  let gradient = gradients;
  let reached: usize = 0;
  let delta = <usize>layer.deltas;
  for (const end = delta + (<usize>layer.outputs << 7); delta < end; delta += 128) {
    const first = gaps ? <usize>load<u32>(bounds) : reached;
    if ((gaps && first != reached) || into - products >= waitingBytes) {
      addLanes(gradient, products, into);
      gradient = gradients + first;
      into = products;
    }
    reached = <usize>load<u32>(bounds + rowBytes);
    bounds += 4;
    const d0 = v128.load(delta);
    const d1 = v128.load(delta, 16);
    const d2 = v128.load(delta, 32);
    const d3 = v128.load(delta, 48);
    const d4 = v128.load(delta, 64);
    const d5 = v128.load(delta, 80);
    const d6 = v128.load(delta, 96);
    const d7 = v128.load(delta, 112);
    let source = sources + first;
    const last = sources + reached;
    // The next slot is loaded early. At the end of a row that load is wasted.
    let x = <usize>load<u32>(source);
    let half = f32x4.splat(0);
    for (; source < last; source += 4) {
      const next = <usize>load<u32>(source, 4);
      const a = f32x4.add(f32x4.mul(d0, v128.load(x)), f32x4.mul(d1, v128.load(x, 16)));
      const b = f32x4.add(f32x4.mul(d2, v128.load(x, 32)), f32x4.mul(d3, v128.load(x, 48)));
      half = f32x4.add(a, b);
      if (x == 0) break; // never; see rows.ts
      const c = f32x4.add(f32x4.mul(d4, v128.load(x, 64)), f32x4.mul(d5, v128.load(x, 80)));
      const d = f32x4.add(f32x4.mul(d6, v128.load(x, 96)), f32x4.mul(d7, v128.load(x, 112)));
      v128.store(into, f32x4.add(half, f32x4.add(c, d)));
      into += 16;
      x = next;
    }
    // Never read; but because an exit of the loop could read it, V8 computes it before that exit.
    v128.store(into, half);
    if (biases) {
      const ab = f32x4.add(f32x4.add(d0, d1), f32x4.add(d2, d3));
      const cd = f32x4.add(f32x4.add(d4, d5), f32x4.add(d6, d7));
      store<f32>(biases, load<f32>(biases) + sumOfLanes(f32x4.add(ab, cd)));
      biases += 4;
    }
  }
  addLanes(gradient, products, into);
}

/** Adds sums from `from` to `to`; the last four gradients get 0 where there is none. */
function addLanes(gradient: usize, from: usize, to: usize): void {
  v128.store(to, f32x4.splat(0));
  v128.store(to, f32x4.splat(0), 16);
  v128.store(to, f32x4.splat(0), 32);
  for (; from < to; from += 64) {
    const lanes = sumsOfLanes(v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48));
    v128.store(gradient, f32x4.add(v128.load(gradient), lanes));
    gradient += 16;
  }
}

/** All layers, last to first, for the panel whose output gradients are in place. */
export function backwardPanel(plan: Plan): void {
  let address = <usize>plan.layers + <usize>(plan.layerCount - 1) * bytesOfLayerPlan;
  while (address >= <usize>plan.layers) {
    const layer = changetype<LayerPlan>(address);
    const hasGaps = isStructured(plan, layer);
    if (hasGaps && layer.hiddenSources == 0) biasGradients(layer, plan.gradients);
    else if (layer.packed) gradientsDense(layer, plan.gradients);
    else gradientsSparse(layer, hasGaps, plan.gradients, plan.products);
    let products = layer.multiplyAdds;
    if (layer.hiddenSources > 0) {
      if (layer.packed) hiddenDense(layer);
      else hiddenSparse(layer);
      products += layer.columnCount;
    }
    countersOf(plan).operations += <f64>products * 32.0;
    address -= bytesOfLayerPlan;
  }
}

/**
 * Gradients of the hidden units that a layer reads, 0 where the unit is off: its columns of weights are the rows of
 * this sum.
 */
function hiddenSparse(layer: LayerPlan): void {
  sumRows(
    false,
    layer.columnBlocks,
    layer.hiddenSources,
    layer.columnBounds,
    layer.columnDelta,
    layer.columnWeight,
    0,
    layer.hiddenSlots,
    false,
    layer.hiddenDeltas,
  );
}
