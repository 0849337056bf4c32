// The walk of rows through one tree, compiled: eight rows at a time, so that the wait for one row's node is filled with
// the others' work. A packed node is 8 bytes: u16 view, u16 cut, u32 child. A leaf leads to itself, so all eight step on
// until none moves; its cut is its depth.

/** Interleaves `count` nodes, a multiple of 4, from the forest's arrays. */
export function pack(nodes: usize, view: usize, cut: usize, child: usize, count: usize): void {
  for (let node: usize = 0; node < count; node += 4) {
    const views = v128.load64_zero(view + (node << 1));
    const cuts = v128.load64_zero(cut + (node << 1));
    const splits = v128.shuffle<u16>(views, cuts, 0, 8, 1, 9, 2, 10, 3, 11);
    const children = v128.load(child + (node << 2));
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
    let a: u32 = 0, b: u32 = 0, c: u32 = 0, d: u32 = 0, e: u32 = 0, f: u32 = 0, g: u32 = 0, h: u32 = 0;
    let moved: u32 = 0;
    do {
      const a1 = step(nodes, a, base);
      const b1 = step(nodes, b, base + stride);
      const c1 = step(nodes, c, base + 2 * stride);
      const d1 = step(nodes, d, base + 3 * stride);
      const e1 = step(nodes, e, base + 4 * stride);
      const f1 = step(nodes, f, base + 5 * stride);
      const g1 = step(nodes, g, base + 6 * stride);
      const h1 = step(nodes, h, base + 7 * stride);
      a = step(nodes, a1, base);
      b = step(nodes, b1, base + stride);
      c = step(nodes, c1, base + 2 * stride);
      d = step(nodes, d1, base + 3 * stride);
      e = step(nodes, e1, base + 4 * stride);
      f = step(nodes, f1, base + 5 * stride);
      g = step(nodes, g1, base + 6 * stride);
      h = step(nodes, h1, base + 7 * stride);
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
    let node: u32 = 0;
    for (;;) {
      const next = step(nodes, node, views + row * stride);
      if (next == node) break;
      node = next;
    }
    visits += end(nodes, value, node, out + (row << 2));
  }
  return <f64>visits;
}

// @ts-ignore: decorator
@inline
function step(nodes: usize, node: u32, row: usize): u32 {
  const at = nodes + (<usize>node << 3);
  const seen = <u32>load<u16>(row + (<usize>load<u16>(at) << 1));
  return load<u32>(at, 4) + <u32>(seen > <u32>load<u16>(at, 2));
}

/** Stores the leaf's value and returns its depth. */
// @ts-ignore: decorator
@inline
function end(nodes: usize, value: usize, leaf: u32, out: usize): u64 {
  store<u32>(out, load<u32>(value + (<usize>leaf << 2)));
  return <u64>load<u16>(nodes + (<usize>leaf << 3), 2);
}
