// The walk of rows through one tree, compiled: eight rows at a time, so that the wait for one row's node is filled with
// the others' work. A leaf leads to itself, so all eight step on until none moves.
//
// A packed node is one word: from the lowest bit on k, the child's number, the view. k is the largest code less the cut, so
// that adding the row's code carries into the child exactly when code > cut: the sum holds the number of the next node.
// Narrow: u32 of 8, 16 and 8 bits over one-byte codes. Wide: u64 of 16, 32 and 16 bits over two-byte codes.
// A leaf's view is 0 in every row and k is no larger than the largest code: it never carries.

/** Where the nodes of the tree at hand lie, first of all that fast-walk.ts places: a constant saves an addition a step. */
const nodes: usize = 4096;

/**
 * Packs `count` nodes, a multiple of 4. `pairs` is 1 where records hold both views of a column. It is 0 where no value is missing
 * and records hold the even views only: code + 1 ≤ cut is code ≤ cut − 1. Only 65,534, above all known codes, is above 254.
 */
export function packNarrow(view: usize, cut: usize, child: usize, count: usize, pairs: i32): void {
  const odd = i16x8.splat(<i16>(1 - pairs));
  for (let node: usize = 0; node < count; node += 4) {
    const views = v128.load64_zero(view + (node << 1));
    const cuts = i16x8.min_u(v128.load64_zero(cut + (node << 1)), i16x8.splat(254));
    const k = i16x8.add(i16x8.sub(i16x8.splat(255), cuts), v128.and(views, odd));
    const at = i32x4.shl(i32x4.extend_low_i16x8_u(i16x8.shr_u(views, 1 - pairs)), 24);
    const children = i32x4.shl(v128.load(child + (node << 2)), 8);
    v128.store(node << 2, v128.or(v128.or(i32x4.extend_low_i16x8_u(k), at), children), nodes);
  }
}

export function packWide(view: usize, cut: usize, child: usize, count: usize, pairs: i32): void {
  const odd = i16x8.splat(<i16>(1 - pairs));
  for (let node: usize = 0; node < count; node += 4) {
    const views = v128.load64_zero(view + (node << 1));
    const k = i16x8.add(v128.not(v128.load64_zero(cut + (node << 1))), v128.and(views, odd));
    const ends = v128.shuffle<u16>(k, i16x8.shr_u(views, 1 - pairs), 0, 8, 1, 9, 2, 10, 3, 11);
    const children = v128.load(child + (node << 2));
    v128.store(node << 3, v128.shuffle<u16>(ends, children, 0, 8, 9, 1, 2, 10, 11, 3), nodes);
    v128.store(node << 3, v128.shuffle<u16>(ends, children, 4, 12, 13, 5, 6, 14, 15, 7), nodes + 16);
  }
}

/**
 * Writes to `out` (u32 a row) the value of the leaf that each row falls into; returns the nodes visited. A record holds the
 * views of one row, `stride` bytes; `out` and `records` have room for whole groups of eight.
 */
export function walkNarrow(records: usize, stride: usize, rows: usize, cut: usize, value: usize, out: usize): f64 {
  walk<u8>(records, stride, rows, out);
  return readLeaves(rows, cut, value, out, 2);
}

export function walkWide(records: usize, stride: usize, rows: usize, cut: usize, value: usize, out: usize): f64 {
  walk<u16>(records, stride, rows, out);
  return readLeaves(rows, cut, value, out, 3);
}

// @ts-ignore: decorator
@inline
function walk<Code>(records: usize, stride: usize, rows: usize, out: usize): void {
  let r0 = records;
  for (let row: usize = 0; row < rows; row += 8) {
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    const r4 = r3 + stride;
    const r5 = r4 + stride;
    const r6 = r5 + stride;
    const r7 = r6 + stride;
    let a: usize = 0, b: usize = 0, c: usize = 0, d: usize = 0, e: usize = 0, f: usize = 0, g: usize = 0, h: usize = 0;
    let moved: usize = 0;
    do {
      const a1 = step<Code>(a, r0);
      const b1 = step<Code>(b, r1);
      const c1 = step<Code>(c, r2);
      const d1 = step<Code>(d, r3);
      const e1 = step<Code>(e, r4);
      const f1 = step<Code>(f, r5);
      const g1 = step<Code>(g, r6);
      const h1 = step<Code>(h, r7);
      a = step<Code>(a1, r0);
      b = step<Code>(b1, r1);
      c = step<Code>(c1, r2);
      d = step<Code>(d1, r3);
      e = step<Code>(e1, r4);
      f = step<Code>(f1, r5);
      g = step<Code>(g1, r6);
      h = step<Code>(h1, r7);
      moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1) | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1);
    } while (moved != 0);
    const at = out + (row << 2);
    store<u32>(at, a);
    store<u32>(at, b, 4);
    store<u32>(at, c, 8);
    store<u32>(at, d, 12);
    store<u32>(at, e, 16);
    store<u32>(at, f, 20);
    store<u32>(at, g, 24);
    store<u32>(at, h, 28);
    r0 = r7 + stride;
  }
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

/** Replaces the leaves in `out`, offsets of nodes of 1 << size bytes, by their values; returns the sum of their depths and of 1 a row. */
// @ts-ignore: decorator
@inline
function readLeaves(rows: usize, cut: usize, value: usize, out: usize, size: usize): f64 {
  let visits: u64 = rows;
  for (let row: usize = 0; row < rows; row++) {
    const leaf = <usize>load<u32>(out + (row << 2)) >> size;
    visits += <u64>load<u16>(cut + (leaf << 1));
    store<u32>(out + (row << 2), load<u32>(value + (leaf << 2)));
  }
  return <f64>visits;
}

/**
 * Adds leaf values to `sums` (f64, rows × width): a leaf value below `pure` is a class and counts 1, any other names a row of
 * `values` (f32, width a row).
 */
export function addValues(leafValues: usize, rows: usize, values: usize, width: usize, pure: u32, sums: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const value = load<u32>(leafValues + (row << 2));
    const sum = sums + ((row * width) << 3);
    if (value < pure) {
      const at = sum + (<usize>value << 3);
      store<f64>(at, load<f64>(at) + 1);
      continue;
    }
    const from = values + ((<usize>(value - pure) * width) << 2);
    for (let i: usize = 0; i < width; i++) {
      const at = sum + (i << 3);
      store<f64>(at, load<f64>(at) + <f64>load<f32>(from + (i << 2)));
    }
  }
}
