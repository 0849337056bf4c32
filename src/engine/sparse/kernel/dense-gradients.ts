import { blockSlots } from "./dense";
import { LayerPlan } from "./schema.generated";
import { sumOfLanes, sumsOfLanes } from "./vector";

/** Adds a panel's share to the gradients of a full layer's biases and weights, a block of sources at a time. */
export function gradientsDense(layer: LayerPlan, gradients: usize): void {
  biasGradients(layer, gradients);
  const sources = <i32>layer.sources;
  for (let source = 0; source < sources; source += blockSlots) {
    gradientsOfBlock(layer, gradients, source, min(source + blockSlots, sources));
  }
}

/** Two units by four sources at a time. */
function gradientsOfBlock(layer: LayerPlan, gradients: usize, first: i32, stop: i32): void {
  const outputs = <i32>layer.outputs;
  const rowBytes = <usize>layer.rowBytes;
  let delta = <usize>layer.deltas;
  let row = gradients + ((<usize>layer.first + <usize>first) << 2);
  for (let unit = 0; unit < outputs; unit += 2) {
    const isPair = unit + 1 < outputs;
    // The last unit of an odd number stands in for its missing partner.
    const partner: usize = isPair ? 128 : 0;
    let slot = <usize>layer.sourceSlots + ((<usize>first) << 7);
    let gradient = row;
    for (let source = first; source < stop; source += 4) {
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      let x = slot;
      let d = delta;
      const end = x + 128;
      while (x < end) {
        const p = v128.load(d);
        const q = v128.load(d + partner);
        const x0 = v128.load(x);
        a0 = f32x4.add(a0, f32x4.mul(p, x0));
        b0 = f32x4.add(b0, f32x4.mul(q, x0));
        const x1 = v128.load(x, 128);
        a1 = f32x4.add(a1, f32x4.mul(p, x1));
        b1 = f32x4.add(b1, f32x4.mul(q, x1));
        const x2 = v128.load(x, 256);
        a2 = f32x4.add(a2, f32x4.mul(p, x2));
        b2 = f32x4.add(b2, f32x4.mul(q, x2));
        const x3 = v128.load(x, 384);
        a3 = f32x4.add(a3, f32x4.mul(p, x3));
        b3 = f32x4.add(b3, f32x4.mul(q, x3));
        x += 16;
        d += 16;
      }
      addLanes(gradient, sumsOfLanes(a0, a1, a2, a3), stop - source);
      if (isPair) addLanes(gradient + rowBytes, sumsOfLanes(b0, b1, b2, b3), stop - source);
      gradient += 16;
      slot += 512;
    }
    row += rowBytes << 1;
    delta += 256;
  }
}

/** Adds the first `count` lanes, at most 4. */
function addLanes(to: usize, lanes: v128, count: i32): void {
  const sum = f32x4.add(v128.load(to), lanes);
  if (count > 3) {
    v128.store(to, sum);
    return;
  }
  store<f32>(to, f32x4.extract_lane(sum, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(sum, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(sum, 2), 8);
}

/** Adds a panel's share to the gradients of a layer's biases. */
export function biasGradients(layer: LayerPlan, gradients: usize): void {
  let bias = gradients + ((<usize>layer.firstBias) << 2);
  let delta = <usize>layer.deltas;
  const end = delta + ((<usize>layer.outputs) << 7);
  while (delta < end) {
    const ab = f32x4.add(
      f32x4.add(v128.load(delta), v128.load(delta, 16)),
      f32x4.add(v128.load(delta, 32), v128.load(delta, 48)),
    );
    const cd = f32x4.add(
      f32x4.add(v128.load(delta, 64), v128.load(delta, 80)),
      f32x4.add(v128.load(delta, 96), v128.load(delta, 112)),
    );
    store<f32>(bias, load<f32>(bias) + sumOfLanes(f32x4.add(ab, cd)));
    delta += 128;
    bias += 4;
  }
}
