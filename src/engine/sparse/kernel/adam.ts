import { pack, packHidden } from "./pack";
import { countersOf } from "./plan";
import { LayerPlan, Plan, bytesOfLayerPlan } from "./schema.generated";
import { scaleGradients, useScales } from "./scale";
import { tabulate } from "./structure";
import { weightGradients } from "./structure-gradients";

// Moments below this are 0: no denormal number slows the step, and beside epsilon they are nothing.
const tiny: f32 = 1e-30;

const factors = memory.data(28, 16);

/** Adam on parameters [from, to), `to` rounded up to 4: padding holds zeros and stays 0. */
function move(plan: Plan, from: u32, to: u32, rate: f64, decay: f64, beta1: f64, beta2: f64): void {
  // Through memory: V8 before 13 recomputes what it knows to be pure in every iteration, divisions included.
  store<f32>(factors, <f32>(1 - rate * decay));
  store<f32>(factors, <f32>(1 - beta1), 4);
  store<f32>(factors, <f32>(1 - beta2), 8);
  store<f32>(factors, <f32>(rate / (1 - countersOf(plan).beta1Power)), 12);
  store<f32>(factors, <f32>(1 / (1 - countersOf(plan).beta2Power)), 16);
  store<f32>(factors, 1e-8, 20);
  store<f32>(factors, tiny, 24);
  const keep = v128.load32_splat(factors);
  const share1 = v128.load32_splat(factors, 4);
  const share2 = v128.load32_splat(factors, 8);
  const pace = v128.load32_splat(factors, 12);
  const unbias = v128.load32_splat(factors, 16);
  const epsilon = v128.load32_splat(factors, 20);
  const floor = v128.load32_splat(factors, 24);
  // Addresses in locals: the compiler must assume that a store changed the plan.
  const values = <usize>plan.values;
  const means = <usize>plan.means;
  const squares = <usize>plan.squares;
  const gradients = <usize>plan.gradients;
  const end = ((<usize>to + 3) & ~3) << 2;
  for (let at = (<usize>from) << 2; at < end; at += 16) {
    const gradient = v128.load(gradients + at);
    let mean = v128.load(means + at);
    let square = v128.load(squares + at);
    mean = f32x4.add(mean, f32x4.mul(share1, f32x4.sub(gradient, mean)));
    square = f32x4.add(square, f32x4.mul(share2, f32x4.sub(f32x4.mul(gradient, gradient), square)));
    mean = v128.andnot(mean, f32x4.lt(f32x4.abs(mean), floor));
    square = v128.andnot(square, f32x4.lt(square, floor));
    v128.store(means + at, mean);
    v128.store(squares + at, square);
    const height = f32x4.add(f32x4.sqrt(f32x4.mul(square, unbias)), epsilon);
    const change = f32x4.div(f32x4.mul(pace, mean), height);
    v128.store(values + at, f32x4.sub(f32x4.mul(v128.load(values + at), keep), change));
  }
}

/** One step over all parameters. */
export function adam(plan: Plan, rate: f64, decay: f64, scaleRate: f64, beta1: f64, beta2: f64): void {
  countersOf(plan).beta1Power *= beta1;
  countersOf(plan).beta2Power *= beta2;
  if (plan.structure) weightGradients(plan);
  if (scaleRate > 0) scaleGradients(plan);
  move(plan, 0, plan.weightEnd, rate, decay, beta1, beta2);
  move(plan, plan.weightEnd, plan.biasEnd, rate, 0, beta1, beta2);
  if (scaleRate > 0) move(plan, plan.biasEnd, plan.scaleEnd, rate * scaleRate, 0, beta1, beta2);
  derive(plan);
}

/** All that is kept of weights and scales a second time, in the order in which some kernel reads it. */
export function derive(plan: Plan): void {
  useScales(plan);
  let address = <usize>plan.layers;
  for (let index: u32 = 0; index < plan.layerCount; index++) {
    const layer = changetype<LayerPlan>(address);
    address += bytesOfLayerPlan;
    if (layer.packed) {
      const weights = <usize>plan.values + ((<usize>layer.first) << 2);
      pack(layer, weights);
      packHidden(layer, weights);
    } else if (layer.hiddenSources) {
      copyColumns(layer);
    }
  }
  if (plan.structure) tabulate(plan);
}

/** The weights of hidden units by the unit that they read. */
function copyColumns(layer: LayerPlan): void {
  let place = <usize>layer.columnPlace;
  let into = <usize>layer.columnWeight;
  const end = into + ((<usize>layer.columnCount) << 2);
  for (; into + 16 <= end; into += 16) {
    store<f32>(into, load<f32>(<usize>load<u32>(place)));
    store<f32>(into, load<f32>(<usize>load<u32>(place, 4)), 4);
    store<f32>(into, load<f32>(<usize>load<u32>(place, 8)), 8);
    store<f32>(into, load<f32>(<usize>load<u32>(place, 12)), 12);
    place += 16;
  }
  for (; into < end; into += 4) {
    store<f32>(into, load<f32>(<usize>load<u32>(place)));
    place += 4;
  }
}
