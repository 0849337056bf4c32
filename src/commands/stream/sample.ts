import type { Random } from "../../base/random.ts";
import type { RowFile } from "./row-file.ts";

/** A row by its number in the file. */
export interface SampledRow<Rows> {
  readonly number: number;
  readonly row: Rows;
}

export interface RowSample<Rows> {
  readonly sampled: readonly SampledRow<Rows>[]; // in the order of the file
  readonly all: number; // rows of the file
}

/** A uniform sample of the rows of a file (J. Vitter's algorithm R, 1985). */
export async function sampleRows<Rows>(file: RowFile<Rows>, most: number, random: Random): Promise<RowSample<Rows>> {
  const sampled: SampledRow<Rows>[] = [];
  let number = 0;
  for await (const block of file.blocks()) {
    for (let row = 0; row < block.rows; row++) {
      const place = number < most ? number : random.below(number + 1);
      if (place < most) sampled[place] = { number, row: block.take(row, row + 1) };
      number++;
    }
  }
  return { sampled: sampled.sort((a, b) => a.number - b.number), all: number };
}
