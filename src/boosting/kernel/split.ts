// The search for the best split of a node in its histogram: the same splits as ../plain-split.ts, bit for bit. Scores
// are fractions compared by cross-multiplication: no division for a border.

import { bytesOfLookedColumn, codeCount, LookedColumn, noColumn, SplitFound, SplitPlan } from "./schema.generated";

let wholeGradient: f64 = 0;
let wholeHessian: f64 = 0;
let fewest: f64 = 0; // hessian that each side must have
let bestOver: f64 = 0; // the best score is bestOver / bestUnder
let bestUnder: f64 = 1;
let bestLeft: i64 = 0; // pair of the left side
let bestColumn: u32 = noColumn;
let bestThreshold: u32 = 0;
let bestMissing: u32 = 0; // where missing values go, right or left, or 2: the node has none
let keptCount: u32 = 0; // levels in `kept`

const missingUnseen: u32 = 2;

/**
 * Finds the best split of a node with the given sums that leaves each side at least `least` of the hessian; writes
 * `found` and `sides` of the plan.
 */
export function findSplit(plan: SplitPlan, histogram: usize, gradient: f64, hessian: f64, least: f64): void {
  wholeGradient = gradient;
  wholeHessian = hessian;
  fewest = least;
  bestOver = gradient * gradient * 1.000000001; // what rounding makes of an equal score is no gain
  bestUnder = hessian + plan.l2;
  bestColumn = <u32>noColumn;
  for (let place: u32 = 0; place < plan.count; place++) {
    const column = changetype<LookedColumn>(plan.columns + place * bytesOfLookedColumn);
    const part = histogram + column.part;
    if (column.category) {
      sweepLevels(plan, place, part, column.known);
      continue;
    }
    const lost = load<i64>(part + (column.known << 3));
    sweepNumbers(place, part, column.known, plan.l2, lost, 0);
    if (lost != 0) sweepNumbers(place, part, column.known, plan.l2, lost, 1);
  }
  const found = changetype<SplitFound>(<usize>plan.found);
  found.over = bestOver;
  found.under = bestUnder;
  found.gradient = gradientOf(bestLeft);
  found.hessian = hessianOf(bestLeft);
  found.column = bestColumn;
  found.threshold = bestThreshold;
  if (bestColumn != noColumn) writeSides(plan);
}

/** Scores the border before each code in use; missing values stay on the right, or start on the left. */
function sweepNumbers(place: u32, part: usize, known: usize, l2: f64, lost: i64, lostLeft: u32): void {
  let left: i64 = lostLeft ? lost : 0;
  let last: i32 = -1; // code before the border
  const side = lost == 0 ? missingUnseen : lostLeft;
  for (let code: i32 = 0; code < <i32>known; code++) {
    const pair = load<i64>(part + (<usize>code << 3));
    if (pair == 0) continue;
    // In the middle of the codes between, which rows of other nodes may have.
    if (last >= 0 && improves(left, l2)) keep(place, (last + code - 1) >> 1, side, left);
    left += pair;
    last = code;
  }
  if (lost != 0 && !lostLeft && last >= 0 && improves(left, l2)) keep(place, <u32>known - 1, side, left);
}

/**
 * Levels, missing among them. Few: each against the rest. More: in the order of their gradients, with every border
 * (Fisher 1958).
 */
function sweepLevels(plan: SplitPlan, place: u32, part: usize, known: usize): void {
  const order = <usize>plan.order;
  let used: u32 = 0;
  for (let code: u32 = 0; code <= <u32>known; code++) {
    const pair = load<i64>(part + (code << 3));
    if (pair == 0) continue;
    insert(plan.keys, order, used, gradientOf(pair) / (hessianOf(pair) + plan.levelSmoothing), code);
    used++;
  }
  if (used < 2) return;
  const alone = used <= plan.fewLevels;
  const borders = alone ? used : used - 1;
  let left: i64 = 0;
  for (let i: u32 = 0; i < borders; i++) {
    const pair = load<i64>(part + (load<u32>(order + (i << 2)) << 3));
    left = alone ? pair : left + pair;
    if (!improves(left, alone ? plan.l2 : plan.levelL2)) continue;
    keep(place, alone ? 1 : i + 1, missingUnseen, left);
    keepLevels(plan.kept, order, used, alone ? i : 0);
  }
}

/** Notes the levels of the best split, the given one before the others. */
function keepLevels(kept: usize, order: usize, used: u32, first: u32): void {
  memory.copy(kept, order, used << 2);
  store<u32>(kept, load<u32>(order + (first << 2)));
  store<u32>(kept + (first << 2), load<u32>(order));
  keptCount = used;
}

/** Puts a level among `used` ascending ones, after those of the same key. */
// @ts-ignore: decorator
@inline
function insert(keys: usize, order: usize, used: u32, key: f64, code: u32): void {
  let at = <usize>used;
  for (; at > 0 && load<f64>(keys + ((at - 1) << 3)) > key; at--) {
    store<f64>(keys + (at << 3), load<f64>(keys + ((at - 1) << 3)));
    store<u32>(order + (at << 2), load<u32>(order + ((at - 1) << 2)));
  }
  store<f64>(keys + (at << 3), key);
  store<u32>(order + (at << 2), code);
}

/** Whether a left side with these sums is better than the best so far, whose score it then replaces. */
// @ts-ignore: decorator
@inline
function improves(left: i64, l2: f64): bool {
  const leftHessian = hessianOf(left);
  const rightHessian = wholeHessian - leftHessian;
  if (leftHessian < fewest || rightHessian < fewest) return false;
  const leftGradient = gradientOf(left);
  const rightGradient = wholeGradient - leftGradient;
  const leftUnder = leftHessian + l2;
  const rightUnder = rightHessian + l2;
  const over = leftGradient * leftGradient * rightUnder + rightGradient * rightGradient * leftUnder;
  const under = leftUnder * rightUnder;
  if (over * bestUnder <= bestOver * under) return false;
  bestOver = over;
  bestUnder = under;
  return true;
}

// @ts-ignore: decorator
@inline
function gradientOf(pair: i64): f64 {
  return <f64>(pair >> 32);
}

// @ts-ignore: decorator
@inline
function hessianOf(pair: i64): f64 {
  return <f64>(pair & 0xffffffff);
}

function keep(place: u32, threshold: u32, side: u32, left: i64): void {
  bestColumn = place;
  bestThreshold = threshold;
  bestMissing = side;
  bestLeft = left;
}

/** Marks the codes that go right. Codes that no row of the node has go to the side with the greater hessian. */
function writeSides(plan: SplitPlan): void {
  const column = changetype<LookedColumn>(plan.columns + bestColumn * bytesOfLookedColumn);
  const heavier: u8 = hessianOf(bestLeft) * 2 < wholeHessian ? 1 : 0;
  const sides = <usize>plan.sides;
  if (column.category) {
    memory.fill(sides, heavier, codeCount);
    for (let i: u32 = 0; i < keptCount; i++) {
      store<u8>(sides + load<u32>(plan.kept + (i << 2)), i < bestThreshold ? 0 : 1);
    }
    return;
  }
  const threshold = <usize>bestThreshold + 1;
  memory.fill(sides, 0, threshold);
  memory.fill(sides + threshold, 1, codeCount - threshold);
  store<u8>(sides + column.known, bestMissing == missingUnseen ? heavier : <u8>(1 - bestMissing));
}
