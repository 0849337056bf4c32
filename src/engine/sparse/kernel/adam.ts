import { pack, packHidden } from "./dense";
import { LayerPlan, Plan } from "./plan";

// Moments below this are 0: no denormal number slows the step, and beside epsilon they are nothing.
const tiny: f32 = 1e-30;

/** Adam on parameters [from, to), `to` rounded up to 4: padding holds zeros and stays 0. */
function move(plan: Plan, from: u32, to: u32, rate: f64, decay: f64, beta1: f64, beta2: f64): void {
  const keep = f32x4.splat(<f32>(1 - rate * decay));
  const share1 = f32x4.splat(<f32>(1 - beta1));
  const share2 = f32x4.splat(<f32>(1 - beta2));
  const pace = f32x4.splat(<f32>(rate / (1 - plan.beta1Power)));
  const unbias = f32x4.splat(<f32>(1 / (1 - plan.beta2Power)));
  const epsilon = f32x4.splat(1e-8);
  const floor = f32x4.splat(tiny);
  // Addresses in locals: the compiler must take it that a store changed the plan.
  const values = <usize>plan.values;
  const means = <usize>plan.means;
  const squares = <usize>plan.squares;
  const gradients = <usize>plan.gradients;
  const end = ((<usize>to + 3) & ~3) << 2;
  for (let at = (<usize>from) << 2; at < end; at += 16) {
    const slope = v128.load(gradients + at);
    let mean = v128.load(means + at);
    let square = v128.load(squares + at);
    mean = f32x4.add(mean, f32x4.mul(share1, f32x4.sub(slope, mean)));
    square = f32x4.add(square, f32x4.mul(share2, f32x4.sub(f32x4.mul(slope, slope), square)));
    mean = v128.andnot(mean, f32x4.lt(f32x4.abs(mean), floor));
    square = v128.andnot(square, f32x4.lt(square, floor));
    v128.store(means + at, mean);
    v128.store(squares + at, square);
    const height = f32x4.add(f32x4.sqrt(f32x4.mul(square, unbias)), epsilon);
    const change = f32x4.div(f32x4.mul(pace, mean), height);
    v128.store(values + at, f32x4.sub(f32x4.mul(v128.load(values + at), keep), change));
  }
}

/** One step over all parameters; slopes are of effective weights when it begins. */
export function adam(plan: Plan, rate: f64, decay: f64, scaleRate: f64, beta1: f64, beta2: f64): void {
  plan.beta1Power *= beta1;
  plan.beta2Power *= beta2;
  throughScales(plan);
  move(plan, 0, plan.weightEnd, rate, decay, beta1, beta2);
  move(plan, plan.weightEnd, plan.biasEnd, rate, 0, beta1, beta2);
  if (scaleRate > 0) move(plan, plan.biasEnd, plan.scaleEnd, rate * scaleRate, 0, beta1, beta2);
  applyScales(plan);
}

/**
 * The panels saw weight × scale read raw inputs. So dL/dweight = slope · scale, and dL/dscale sums weight · slope:
 * the scale learns at the cost of one product a weight, not one a weight and row.
 */
function throughScales(plan: Plan): void {
  const toValue = <usize>plan.values;
  const toGradient = <usize>plan.gradients;
  const fromValue = toGradient - toValue;
  let address = <usize>plan.layers;
  for (let index: u32 = 0; index < plan.layerCount; index++) {
    const layer = changetype<LayerPlan>(address);
    address += offsetof<LayerPlan>();
    if (layer.scale == 0) continue;
    let scale = <usize>layer.scale;
    let value = toValue + ((<usize>layer.first) << 2);
    let gradient = toGradient + ((<usize>layer.first) << 2);
    const end = gradient + ((<usize>layer.weightCount) << 2);
    while (gradient < end) {
      const factor = <usize>load<u32>(scale);
      const slope = load<f32>(gradient);
      const total = factor + fromValue;
      store<f32>(total, load<f32>(total) + slope * load<f32>(value));
      store<f32>(gradient, slope * load<f32>(factor));
      scale += 4;
      value += 4;
      gradient += 4;
    }
  }
}

/** Effective weights anew from weights and scales, and packed ones from those. */
export function applyScales(plan: Plan): void {
  let address = <usize>plan.layers;
  for (let index: u32 = 0; index < plan.layerCount; index++) {
    const layer = changetype<LayerPlan>(address);
    address += offsetof<LayerPlan>();
    if (layer.scale) {
      let weight = <usize>plan.values + ((<usize>layer.first) << 2);
      let effective = <usize>layer.effective;
      const end = effective + ((<usize>layer.weightCount) << 2);
      for (let scale = <usize>layer.scale; effective < end; scale += 4) {
        store<f32>(effective, load<f32>(weight) * load<f32>(<usize>load<u32>(scale)));
        weight += 4;
        effective += 4;
      }
    }
    if (layer.packed) {
      pack(layer);
      packHidden(layer);
    }
  }
}
