// Histograms of the gradients by code. A pair is one whole number of 64 bits: the gradient times 2³², plus the
// hessian. The sum of all hessians stays below 2³² and that of all gradients within ±2³¹ (see ../scales.ts), so one
// addition adds both, no sum overflows, and all sums are exact in whatever order rows come.

import { bytesOfLookedColumn, LookedColumn, RowsPlan, SplitPlan } from "./schema.generated";

/** Sums the pairs of positions [from, to) by their codes in each column of the plan, into `out` of `bytes` bytes. */
export function fillHistogram(plan: SplitPlan, rows: RowsPlan, from: usize, to: usize, out: usize, bytes: usize): void {
  memory.fill(out, 0, bytes);
  let at = plan.columns;
  const end = at + plan.count * bytesOfLookedColumn;
  // Four columns at a time: rows and pairs are read once for them, and no addition waits for the one before it.
  for (; at + 4 * bytesOfLookedColumn <= end; at += 4 * bytesOfLookedColumn) {
    fillFour(column(at, 0), column(at, 1), column(at, 2), column(at, 3), rows.rows, rows.pairs, from, to, out);
  }
  for (; at < end; at += bytesOfLookedColumn) fillOne(column(at, 0), rows.rows, rows.pairs, from, to, out);
}

// @ts-ignore: decorator
@inline
function column(at: usize, index: usize): LookedColumn {
  return changetype<LookedColumn>(at + index * bytesOfLookedColumn);
}

function fillFour(
  first: LookedColumn,
  second: LookedColumn,
  third: LookedColumn,
  fourth: LookedColumn,
  rows: usize,
  pairs: usize,
  from: usize,
  to: usize,
  out: usize,
): void {
  const a = <usize>first.codes;
  const b = <usize>second.codes;
  const c = <usize>third.codes;
  const d = <usize>fourth.codes;
  const toA = out + first.part;
  const toB = out + second.part;
  const toC = out + third.part;
  const toD = out + fourth.part;
  for (let i = from; i < to; i++) {
    const row = <usize>load<u32>(rows + (i << 2));
    const pair = load<u64>(pairs + (i << 3));
    add(toA, load<u8>(a + row), pair);
    add(toB, load<u8>(b + row), pair);
    add(toC, load<u8>(c + row), pair);
    add(toD, load<u8>(d + row), pair);
  }
}

function fillOne(looked: LookedColumn, rows: usize, pairs: usize, from: usize, to: usize, out: usize): void {
  const codes = <usize>looked.codes;
  const part = out + looked.part;
  for (let i = from; i < to; i++) {
    add(part, load<u8>(codes + load<u32>(rows + (i << 2))), load<u64>(pairs + (i << 3)));
  }
}

// @ts-ignore: decorator
@inline
function add(part: usize, code: u8, pair: u64): void {
  const bin = part + (<usize>code << 3);
  store<u64>(bin, load<u64>(bin) + pair);
}

/**
 * Takes the histogram of a child from that of its node, which becomes the other child's. `bytes` is a multiple of 16.
 */
export function subtractHistogram(node: usize, child: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(node + at, i64x2.sub(v128.load(node + at), v128.load(child + at)));
  }
}
