/*
 * A row of weights reads slots of a panel, 128 bytes each. When a layer has more slots than the nearest cache holds (32
 * kB, and other things pass through it), every row would fetch its slots from the next one; so rows are divided, and
 * all their parts in one block of slots are computed before the next block. The sums are the same, bit by bit.
 */

export const panelRows = 32;
export const slotBytes = panelRows * 4;

const mostSlots = 192;
const slotsOfBlock = 128;
// Interleaved, divided against whole: 600-64-32 half kept 0.84, 100-512-512-10 at 30% kept (38 weights a part) 0.96, at
// 20% (26) 1.02.
const fewestWeights = 32;

/** The number of blocks for `rows` rows with `weights` weights in all, which can read `slots` slots. */
export function blockCount(slots: number, rows: number, weights: number): number {
  const blocks = Math.ceil(slots / slotsOfBlock);
  return slots > mostSlots && weights >= fewestWeights * rows * blocks ? blocks : 1;
}

/** Row r has the entries from start[r] to end[r]. */
interface Rows {
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

/** The address of the slot that each entry reads, ascending within a row, the first slot of all being at `base`. */
interface Reads {
  readonly address: Uint32Array;
  readonly base: number;
  readonly blocks: number;
}

/**
 * (blocks + 1) × rows positions in bytes, 4 an entry: the part of row r in block b is from [b · rows + r] to [(b + 1) ·
 * rows + r].
 */
export function boundRows({ start, end }: Rows, { address, base, blocks }: Reads): Uint32Array {
  const rows = start.length;
  const bounds = new Uint32Array((blocks + 1) * rows);
  for (let row = 0; row < rows; row++) {
    let entry = start[row]!;
    bounds[row] = entry * 4;
    for (let block = 1; block < blocks; block++) {
      const last = base + block * slotsOfBlock * slotBytes;
      while (entry < end[row]! && address[entry]! < last) entry++;
      bounds[block * rows + row] = entry * 4;
    }
    bounds[blocks * rows + row] = end[row]! * 4;
  }
  return bounds;
}
