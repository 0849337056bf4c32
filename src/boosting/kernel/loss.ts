// Losses and their derivatives, f64.

import { LossPlan } from "./schema.generated";

const leastHessian: f64 = 1e-16;

/** Probabilities of all rows: the logistic function of one score, or the softmax of several. */
export function probabilities(plan: LossPlan): void {
  const all = <usize>plan.all;
  const count = <usize>plan.scoreCount;
  if (count == 1) {
    for (let row: usize = 0; row < all; row++) {
      store<f64>(plan.chances + (row << 3), 1 / (1 + Math.exp(-load<f64>(plan.scores + (row << 3)))));
    }
    return;
  }
  const step = all << 3;
  for (let row: usize = 0; row < all; row++) {
    const from = plan.scores + (row << 3);
    const to = plan.chances + (row << 3);
    let top = load<f64>(from);
    for (let c: usize = 1; c < count; c++) top = Math.max(top, load<f64>(from + c * step));
    let sum: f64 = 0;
    for (let c: usize = 0; c < count; c++) {
      const share = Math.exp(load<f64>(from + c * step) - top);
      store<f64>(to + c * step, share);
      sum += share;
    }
    for (let c: usize = 0; c < count; c++) store<f64>(to + c * step, load<f64>(to + c * step) / sum);
  }
}

/**
 * Derivatives of the log-loss of `count` rows in one of their scores; `factor` scales hessians. Sums up both, gradients
 * by magnitude.
 */
export function classGradients(plan: LossPlan, rows: usize, count: usize, score: usize, factor: f64): void {
  const chances = plan.chances + ((score * plan.all) << 3);
  const mark = plan.scoreCount == 1 ? 1 : <f64>score;
  let gradients: f64 = 0;
  let hessians: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const row = load<u32>(rows + (i << 2));
    const weight = weightOf(plan, row);
    const chance = load<f64>(chances + (row << 3));
    const gradient = weight * (chance - (load<f64>(plan.targets + (row << 3)) == mark ? 1 : 0));
    const hessian = weight * Math.max(factor * chance * (1 - chance), leastHessian);
    storePair(plan.derivatives, i, gradient, hessian);
    gradients += Math.abs(gradient);
    hessians += hessian;
  }
  storePair(plan.sums, 0, gradients, hessians);
}

/** The same of half the squared error. */
export function numberGradients(plan: LossPlan, rows: usize, count: usize): void {
  let gradients: f64 = 0;
  let hessians: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const row = load<u32>(rows + (i << 2));
    const weight = weightOf(plan, row);
    const gradient = weight * (load<f64>(plan.scores + (row << 3)) - load<f64>(plan.targets + (row << 3)));
    storePair(plan.derivatives, i, gradient, weight);
    gradients += Math.abs(gradient);
    hessians += weight;
  }
  storePair(plan.sums, 0, gradients, hessians);
}

/** Makes whole numbers of `count` derivatives, hessians at least 1, and packs them into `pairs`; sums up both. */
export function quantise(plan: LossPlan, count: usize, gradientScale: f64, hessianScale: f64, pairs: usize): void {
  let sum: i64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const at = plan.derivatives + (i << 4);
    const gradient = <i64>nearest(load<f64>(at) * gradientScale);
    const hessian = <i64>Math.max(1, nearest(load<f64>(at, 8) * hessianScale));
    const pair = (gradient << 32) + hessian;
    store<i64>(pairs + (i << 3), pair);
    sum += pair;
  }
  storePair(plan.sums, 0, <f64>(sum >> 32), <f64>(sum & 0xffffffff));
}

/** Σ of the weighted log-losses of `count` rows, a probability below 1e-15 counting as that. */
export function classLoss(plan: LossPlan, rows: usize, count: usize): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const row = load<u32>(rows + (i << 2));
    const target = load<f64>(plan.targets + (row << 3));
    const score = plan.scoreCount == 1 ? 0 : <u32>target;
    let chance = load<f64>(plan.chances + ((score * plan.all + row) << 3));
    if (plan.scoreCount == 1 && target == 0) chance = 1 - chance;
    sum -= weightOf(plan, row) * Math.log(Math.max(chance, 1e-15));
  }
  return sum;
}

/** Σ of the weighted squared errors of `count` rows. */
export function numberLoss(plan: LossPlan, rows: usize, count: usize): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < count; i++) {
    const row = load<u32>(rows + (i << 2));
    const error = load<f64>(plan.scores + (row << 3)) - load<f64>(plan.targets + (row << 3));
    sum += weightOf(plan, row) * error * error;
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function weightOf(plan: LossPlan, row: u32): f64 {
  return plan.weights == 0 ? 1 : load<f64>(plan.weights + (row << 3));
}

// @ts-ignore: decorator
@inline
function storePair(at: usize, index: usize, first: f64, second: f64): void {
  store<f64>(at + (index << 4), first);
  store<f64>(at + (index << 4), second, 8);
}
