import { type RowIndex, zeros } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import { type Encoder, type Write, groupWidth, spansOf } from "./input-group.ts";
import { learnGroups } from "./learn.ts";
import type { CrossFit } from "./many-levels.ts";
import type { EncoderOptions } from "./options.ts";
import type { Inputs } from "./prepared.ts";
import type { Target } from "./target.ts";
import { groupWriter } from "./write.ts";

export type { Encoder } from "./input-group.ts";

/**
 * Learns an encoder from training rows only. `columns` are numeric or category (dates expanded), without the target; `target.values` has one value
 * per entry of `rows`. Constant columns make no input, but there is at least one input when there is a column.
 */
export function learnEncoder(
  columns: readonly Column[],
  target: Target,
  rows: RowIndex,
  options: EncoderOptions,
): Encoder {
  if (target.values.length !== rows.length) throw new Error("One target value per row is needed.");
  const groups = learnGroups(columns, target, rows, options);
  return { inputs: groups.reduce((width, group) => width + groupWidth(group), 0), groups };
}

/** Inputs of the named rows: rows × encoder.inputs, never NaN. A column that is not there counts as missing in all rows. */
export function encode(columns: readonly Column[], rows: RowIndex, encoder: Encoder, shared = false): Inputs {
  return fill(columns, rows, encoder, shared, null);
}

/**
 * Inputs of the rows that the encoder was learned from, in the same order. A row's target codes come from rows of other inner parts only, so that
 * a network does not read its own answer. `parts` has the inner part of each entry of `rows`.
 */
export function encodeTraining(
  columns: readonly Column[],
  rows: RowIndex,
  encoder: Encoder,
  parts: Uint8Array,
  target: Target,
  shared = false,
): Inputs {
  if (parts.length !== rows.length || target.values.length !== rows.length) {
    throw new Error("One part and one target value per row are needed.");
  }
  return fill(columns, rows, encoder, shared, { parts, target });
}

const blockRows = 256; // a block of rows stays in the cache while its groups are written one after the other

function fill(
  columns: readonly Column[],
  rows: RowIndex,
  encoder: Encoder,
  shared: boolean,
  crossFit: CrossFit | null,
): Inputs {
  const byName = new Map(columns.map((column) => [column.name, column]));
  const writers: { readonly write: Write; readonly offset: number }[] = [];
  let offset = 0;
  for (const group of encoder.groups) {
    writers.push({ write: groupWriter(group, byName.get(group.column), rows, crossFit), offset });
    offset += groupWidth(group);
  }
  const { data } = zeros(rows.length, encoder.inputs, shared);
  for (let from = 0; from < rows.length; from += blockRows) {
    const to = Math.min(from + blockRows, rows.length);
    for (const writer of writers) writer.write(from, to, data, encoder.inputs, writer.offset);
  }
  return { rows: rows.length, columns: encoder.inputs, data, spans: spansOf(encoder) };
}
