import { Layout, startKernel } from "./fast.ts";

const countBytes = 6 * 2048 * 4; // see kernel/sort.ts

/** Sorts columns of at most so many numbers, one after the other, in room of its own. */
export class NumberSort {
  /** What is to be sorted goes here, no NaN. */
  readonly numbers: Float64Array;
  /** The first `count` of `numbers` in ascending order, −0 before 0; they stay until `numbers` are written again. */
  readonly sort: (count: number) => Float64Array;

  constructor(room: number) {
    const layout = new Layout();
    const at = {
      numbers: layout.take(8 * room),
      spare: layout.take(8 * room),
      counts: layout.take(countBytes),
    };
    const { kernel, memory } = startKernel(layout.bytes);
    this.numbers = new Float64Array(memory, at.numbers, room);
    this.sort = (count) => new Float64Array(memory, kernel.sortNumbers(at.numbers, at.spare, at.counts, count), count);
  }
}
