import { LayerPlan, Plan, bytesOfLayerPlan } from "./schema.generated";

/*
 * The panels hold scale · input, so the gradient of a weight w from its input is Σ delta · scale · input over the rows,
 * and the gradient of the scale, Σ delta · w · input over weights and rows, is the sum of gradient · w over the weights
 * of the input, divided by the scale: one product a weight and step, not one a weight and row.
 */

// So that it can be divided by; a float32 next to it shows no difference.
const least: f32 = 1e-12;

/** Gradients of the scales from those of the weights. */
export function scaleGradients(plan: Plan): void {
  const totals = <usize>plan.gradients + ((<usize>plan.biasEnd) << 2);
  const bytes = (<usize>plan.inputCount) << 2;
  let address = <usize>plan.layers;
  for (let index: u32 = 0; index < plan.layerCount; index++) {
    const layer = changetype<LayerPlan>(address);
    address += bytesOfLayerPlan;
    if (layer.scaleGradient == 0) continue;
    const value = <usize>plan.values + ((<usize>layer.first) << 2);
    const gradient = <usize>plan.gradients + ((<usize>layer.first) << 2);
    if (layer.rowBytes) fullRows(layer, value, gradient, totals, bytes);
    else scattered(layer, value, gradient);
  }
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(totals + at, f32x4.div(v128.load(totals + at), v128.load(<usize>plan.inputScale + at)));
  }
  // What the last vector of a row added beyond the last input.
  for (let at = bytes; (at & 15) != 0; at += 4) store<f32>(totals + at, 0);
}

function scattered(layer: LayerPlan, value: usize, gradient: usize): void {
  let total = <usize>layer.scaleGradient;
  const end = gradient + ((<usize>layer.weightCount) << 2);
  for (; gradient + 16 <= end; gradient += 16) {
    const share = f32x4.mul(v128.load(gradient), v128.load(value));
    add(<usize>load<u32>(total), f32x4.extract_lane(share, 0));
    add(<usize>load<u32>(total, 4), f32x4.extract_lane(share, 1));
    add(<usize>load<u32>(total, 8), f32x4.extract_lane(share, 2));
    add(<usize>load<u32>(total, 12), f32x4.extract_lane(share, 3));
    value += 16;
    total += 16;
  }
  for (; gradient < end; gradient += 4) {
    add(<usize>load<u32>(total), load<f32>(gradient) * load<f32>(value));
    value += 4;
    total += 4;
  }
}

// @ts-ignore: decorator
@inline
function add(to: usize, share: f32): void {
  store<f32>(to, load<f32>(to) + share);
}

/** Every row ends with a weight of each live input. */
function fullRows(layer: LayerPlan, value: usize, gradient: usize, totals: usize, bytes: usize): void {
  const hidden = <usize>layer.rowBytes - bytes;
  for (let row: u32 = 0; row < layer.outputs; row++) {
    value += hidden;
    gradient += hidden;
    for (let at: usize = 0; at < bytes; at += 16) {
      const share = f32x4.mul(v128.load(gradient + at), v128.load(value + at));
      v128.store(totals + at, f32x4.add(v128.load(totals + at), share));
    }
    value += bytes;
    gradient += bytes;
  }
}

/** The scales as panels use them. */
export function useScales(plan: Plan): void {
  const scales = <usize>plan.values + ((<usize>plan.biasEnd) << 2);
  const bytes = (<usize>plan.inputCount) << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    const scale = v128.load(scales + at);
    const size = f32x4.pmax(f32x4.abs(scale), f32x4.splat(least));
    const sign = v128.and(scale, i32x4.splat(0x80000000));
    v128.store(<usize>plan.inputScale + at, v128.or(size, sign));
  }
}
