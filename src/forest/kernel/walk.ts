// The walk of rows through one tree, compiled: eight rows at a time, so that the wait for one row's node is filled with
// the others' work. A packed node is 8 bytes: u16 feature, u16 width of the left side, u32 child; the top bit of
// the feature says that missing values go left. A leaf leads to itself: all eight step until none moves.

/** Ends in `out` (u32 a row): the leaf each row falls into. Codes are row-major u16, missing = 65,535. */
export function walk(nodes: usize, codes: usize, columns: usize, rows: usize, out: usize): void {
  const stride = columns << 1;
  let row: usize = 0;
  for (; row + 8 <= rows; row += 8) {
    const base = codes + row * stride;
    let a: u32 = 0, b: u32 = 0, c: u32 = 0, d: u32 = 0, e: u32 = 0, f: u32 = 0, g: u32 = 0, h: u32 = 0;
    let moved: u32 = 1;
    while (moved != 0) {
      const a1 = step(nodes, a, base);
      const b1 = step(nodes, b, base + stride);
      const c1 = step(nodes, c, base + 2 * stride);
      const d1 = step(nodes, d, base + 3 * stride);
      const e1 = step(nodes, e, base + 4 * stride);
      const f1 = step(nodes, f, base + 5 * stride);
      const g1 = step(nodes, g, base + 6 * stride);
      const h1 = step(nodes, h, base + 7 * stride);
      moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1) | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1);
      a = a1; b = b1; c = c1; d = d1; e = e1; f = f1; g = g1; h = h1;
    }
    const at = out + (row << 2);
    store<u32>(at, a);
    store<u32>(at, b, 4);
    store<u32>(at, c, 8);
    store<u32>(at, d, 12);
    store<u32>(at, e, 16);
    store<u32>(at, f, 20);
    store<u32>(at, g, 24);
    store<u32>(at, h, 28);
  }
  for (; row < rows; row++) {
    let node: u32 = 0;
    for (;;) {
      const next = step(nodes, node, codes + row * stride);
      if (next == node) break;
      node = next;
    }
    store<u32>(out + (row << 2), node);
  }
}

// @ts-ignore: decorator
@inline
function step(nodes: usize, node: u32, row: usize): u32 {
  const packed = load<u64>(nodes + (<usize>node << 3));
  const feature = <usize>(packed & 0x7fff);
  const shift = <u32>(packed >> 15) & 1;
  const code = <u32>load<u16>(row + (feature << 1));
  // Adding 1 turns the missing code, 65,535, into 0: the lowest of all.
  const right = <u32>(((code + shift) & 65535) > (<u32>(packed >> 16) & 65535));
  return <u32>(packed >> 32) + right;
}
