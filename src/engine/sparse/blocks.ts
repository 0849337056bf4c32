/*
 * A row of weights reads slots of a panel, 128 bytes each. When a layer has more slots than the nearest cache holds (32 kB, and other things
 * pass through it), every row would fetch its slots from the next one; so the rows are cut, and all their parts in one block of slots
 * are taken before the next block. The sums are the same, bit by bit.
 */

export const panelRows = 32;
export const slotBytes = panelRows * 4;

export const roundUp = (value: number, step: number) => Math.ceil(value / step) * step;

const mostSlots = 192;
const slotsOfBlock = 128;
// Interleaved, cut against whole: 600-64-32 half kept 0.84, 100-512-512-10 at 30 % kept (38 weights a part) 0.96, at 20 % (26) 1.02.
const fewestWeights = 32;

/** In how many blocks `rows` rows of `weights` weights in all, that can read `slots` slots, are taken. */
export function blockCount(slots: number, rows: number, weights: number): number {
  const blocks = Math.ceil(slots / slotsOfBlock);
  return slots > mostSlots && weights >= fewestWeights * rows * blocks ? blocks : 1;
}

/**
 * (blocks + 1) × rows positions in bytes, 4 an entry: the part of row r in block b is from [b · rows + r] to [(b + 1) · rows + r].
 * `address` is of the slot that each entry reads, ascending within a row, the first slot of all being at `base`; row r is from
 * start[r] to end[r].
 */
export function cutRows(
  start: Uint32Array,
  end: Uint32Array,
  address: Uint32Array,
  base: number,
  blocks: number,
): Uint32Array {
  const rows = start.length;
  const cuts = new Uint32Array((blocks + 1) * rows);
  for (let row = 0; row < rows; row++) {
    let entry = start[row]!;
    cuts[row] = entry * 4;
    for (let block = 1; block < blocks; block++) {
      const last = base + block * slotsOfBlock * slotBytes;
      while (entry < end[row]! && address[entry]! < last) entry++;
      cuts[block * rows + row] = entry * 4;
    }
    cuts[blocks * rows + row] = end[row]! * 4;
  }
  return cuts;
}
