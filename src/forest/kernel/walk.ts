// The walk of rows through one tree, compiled: eight rows at a time, so that the wait for one row's node is filled with
// the others' work. A packed node is 8 bytes: u16 view, u16 cut, u32 child. A leaf leads to itself, so all eight step on
// until none moves; its cut is its depth.

/**
 * Interleaves `count` nodes, a multiple of 4, from the forest's arrays. Views become byte offsets into a row, children
 * addresses, so that a step multiplies nothing.
 */
export function pack(nodes: usize, view: usize, cut: usize, child: usize, count: usize): void {
  for (let node: usize = 0; node < count; node += 4) {
    const views = i16x8.shl(v128.load64_zero(view + (node << 1)), 1);
    const cuts = v128.load64_zero(cut + (node << 1));
    const splits = v128.shuffle<u16>(views, cuts, 0, 8, 1, 9, 2, 10, 3, 11);
    const children = i32x4.add(i32x4.shl(v128.load(child + (node << 2)), 3), i32x4.splat(<i32>nodes));
    v128.store(nodes + (node << 3), v128.shuffle<u32>(splits, children, 0, 4, 1, 5));
    v128.store(nodes + (node << 3), v128.shuffle<u32>(splits, children, 2, 6, 3, 7), 16);
  }
}

/** Writes to `out` (u32 a row) the value of the leaf that each row falls into; returns the nodes visited. `stride`: bytes a row of views. */
export function walk(nodes: usize, views: usize, stride: usize, rows: usize, value: usize, out: usize): f64 {
  let visits: u64 = rows;
  let row: usize = 0;
  for (; row + 8 <= rows; row += 8) {
    const base = views + row * stride;
    let a = nodes, b = nodes, c = nodes, d = nodes, e = nodes, f = nodes, g = nodes, h = nodes;
    let moved: usize = 0;
    do {
      const a1 = step(a, base);
      const b1 = step(b, base + stride);
      const c1 = step(c, base + 2 * stride);
      const d1 = step(d, base + 3 * stride);
      const e1 = step(e, base + 4 * stride);
      const f1 = step(f, base + 5 * stride);
      const g1 = step(g, base + 6 * stride);
      const h1 = step(h, base + 7 * stride);
      a = step(a1, base);
      b = step(b1, base + stride);
      c = step(c1, base + 2 * stride);
      d = step(d1, base + 3 * stride);
      e = step(e1, base + 4 * stride);
      f = step(f1, base + 5 * stride);
      g = step(g1, base + 6 * stride);
      h = step(h1, base + 7 * stride);
      moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1) | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1);
    } while (moved != 0);
    const at = out + (row << 2);
    visits += end(nodes, value, a, at);
    visits += end(nodes, value, b, at + 4);
    visits += end(nodes, value, c, at + 8);
    visits += end(nodes, value, d, at + 12);
    visits += end(nodes, value, e, at + 16);
    visits += end(nodes, value, f, at + 20);
    visits += end(nodes, value, g, at + 24);
    visits += end(nodes, value, h, at + 28);
  }
  for (; row < rows; row++) {
    let node = nodes;
    for (;;) {
      const next = step(node, views + row * stride);
      if (next == node) break;
      node = next;
    }
    visits += end(nodes, value, node, out + (row << 2));
  }
  return <f64>visits;
}

// @ts-ignore: decorator
@inline
function step(node: usize, row: usize): usize {
  const seen = <u32>load<u16>(row + <usize>load<u16>(node));
  return <usize>load<u32>(node, 4) + (<usize>(seen > <u32>load<u16>(node, 2)) << 3);
}

/** Stores the leaf's value and returns its depth. */
// @ts-ignore: decorator
@inline
function end(nodes: usize, value: usize, leaf: usize, out: usize): u64 {
  store<u32>(out, load<u32>(value + ((leaf - nodes) >> 1)));
  return <u64>load<u16>(leaf, 2);
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
