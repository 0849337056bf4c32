import { gate } from "./vector";

/**
 * Sums of weighted slots, one row of weights after another: `into` ← bias + Σ weight · slot, then gated by the units at
 * `gates`, or rectified if so asked; biases and gates are none when 0. Rows are taken in blocks of slots: block b of
 * row r has the weights and slots from bounds[b][r] to bounds[b + 1][r], in bytes. With `continued`, what `into` holds
 * comes before the sum instead of the bias, and other weights may lie between two rows.
 */
export function sumRows(
  continued: bool,
  blocks: u32,
  count: u32,
  bounds: usize,
  slots: usize,
  weights: usize,
  biases: usize,
  gates: usize,
  rectified: bool,
  into: usize,
): void {
  if (blocks == 1 && !continued) {
    sumBlock(false, count, bounds, slots, weights, biases, false, gates, rectified, into);
    return;
  }
  for (let block: u32 = 0; block < blocks; block++) {
    const isLast = block + 1 == blocks;
    const more = continued || block > 0;
    sumBlock(true, count, bounds, slots, weights, biases, more, isLast ? gates : 0, isLast && rectified, into);
    bounds += (<usize>count) << 2;
  }
}

/** Inlined twice: parts of rows without gaps follow one another, and nothing is there before them. */
// @ts-ignore: decorator
@inline
function sumBlock(
  gaps: bool,
  count: u32,
  bounds: usize,
  slots: usize,
  weights: usize,
  biases: usize,
  continued: bool,
  gates: usize,
  rectified: bool,
  into: usize,
): void {
  // pmax(x, least) is x < least ? least : x: with −∞ it is x, and NaN passes and is seen in the loss.
  const least = f32x4.splat(rectified ? 0 : -Infinity);
  const rowBytes = (<usize>count) << 2;
  let weight = weights;
  let slot = slots;
  for (const end = bounds + rowBytes; bounds < end; bounds += 4) {
    if (gaps) {
      const first = <usize>load<u32>(bounds);
      weight = weights + first;
      slot = slots + first;
    }
    const stop = weights + <usize>load<u32>(bounds + rowBytes);
    let a0 = f32x4.splat(0);
    if (biases) {
      a0 = v128.load32_splat(biases);
      biases += 4;
    }
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    if (gaps && continued) {
      a0 = v128.load(into);
      a1 = v128.load(into, 16);
      a2 = v128.load(into, 32);
      a3 = v128.load(into, 48);
      a4 = v128.load(into, 64);
      a5 = v128.load(into, 80);
      a6 = v128.load(into, 96);
      a7 = v128.load(into, 112);
    }
    // The next slot is loaded early. At the end of a row that load is wasted.
    let x = <usize>load<u32>(slot);
    while (weight < stop) {
      const w = v128.load32_splat(weight);
      const next = <usize>load<u32>(slot, 4);
      a0 = f32x4.add(a0, f32x4.mul(w, v128.load(x)));
      a1 = f32x4.add(a1, f32x4.mul(w, v128.load(x, 16)));
      a2 = f32x4.add(a2, f32x4.mul(w, v128.load(x, 32)));
      a3 = f32x4.add(a3, f32x4.mul(w, v128.load(x, 48)));
      // No slot is at 0. V8 before 13 moves all loads of a block to its start and runs out of registers: this end of a
      // block stops it.
      if (x == 0) break;
      a4 = f32x4.add(a4, f32x4.mul(w, v128.load(x, 64)));
      a5 = f32x4.add(a5, f32x4.mul(w, v128.load(x, 80)));
      a6 = f32x4.add(a6, f32x4.mul(w, v128.load(x, 96)));
      a7 = f32x4.add(a7, f32x4.mul(w, v128.load(x, 112)));
      weight += 4;
      slot += 4;
      x = next;
    }
    if (gates) {
      v128.store(into, gate(a0, v128.load(gates)));
      v128.store(into, gate(a1, v128.load(gates, 16)), 16);
      v128.store(into, gate(a2, v128.load(gates, 32)), 32);
      v128.store(into, gate(a3, v128.load(gates, 48)), 48);
      v128.store(into, gate(a4, v128.load(gates, 64)), 64);
      v128.store(into, gate(a5, v128.load(gates, 80)), 80);
      v128.store(into, gate(a6, v128.load(gates, 96)), 96);
      v128.store(into, gate(a7, v128.load(gates, 112)), 112);
      gates += 128;
    } else {
      v128.store(into, f32x4.pmax(a0, least));
      v128.store(into, f32x4.pmax(a1, least), 16);
      v128.store(into, f32x4.pmax(a2, least), 32);
      v128.store(into, f32x4.pmax(a3, least), 48);
      v128.store(into, f32x4.pmax(a4, least), 64);
      v128.store(into, f32x4.pmax(a5, least), 80);
      v128.store(into, f32x4.pmax(a6, least), 96);
      v128.store(into, f32x4.pmax(a7, least), 112);
    }
    into += 128;
  }
}
