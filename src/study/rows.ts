import type { RowIndex } from "../base/matrix.ts";
import { hash, Random } from "../base/random.ts";
import { gather } from "../base/select.ts";
import type { RunData } from "../models/run-data.ts";
import { encode, encodeTraining, learnEncoder } from "../prepare/encoder.ts";
import { defaultEncoderOptions } from "../prepare/options.ts";
import type { Prepared, Task } from "../prepare/prepared.ts";
import { learnTask, targets } from "../prepare/target.ts";
import { innerParts } from "../split/inner-parts.ts";

/** Inner parts that codes of levels are made with. */
const codeParts = 5;

/**
 * `rows` as numbers for a network. What is learnt of columns (bins, levels, codes) is learnt from the rows of `first`,
 * which `rows` begins with.
 */
export function prepareRows(
  run: RunData,
  {
    rows,
    first,
    task,
    seed,
  }: { readonly rows: RowIndex; readonly first: RowIndex; readonly task: Task; readonly seed: number },
): Prepared {
  const target = { task, values: targets(run.target, first, task) };
  const parts = partsOf(run, first, { parts: codeParts, seed: hash([seed, "codes"]) });
  const encoder = learnEncoder(run.columns, { rows: first, target }, defaultEncoderOptions);
  const inputs = encode(run.columns, rows, encoder);
  inputs.data.set(encodeTraining(run.columns, encoder, { rows: first, target, parts }).data);
  const weights = run.weights === null ? null : Float32Array.from(rows, (row) => run.weights![row]!);
  return { task, inputs, targets: targets(run.target, rows, task), weights };
}

/** Rows dealt to parts of one size, stratified by the target, groups together. */
export function dealRows(
  run: RunData,
  rows: RowIndex,
  how: { readonly parts: number; readonly seed: number },
): RowIndex[] {
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
    groups: groups === null ? null : gather(groups, rows),
    parts,
    random: Random.of(seed),
  });
}

export function joinRows(parts: readonly RowIndex[]): RowIndex {
  return Uint32Array.from(parts.flatMap((part) => [...part]));
}

/** The task of some rows that learn: classes of all rows of the run, or the scale of their own numbers. */
export function taskOf({ target, kind, usedRows }: RunData, rows: RowIndex): Task {
  return learnTask(target, kind === "classification" ? usedRows : rows, kind);
}
