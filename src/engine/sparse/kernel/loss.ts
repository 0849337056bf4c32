import { exponential, logarithm, logarithmOfOnePlus } from "./elementary";
import { LayerPlan, Plan, logisticLoss, squaredLoss } from "./schema.generated";

/**
 * Gradients of the outputs of a panel into their delta slots; returns the loss of its rows, summed with their weights,
 * times the share that `panelWeight` holds: columns beyond the batch weigh nothing.
 */
export function lossPanel(plan: Plan, output: LayerPlan): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0; at < 128; at += 16) {
    const target = v128.load(<usize>plan.panelTarget + at);
    const weight = v128.load(<usize>plan.panelWeight + at);
    let loss: v128;
    if (plan.loss == squaredLoss) loss = squared(output.slots + at, output.deltas + at, target, weight);
    else if (plan.loss == logisticLoss) loss = logistic(output.slots + at, output.deltas + at, target, weight);
    else loss = softmax(output.slots + at, output.deltas + at, <usize>output.outputs << 7, target, weight);
    loss = f32x4.mul(loss, weight);
    sum += <f64>f32x4.extract_lane(loss, 0) + <f64>f32x4.extract_lane(loss, 1);
    sum += <f64>f32x4.extract_lane(loss, 2) + <f64>f32x4.extract_lane(loss, 3);
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function squared(slots: usize, deltas: usize, target: v128, weight: v128): v128 {
  const deviation = f32x4.sub(v128.load(slots), target);
  v128.store(deltas, f32x4.mul(deviation, weight));
  return f32x4.mul(deviation, deviation);
}

// @ts-ignore: decorator
@inline
function logistic(slots: usize, deltas: usize, target: v128, weight: v128): v128 {
  const logit = v128.load(slots);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const small = exponential(f32x4.neg(f32x4.abs(logit)));
  const top = v128.bitselect(one, small, f32x4.ge(logit, zero));
  const probability = f32x4.div(top, f32x4.add(one, small));
  v128.store(deltas, f32x4.mul(f32x4.sub(probability, target), weight));
  // max(0, logit) − logit · target is 0 where the sign is right: the loss of a sure row keeps its digits.
  const wrong = f32x4.sub(f32x4.max(logit, zero), f32x4.mul(logit, target));
  return f32x4.add(wrong, logarithmOfOnePlus(small));
}

// @ts-ignore: decorator
@inline
function softmax(slots: usize, deltas: usize, bytes: usize, target: v128, weight: v128): v128 {
  let top = v128.load(slots);
  for (let slot: usize = 128; slot < bytes; slot += 128) top = f32x4.pmax(top, v128.load(slots + slot));
  let sum = f32x4.splat(0);
  for (let slot: usize = 0; slot < bytes; slot += 128) {
    const share = exponential(f32x4.sub(v128.load(slots + slot), top));
    v128.store(deltas + slot, share);
    sum = f32x4.add(sum, share);
  }
  const wanted = i32x4.trunc_sat_f32x4_s(target);
  const factor = f32x4.div(weight, sum);
  let chosen = f32x4.splat(0);
  let unit = 0;
  for (let slot: usize = 0; slot < bytes; slot += 128) {
    const isTarget = i32x4.eq(wanted, i32x4.splat(unit));
    const gradient = f32x4.mul(v128.load(deltas + slot), factor);
    v128.store(deltas + slot, f32x4.sub(gradient, v128.and(weight, isTarget)));
    chosen = v128.or(chosen, v128.and(v128.load(slots + slot), isTarget));
    unit++;
  }
  return f32x4.add(logarithm(sum), f32x4.sub(top, chosen));
}
