import type { RowIndex } from "../../base/matrix.ts";
import { UserError } from "../../base/errors.ts";
import { hash } from "../../base/random.ts";
import type { MemberRows } from "../../descent/network-learner.ts";
import type { RunData } from "../../models/run-data.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { dealRows, joinRows, prepareRows, taskOf } from "../rows.ts";

/** A table dealt to megabatches and rows that only test. */
export interface DealtStream {
  readonly data: Prepared; // the first megabatch, the others, the test rows
  readonly rows: RowIndex; // the table row of each row of `data`
  readonly megabatches: readonly MemberRows[]; // rows of `data`
  readonly test: Uint32Array;
}

/** How a stream is dealt. */
export interface Deal {
  readonly megabatches: number;
  readonly time: Float64Array | null; // of each table row: megabatches are in its order; null: any order
  readonly seed: number;
}

const testParts = 5; // one of them tests

/** Test rows over the rows of the stream, for the intervals of seeds that deal one table anew. */
export const streamOverlap = 1 / (testParts - 1);

const holdoutParts = 5; // of a megabatch, one of them steers
const fewestRows = 10; // of a megabatch

/**
 * Deals the rows of a run: a fifth tests, the rest arrives in megabatches of one size, and a fifth of each is held out.
 * What is learnt of columns (bins, levels, codes, the scale of a numeric target) is learnt from the first megabatch, as
 * it would be. Throws a UserError where the table is too small.
 */
export function dealStream(run: RunData, { megabatches: count, time, seed }: Deal): DealtStream {
  const { usedRows } = run;
  const most = Math.floor((usedRows.length * (testParts - 1)) / testParts / fewestRows);
  if (count > most) {
    throw new UserError(`${usedRows.length} rows are too few for ${count} megabatches.`, {
      hint: most < 2 ? "A study over time needs at least 25 rows." : `Ask for --megabatches ${most} or fewer.`,
    });
  }
  const split = (rows: RowIndex, parts: number, what: string) => {
    return dealRows(run, rows, { parts, seed: hash([seed, what]) });
  };
  const [test = new Uint32Array(0), ...others] = split(usedRows, testParts, "test");
  const rest = joinRows(others).sort();
  const batches = time === null ? split(rest, count, "megabatches") : inOrder(rest, time, count);
  const first = batches[0]!;
  const task = taskOf(run, first);
  const halves = batches.map((rows, index) => split(rows, holdoutParts, `holdout ${index}`));
  const rows = joinRows([...batches, test]);
  const placeOf = new Map(Array.from(rows, (row, place) => [row, place]));
  const places = (of: RowIndex) => of.map((row) => placeOf.get(row)!);
  return {
    data: prepareRows(run, { rows, first, task, seed }),
    rows,
    megabatches: halves.map(([holdout = new Uint32Array(0), ...fit]) => ({
      holdout: places(holdout),
      fit: places(joinRows(fit).sort()),
    })),
    test: places(test),
  };
}

function inOrder(rows: RowIndex, time: Float64Array, count: number): RowIndex[] {
  const sorted = Uint32Array.from(rows).sort((a, b) => time[a]! - time[b]! || a - b);
  const end = (index: number) => Math.round((index * sorted.length) / count);
  return Array.from({ length: count }, (_, index) => sorted.slice(end(index), end(index + 1)));
}
