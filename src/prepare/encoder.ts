import { type RowIndex, zeros } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import { type Encoder, type InputGroup, type Write, groupWidth, spansOf } from "./input-group.ts";
import { learnGroups, type TrainingRows } from "./learn.ts";
import type { EncoderOptions } from "./options.ts";
import type { Inputs } from "./prepared.ts";
import { groupWriter } from "./write.ts";

export type { Encoder } from "./input-group.ts";

/**
 * Learns an encoder from training rows only. `columns` are numeric or category (dates expanded), without the target;
 * `target.values` has one value per entry of `rows`. Constant columns make no input, but there is at least one input
 * when there is a column.
 */
export function learnEncoder(columns: readonly Column[], training: TrainingRows, options: EncoderOptions): Encoder {
  const { rows, target } = training;
  if (target.values.length !== rows.length) throw new Error("One target value per row is needed.");
  const groups = learnGroups(columns, training, options);
  return { inputs: groups.reduce((width, group) => width + groupWidth(group), 0), groups };
}

/**
 * Inputs of the named rows: rows × encoder.inputs, never NaN. A column that is not there counts as missing in all rows.
 */
export function encode(columns: readonly Column[], rows: RowIndex, encoder: Encoder): Inputs {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return fill(rows, encoder, (group) => groupWriter(group, byName.get(group.column), { rows, crossFit: null }));
}

/**
 * Inputs of the rows that the encoder was learned from, in the same order. A row's target codes come from rows of other
 * inner parts only, so that a network does not read its own answer. `parts` has the inner part of each entry of `rows`.
 */
export function encodeTraining(
  columns: readonly Column[],
  encoder: Encoder,
  { rows, target, parts }: TrainingRows & { readonly parts: Uint8Array },
): Inputs {
  if (parts.length !== rows.length || target.values.length !== rows.length) {
    throw new Error("One part and one target value per row are needed.");
  }
  const byName = new Map(columns.map((column) => [column.name, column]));
  const crossFit = { parts, target };
  return fill(rows, encoder, (group) => groupWriter(group, byName.get(group.column), { rows, crossFit }));
}

const blockRows = 256; // a block of rows stays in the cache while its groups are written one after the other

function fill(rows: RowIndex, encoder: Encoder, writerOf: (group: InputGroup) => Write): Inputs {
  const writers: { readonly write: Write; readonly offset: number }[] = [];
  let offset = 0;
  for (const group of encoder.groups) {
    writers.push({ write: writerOf(group), offset });
    offset += groupWidth(group);
  }
  const { data } = zeros(rows.length, encoder.inputs);
  for (let from = 0; from < rows.length; from += blockRows) {
    const to = Math.min(from + blockRows, rows.length);
    for (const { write, offset } of writers) write({ from, to, data, stride: encoder.inputs, offset });
  }
  return { rows: rows.length, columns: encoder.inputs, data, spans: spansOf(encoder) };
}
