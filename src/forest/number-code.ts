import type { RowIndex } from "../base/matrix.ts";
import { placeKernel } from "./kernel.ts";
import { missing } from "./schema.ts";

const rowsAtOnce = 4096; // a multiple of eight; their numbers and the thresholds stay in the cache

type Room = ReturnType<typeof makeRoom>;

/** Scratch that every call overwrites: fresh memory for each would cost more than the codes of a few rows. */
let room: Room | null = null;

/**
 * Writes how many of the ascending thresholds, 65,534 at most, lie below each value at the named rows, or 65,535 for
 * NaN.
 */
// oxlint-disable-next-line max-params -- arrays in, array out
export function codeNumbers(thresholds: Float64Array, values: Float64Array, rows: RowIndex, codes: Uint16Array): void {
  room ??= makeRoom();
  const { kernel, at, numbers, out } = room;
  room.thresholds.set(thresholds);
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, rows.length - from);
    for (let i = 0; i < count; i++) numbers[i] = values[rows[from + i]!]!;
    kernel.codeNumbers(at.numbers, count, at.thresholds, thresholds.length, at.out);
    codes.set(out.subarray(0, count), from);
  }
}

function makeRoom() {
  const { kernel, memory, at } = placeKernel((bump) => ({
    thresholds: bump.take(8 * missing),
    numbers: bump.take(8 * rowsAtOnce),
    out: bump.take(2 * rowsAtOnce),
  }));
  return {
    kernel,
    at,
    thresholds: new Float64Array(memory, at.thresholds, missing),
    numbers: new Float64Array(memory, at.numbers, rowsAtOnce),
    out: new Uint16Array(memory, at.out, rowsAtOnce),
  };
}
