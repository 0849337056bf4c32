import { placeKernel } from "./kernel.ts";
import { digitValues, sortDigits } from "./schema.ts";

/** Sorts columns of at most this many numbers, one after the other, in its own memory. */
export class NumberSort {
  /** What is to be sorted goes here, no NaN. */
  readonly numbers: Float64Array;
  /** The first `count` of `numbers` in ascending order, −0 before 0; they stay until `numbers` are written again. */
  readonly sort: (count: number) => Float64Array;

  constructor(room: number) {
    const { kernel, memory, at } = placeKernel((bump) => ({
      numbers: bump.take(8 * room),
      spare: bump.take(8 * room),
      counts: bump.take(4 * sortDigits * digitValues),
    }));
    this.numbers = new Float64Array(memory, at.numbers, room);
    this.sort = (count) => new Float64Array(memory, kernel.sortNumbers(at.numbers, at.spare, at.counts, count), count);
  }
}
