import type { RowIndex } from "../../base/matrix.ts";
import { UserError } from "../../base/errors.ts";
import { hash, Random } from "../../base/random.ts";
import type { MemberRows } from "../../descent/network-learner.ts";
import type { RunData } from "../../models/run-data.ts";
import { encode, encodeTraining, learnEncoder } from "../../prepare/encoder.ts";
import { defaultEncoderOptions } from "../../prepare/options.ts";
import type { Prepared, Task } from "../../prepare/prepared.ts";
import { learnTask, targets } from "../../prepare/target.ts";
import { innerParts } from "../../split/inner-parts.ts";

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
    return dealt(run, rows, { parts, seed: hash([seed, what]) });
  };
  const [test = new Uint32Array(0), ...others] = split(usedRows, testParts, "test");
  const rest = joined(others).sort();
  const batches = time === null ? split(rest, count, "megabatches") : inOrder(rest, time, count);
  const first = batches[0]!;
  const task = learnTask(run.target, run.kind === "classification" ? usedRows : first, run.kind);
  const halves = batches.map((rows, index) => split(rows, holdoutParts, `holdout ${index}`));
  const rows = joined([...batches, test]);
  const placeOf = new Map(Array.from(rows, (row, place) => [row, place]));
  const places = (of: RowIndex) => of.map((row) => placeOf.get(row)!);
  return {
    data: prepare(run, { rows, first, task, seed }),
    rows,
    megabatches: halves.map(([holdout = new Uint32Array(0), ...fit]) => ({
      holdout: places(holdout),
      fit: places(joined(fit).sort()),
    })),
    test: places(test),
  };
}

function prepare(
  run: RunData,
  { rows, first, task, seed }: { rows: RowIndex; first: RowIndex; task: Task; seed: number },
): Prepared {
  const target = { task, values: targets(run.target, first, task) };
  const parts = partsOf(run, first, { parts: holdoutParts, seed: hash([seed, "codes"]) });
  const encoder = learnEncoder(run.columns, { rows: first, target }, defaultEncoderOptions);
  const inputs = encode(run.columns, rows, encoder);
  inputs.data.set(encodeTraining(run.columns, encoder, { rows: first, target, parts }).data);
  const weights = run.weights === null ? null : Float32Array.from(rows, (row) => run.weights![row]!);
  return { task, inputs, targets: targets(run.target, rows, task), weights };
}

/** Rows dealt to parts of one size, stratified by the target, groups together. */
function dealt(run: RunData, rows: RowIndex, how: { readonly parts: number; readonly seed: number }): RowIndex[] {
  const part = partsOf(run, rows, how);
  return Array.from({ length: how.parts }, (_, wanted) => rows.filter((_row, place) => part[place] === wanted));
}

function partsOf(
  { target, kind, groups, usedRows }: RunData,
  rows: RowIndex,
  { parts, seed }: { readonly parts: number; readonly seed: number },
): Uint8Array {
  const values = targets(target, rows, learnTask(target, usedRows, kind));
  return innerParts({
    classes: kind === "classification" ? Int32Array.from(values) : null,
    numericTarget: kind === "regression" ? Float64Array.from(values) : null,
    groups: groups === null ? null : Int32Array.from(rows, (row) => groups[row]!),
    parts,
    random: Random.of(seed),
  });
}

function inOrder(rows: RowIndex, time: Float64Array, count: number): RowIndex[] {
  const sorted = Uint32Array.from(rows).sort((a, b) => time[a]! - time[b]! || a - b);
  const end = (index: number) => Math.round((index * sorted.length) / count);
  return Array.from({ length: count }, (_, index) => sorted.slice(end(index), end(index + 1)));
}

function joined(parts: readonly RowIndex[]): RowIndex {
  return Uint32Array.from(parts.flatMap((part) => [...part]));
}
