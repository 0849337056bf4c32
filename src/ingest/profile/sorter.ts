import { growMemory, makeMemory } from "../../wasm/memory.ts";
import { type Kernel, openKernel } from "./kernel.ts";

/** Whole multiples of a power of ten, counted from the lowest one. */
export interface Scale {
  readonly scale: number; // steps of a unit
  readonly first: number; // multiple that the lowest value is
  readonly steps: number; // from the lowest value to the highest, both counted
}

/** Steps of values; the memory of a sorter, void when it sorts again. */
export interface SortedSteps {
  readonly sorted: Uint32Array; // ascending
  readonly distinct: number;
}

const mostBits = 12; // of a digit: its counters stay in the nearest cache
const pieceCells = 8192;

// Addresses; the steps, and as much room again, follow the piece.
const counters = 1024;
const piece = counters + 4 * 2 ** mostBits;
const place = piece + 8 * pieceCells;

/** Sorts numbers by the kernel. */
export class StepSorter {
  private readonly memory = makeMemory(place);
  private readonly kernel: Kernel = openKernel(this.memory);

  /** The steps of the cells that are not missing, `present` of them; null where one lies between two steps. */
  sort(cells: Float64Array, present: number, { scale, first, steps }: Scale): SortedSteps | null {
    growMemory(this.memory, place + 8 * present);
    const { kernel } = this;
    const { buffer } = this.memory;
    const values = new Float64Array(buffer, piece, pieceCells);
    let to = place;
    for (let from = 0; from < cells.length; from += pieceCells) {
      const part = cells.subarray(from, from + pieceCells);
      values.set(part);
      if (part.length % 2 === 1) values[part.length] = Number.NaN;
      to = kernel.setSteps(piece, piece + 8 * part.length, scale, first, to);
      if (to === 0) return null;
    }
    const bits = Math.ceil(Math.log2(steps));
    const digits = Math.ceil(bits / mostBits);
    const width = Math.ceil(bits / Math.max(1, digits));
    let [sorted, spare] = [place, place + 4 * present];
    for (let digit = 0; digit < digits; digit++) {
      kernel.sortByDigit(sorted, spare, present, digit * width, width, counters);
      [sorted, spare] = [spare, sorted];
    }
    return { sorted: new Uint32Array(buffer, sorted, present), distinct: kernel.countRuns(sorted, present) };
  }
}
