// The walk of rows through one tree, compiled: eight rows at a time, so that the wait for one row's node is filled with
// the others' work. A packed node is 8 bytes: u16 view, u16 cut, u32 address of the child. A leaf leads to itself, so all
// eight step on until none moves; its cut is its depth. The views of eight rows lie side by side, 16 bytes a view.

/** Interleaves `count` nodes, a multiple of 4, from the forest's arrays; children become addresses. */
export function pack(nodes: usize, view: usize, cut: usize, child: usize, count: usize): void {
  for (let node: usize = 0; node < count; node += 4) {
    const views = v128.load64_zero(view + (node << 1));
    const cuts = v128.load64_zero(cut + (node << 1));
    const splits = v128.shuffle<u16>(views, cuts, 0, 8, 1, 9, 2, 10, 3, 11);
    const children = i32x4.add(i32x4.shl(v128.load(child + (node << 2)), 3), i32x4.splat(<i32>nodes));
    v128.store(nodes + (node << 3), v128.shuffle<u32>(splits, children, 0, 4, 1, 5));
    v128.store(nodes + (node << 3), v128.shuffle<u32>(splits, children, 2, 6, 3, 7), 16);
  }
}

/**
 * Writes to `out` (u32 a row) the value of the leaf that each row falls into; returns the nodes visited. `stride`: bytes of
 * eight rows of views. `out` and `views` have room for whole groups of eight.
 */
export function walk(nodes: usize, views: usize, stride: usize, rows: usize, value: usize, out: usize): f64 {
  let group = views;
  for (let row: usize = 0; row < rows; row += 8) {
    let a = nodes, b = nodes, c = nodes, d = nodes, e = nodes, f = nodes, g = nodes, h = nodes;
    let moved: usize = 0;
    do {
      const a1 = step(a, group, 0);
      const b1 = step(b, group, 2);
      const c1 = step(c, group, 4);
      const d1 = step(d, group, 6);
      const e1 = step(e, group, 8);
      const f1 = step(f, group, 10);
      const g1 = step(g, group, 12);
      const h1 = step(h, group, 14);
      a = step(a1, group, 0);
      b = step(b1, group, 2);
      c = step(c1, group, 4);
      d = step(d1, group, 6);
      e = step(e1, group, 8);
      f = step(f1, group, 10);
      g = step(g1, group, 12);
      h = step(h1, group, 14);
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
    group += stride;
  }
  let visits: u64 = rows;
  for (let row: usize = 0; row < rows; row++) {
    const leaf = <usize>load<u32>(out + (row << 2));
    visits += <u64>load<u16>(leaf, 2);
    store<u32>(out + (row << 2), load<u32>(value + ((leaf - nodes) >> 1)));
  }
  return <f64>visits;
}

// @ts-ignore: decorator
@inline
function step(node: usize, group: usize, row: usize): usize {
  const seen = <u32>load<u16>(group + (<usize>load<u16>(node) << 4) + row);
  return <usize>load<u32>(node, 4) + (<usize>(seen > <u32>load<u16>(node, 2)) << 3);
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
