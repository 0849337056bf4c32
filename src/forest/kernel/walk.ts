// The walk of rows through one tree, compiled: eight rows at a time, so that the wait for one row's node is filled with
// the others' work. A leaf leads to itself.
//
// A packed node is one word: from the lowest bit on k, the child's number, the view. k is the largest code less the
// threshold, so that adding the row's code carries into the child exactly when code > threshold: the sum holds the
// number of the next node. Narrow: u32 of 8, 16 and 8 bits over one-byte codes. Wide: u64 of 16, 32 and 16 bits over
// two-byte codes. A leaf's view is 0 in every row and k is no larger than the largest code: it never carries.

import { firstPlace } from "./schema.generated";

/**
 * Where the nodes of the tree at hand lie, first of all that ../fast-walk.ts places: a constant saves an addition a
 * step.
 */
const nodes: usize = firstPlace;

/**
 * Packs `count` nodes, a multiple of 4. `pairs` is 1 where records hold both views of a column. It is 0 where no value
 * is missing and records hold the even views only: code + 1 ≤ threshold is code ≤ threshold − 1. Only 65,534, above all
 * known codes, is above 254.
 */
export function packNarrow(view: usize, threshold: usize, child: usize, count: usize, pairs: i32): void {
  const odd = i16x8.splat(<i16>(1 - pairs));
  for (let node: usize = 0; node < count; node += 4) {
    const views = v128.load64_zero(view + (node << 1));
    const thresholds = i16x8.min_u(v128.load64_zero(threshold + (node << 1)), i16x8.splat(254));
    const k = i16x8.add(i16x8.sub(i16x8.splat(255), thresholds), v128.and(views, odd));
    const at = i32x4.shl(i32x4.extend_low_i16x8_u(i16x8.shr_u(views, 1 - pairs)), 24);
    const children = i32x4.shl(v128.load(child + (node << 2)), 8);
    v128.store(node << 2, v128.or(v128.or(i32x4.extend_low_i16x8_u(k), at), children), nodes);
  }
}

export function packWide(view: usize, threshold: usize, child: usize, count: usize, pairs: i32): void {
  const odd = i16x8.splat(<i16>(1 - pairs));
  for (let node: usize = 0; node < count; node += 4) {
    const views = v128.load64_zero(view + (node << 1));
    const k = i16x8.add(v128.not(v128.load64_zero(threshold + (node << 1))), v128.and(views, odd));
    const ends = v128.shuffle<u16>(k, i16x8.shr_u(views, 1 - pairs), 0, 8, 1, 9, 2, 10, 3, 11);
    const children = v128.load(child + (node << 2));
    v128.store(node << 3, v128.shuffle<u16>(ends, children, 0, 8, 9, 1, 2, 10, 11, 3), nodes);
    v128.store(node << 3, v128.shuffle<u16>(ends, children, 4, 12, 13, 5, 6, 14, 15, 7), nodes + 16);
  }
}

/**
 * Writes to `out` (u32 a row) the value of the leaf that each row falls into; returns the nodes visited. A record holds
 * the views of one row, `stride` bytes; `out` and `list` have room for eight rows more.
 */
export function walkNarrow(
  records: usize,
  stride: usize,
  rows: usize,
  list: usize,
  threshold: usize,
  value: usize,
  out: usize,
  count: i32,
): f64 {
  walk<u8>(records, stride, rows, list, out, count);
  return readLeaves(rows, threshold, value, out, 2);
}

export function walkWide(
  records: usize,
  stride: usize,
  rows: usize,
  list: usize,
  threshold: usize,
  value: usize,
  out: usize,
  count: i32,
): f64 {
  walk<u16>(records, stride, rows, list, out, count);
  return readLeaves(rows, threshold, value, out, 3);
}

const laterSteps: i32 = 4;

/**
 * As many steps for all rows as a tree of `count` nodes is deep when in balance, then a few more, again and again, for
 * the rows in `list` that still move: no row waits for the deepest of its eight, and no branch hangs on the data.
 */
// @ts-ignore: decorator
@inline
function walk<Code>(records: usize, stride: usize, rows: usize, list: usize, out: usize, count: i32): void {
  for (let row: usize = 0; row < rows; row++) {
    store<u32>(list + (row << 2), row);
    store<u32>(out + (row << 2), 0);
  }
  let moving = rows;
  for (let steps = (33 - clz(count)) & ~1; moving > 0; steps = laterSteps) {
    // Whole groups of eight: the first row walks several times.
    for (let spare = moving; (spare & 7) != 0; spare++) store<u32>(list + (spare << 2), load<u32>(list));
    const end = list + (moving << 2);
    let kept = list;
    for (let from = list; from < end; from += 32) {
      const row0 = <usize>load<u32>(from, 0);
      const row1 = <usize>load<u32>(from, 4);
      const row2 = <usize>load<u32>(from, 8);
      const row3 = <usize>load<u32>(from, 12);
      const row4 = <usize>load<u32>(from, 16);
      const row5 = <usize>load<u32>(from, 20);
      const row6 = <usize>load<u32>(from, 24);
      const row7 = <usize>load<u32>(from, 28);
      const r0 = records + row0 * stride;
      const r1 = records + row1 * stride;
      const r2 = records + row2 * stride;
      const r3 = records + row3 * stride;
      const r4 = records + row4 * stride;
      const r5 = records + row5 * stride;
      const r6 = records + row6 * stride;
      const r7 = records + row7 * stride;
      let a = <usize>load<u32>(out + (row0 << 2));
      let b = <usize>load<u32>(out + (row1 << 2));
      let c = <usize>load<u32>(out + (row2 << 2));
      let d = <usize>load<u32>(out + (row3 << 2));
      let e = <usize>load<u32>(out + (row4 << 2));
      let f = <usize>load<u32>(out + (row5 << 2));
      let g = <usize>load<u32>(out + (row6 << 2));
      let h = <usize>load<u32>(out + (row7 << 2));
      for (let left = steps - 2; left > 0; left -= 2) {
        a = step<Code>(a, r0);
        b = step<Code>(b, r1);
        c = step<Code>(c, r2);
        d = step<Code>(d, r3);
        e = step<Code>(e, r4);
        f = step<Code>(f, r5);
        g = step<Code>(g, r6);
        h = step<Code>(h, r7);
        a = step<Code>(a, r0);
        b = step<Code>(b, r1);
        c = step<Code>(c, r2);
        d = step<Code>(d, r3);
        e = step<Code>(e, r4);
        f = step<Code>(f, r5);
        g = step<Code>(g, r6);
        h = step<Code>(h, r7);
      }
      a = step<Code>(a, r0);
      b = step<Code>(b, r1);
      c = step<Code>(c, r2);
      d = step<Code>(d, r3);
      e = step<Code>(e, r4);
      f = step<Code>(f, r5);
      g = step<Code>(g, r6);
      h = step<Code>(h, r7);
      kept = stepOn<Code>(a, r0, row0, out, kept);
      kept = stepOn<Code>(b, r1, row1, out, kept);
      kept = stepOn<Code>(c, r2, row2, out, kept);
      kept = stepOn<Code>(d, r3, row3, out, kept);
      kept = stepOn<Code>(e, r4, row4, out, kept);
      kept = stepOn<Code>(f, r5, row5, out, kept);
      kept = stepOn<Code>(g, r6, row6, out, kept);
      kept = stepOn<Code>(h, r7, row7, out, kept);
    }
    moving = (kept - list) >> 2;
  }
}

/** The last step of a turn: notes where the row is, and the row itself, in the list behind `kept`, if it moved. */
// @ts-ignore: decorator
@inline
function stepOn<Code>(node: usize, record: usize, row: usize, out: usize, kept: usize): usize {
  const next = step<Code>(node, record);
  store<u32>(out + (row << 2), next);
  store<u32>(kept, row);
  return kept + (<usize>(next != node) << 2);
}

/** From one node to the next, both as offsets in bytes. */
// @ts-ignore: decorator
@inline
function step<Code>(node: usize, record: usize): usize {
  if (sizeof<Code>() == 1) {
    const packed = load<u32>(node, nodes);
    return <usize>(((packed + <u32>load<u8>(record + <usize>(packed >> 24))) >> 6) & 0x3fffc);
  }
  const packed = load<u64>(node, nodes); // >> 47: the view in bytes, as children stay below 2³¹
  return <usize>(((packed + <u64>load<u16>(record + <usize>(packed >> 47))) >> 13) & 0x7fffffff8);
}

/**
 * Replaces the leaves in `out`, offsets of nodes of 1 << size bytes, by their values; returns the sum of their depths
 * and of 1 a row.
 */
// @ts-ignore: decorator
@inline
function readLeaves(rows: usize, threshold: usize, value: usize, out: usize, size: usize): f64 {
  let visits: u64 = rows;
  for (let row: usize = 0; row < rows; row++) {
    const leaf = <usize>load<u32>(out + (row << 2)) >> size;
    visits += <u64>load<u16>(threshold + (leaf << 1));
    store<u32>(out + (row << 2), load<u32>(value + (leaf << 2)));
  }
  return <f64>visits;
}
