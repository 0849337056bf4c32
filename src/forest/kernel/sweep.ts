// The borders between the buckets of a column, from the lowest code to the highest.

import {
  buckets,
  chain,
  classes,
  leftCounts,
  minLeafWeight,
  pairs,
  present,
  result,
  squares,
  sum,
  totals,
  weight,
} from "./node";
import { missing } from "./schema.generated";

/** Scores every border between codes in use; missing values, the last code, start on the left or stay on the right. */
export function sweepPairs(column: u32, count: usize, hasMissing: bool, missingLeft: bool): void {
  const whole = f64x2.replace_lane(f64x2.splat(weight), 1, sum);
  const last = count - 1;
  let left = f64x2.splat(0);
  let code = <usize>load<u32>(present);
  if (missingLeft) left = v128.load(buckets + (<usize>load<u32>(present + (last << 2)) << 4));
  const borders = missingLeft ? last - 1 : last;
  for (let k: usize = 0; k < borders; k++) {
    const next = <usize>load<u32>(present + ((k + 1) << 2));
    left = f64x2.add(left, v128.load(buckets + (code << 4)));
    const right = f64x2.sub(whole, left);
    const weights = v128.shuffle<f64>(left, right, 0, 2);
    const sums = v128.shuffle<f64>(left, right, 1, 3);
    const scores = f64x2.div(f64x2.mul(sums, sums), weights);
    const score = f64x2.extract_lane(scores, 0) + f64x2.extract_lane(scores, 1);
    if (score > result.score) {
      const fits =
        f64x2.extract_lane(weights, 0) >= minLeafWeight && f64x2.extract_lane(weights, 1) >= minLeafWeight;
      if (fits) keep(score, column, code, next, hasMissing && k + 1 == last, missingLeft);
    }
    code = next;
  }
}

export function sweepCounts(column: u32, count: usize, hasMissing: bool, missingLeft: bool): void {
  for (let c: usize = 0; c < classes; c++) store<u32>(leftCounts + (c << 2), 0);
  const last = count - 1;
  leftWeight = 0;
  leftSquares = 0;
  crossed = 0;
  let code = <usize>load<u32>(present);
  if (missingLeft) moveChain(<usize>load<u32>(present + (last << 2)));
  const borders = missingLeft ? last - 1 : last;
  for (let k: usize = 0; k < borders; k++) {
    const next = <usize>load<u32>(present + ((k + 1) << 2));
    moveChain(code);
    const left = <f64>leftWeight;
    const right = weight - left;
    // Σ (total − left)² = Σ total² − 2 Σ total · left + Σ left²
    const score = <f64>leftSquares / left + <f64>(squares - 2 * crossed + leftSquares) / right;
    if (score > result.score && left >= minLeafWeight && right >= minLeafWeight) {
      keep(score, column, code, next, hasMissing && k + 1 == last, missingLeft);
    }
    code = next;
  }
}

let leftWeight: i64 = 0;
let leftSquares: i64 = 0; // Σ over classes of left²
let crossed: i64 = 0; // Σ over classes of total · left

/** Moves the rows of one code to the left: (l + w)² = l² + w · (2l + w). */
function moveChain(code: usize): void {
  let position = load<u32>(buckets + (code << 2));
  let moved = leftWeight;
  let leftSum = leftSquares;
  let crossSum = crossed;
  while (position != 0) {
    const i = <usize>(position - 1);
    position = load<u32>(chain + (i << 2));
    const at = <usize>load<u32>(pairs + (i << 3)) << 2;
    const w = <i64>load<u32>(pairs + (i << 3), 4);
    const left = <i64>load<u32>(leftCounts + at);
    leftSum += w * (2 * left + w);
    crossSum += w * <i64>load<u32>(totals + at);
    store<u32>(leftCounts + at, <u32>(left + w));
    moved += w;
  }
  leftWeight = moved;
  leftSquares = leftSum;
  crossed = crossSum;
}

/**
 * Notes the best split so far; the threshold lies in the middle of the codes between, or above all when only missing
 * values stay.
 */
function keep(score: f64, column: u32, code: usize, next: usize, beforeMissing: bool, missingLeft: bool): void {
  const threshold = beforeMissing ? <u32>missing - 1 : <u32>((code + next - 1) >> 1);
  result.score = score;
  result.view = 2 * column + (missingLeft ? 1 : 0);
  result.threshold = missingLeft ? threshold + 1 : threshold;
}
