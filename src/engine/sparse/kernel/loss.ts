import { exponential } from "./exponential";
import { LayerPlan, Plan } from "./plan";

/** Slopes of the outputs of a panel into their delta slots; returns the weighted loss of its first `count` rows, summed. */
export function lossPanel(plan: Plan, output: LayerPlan, rowWeight: usize, count: i32): f64 {
  if (plan.loss == 0) return squared(plan, output, rowWeight, count);
  if (plan.loss == 1) return logistic(plan, output, rowWeight, count);
  return softmax(plan, output, rowWeight, count);
}

function squared(plan: Plan, output: LayerPlan, rowWeight: usize, count: i32): f64 {
  const slots = <usize>output.slots;
  const deltas = <usize>output.deltas;
  let sum: f64 = 0;
  for (let column = 0; column < 32; column++) {
    const at = <usize>column << 2;
    const deviation = load<f32>(slots + at) - load<f32>(<usize>plan.panelTarget + at);
    store<f32>(deltas + at, deviation * load<f32>(<usize>plan.panelWeight + at));
    if (column < count) sum += <f64>deviation * <f64>deviation * <f64>load<f32>(rowWeight + at);
  }
  return sum;
}

function logistic(plan: Plan, output: LayerPlan, rowWeight: usize, count: i32): f64 {
  const slots = <usize>output.slots;
  const deltas = <usize>output.deltas;
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < 128; at += 16) {
    const logit = v128.load(slots + at);
    const small = exponential(f32x4.neg(f32x4.abs(logit)));
    const top = v128.bitselect(one, small, f32x4.ge(logit, f32x4.splat(0)));
    const probability = f32x4.div(top, f32x4.add(one, small));
    const slope = f32x4.sub(probability, v128.load(<usize>plan.panelTarget + at));
    v128.store(deltas + at, f32x4.mul(slope, v128.load(<usize>plan.panelWeight + at)));
  }
  let sum: f64 = 0;
  for (let column = 0; column < count; column++) {
    const at = <usize>column << 2;
    const logit = <f64>load<f32>(slots + at);
    const target = <f64>load<f32>(<usize>plan.panelTarget + at);
    const small = NativeMath.exp(-Math.abs(logit));
    const loss = Math.max(0, logit) - logit * target + NativeMath.log(1 + small);
    sum += loss * <f64>load<f32>(rowWeight + at);
  }
  return sum;
}

function softmax(plan: Plan, output: LayerPlan, rowWeight: usize, count: i32): f64 {
  const slots = <usize>output.slots;
  const deltas = <usize>output.deltas;
  const bytes = <usize>output.outputs << 7;
  let loss: f64 = 0;
  for (let at: usize = 0; at < 128; at += 16) {
    let top = v128.load(slots + at);
    for (let slot: usize = 128; slot < bytes; slot += 128) {
      top = f32x4.max(top, v128.load(slots + slot + at));
    }
    let sum = f32x4.splat(0);
    for (let slot: usize = 0; slot < bytes; slot += 128) {
      const share = exponential(f32x4.sub(v128.load(slots + slot + at), top));
      v128.store(deltas + slot + at, share);
      sum = f32x4.add(sum, share);
    }
    const target = i32x4.trunc_sat_f32x4_s(v128.load(<usize>plan.panelTarget + at));
    const weight = v128.load(<usize>plan.panelWeight + at);
    const factor = f32x4.div(weight, sum);
    let chosen = f32x4.splat(0);
    let unit = 0;
    for (let slot: usize = 0; slot < bytes; slot += 128) {
      const isTarget = i32x4.eq(target, i32x4.splat(unit));
      const slope = f32x4.mul(v128.load(deltas + slot + at), factor);
      v128.store(deltas + slot + at, f32x4.sub(slope, v128.and(weight, isTarget)));
      chosen = v128.or(chosen, v128.and(v128.load(slots + slot + at), isTarget));
      unit++;
    }
    const height = f32x4.sub(top, chosen);
    const column = <i32>(at >> 2);
    if (column < count) loss += rowLoss(f32x4.extract_lane(sum, 0), f32x4.extract_lane(height, 0), rowWeight + at);
    if (column + 1 < count) loss += rowLoss(f32x4.extract_lane(sum, 1), f32x4.extract_lane(height, 1), rowWeight + at + 4);
    if (column + 2 < count) loss += rowLoss(f32x4.extract_lane(sum, 2), f32x4.extract_lane(height, 2), rowWeight + at + 8);
    if (column + 3 < count) loss += rowLoss(f32x4.extract_lane(sum, 3), f32x4.extract_lane(height, 3), rowWeight + at + 12);
  }
  return loss;
}

// @ts-ignore: decorator
@inline
function rowLoss(sum: f32, height: f32, rowWeight: usize): f64 {
  return (NativeMath.log(<f64>sum) + <f64>height) * <f64>load<f32>(rowWeight);
}
