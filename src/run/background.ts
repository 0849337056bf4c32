import type { RowIndex } from "../base/matrix.ts";
import { backgroundRows } from "../evaluate/background.ts";
import type { Graph } from "../export/graph.ts";
import type { BackgroundColumn } from "../model/background.ts";
import { firstColumns, type RunData } from "../models/run-data.ts";

/** Cells kept for a column: with 16 the baseline moves 1.4 times as much from seed to seed. */
const size = 32;

/** The background of each column that a model reads, drawn from the rows that it learnt from. */
export function backgroundOf(
  { columns, features }: Graph,
  { data, rows }: { readonly data: RunData; readonly rows: RowIndex },
): readonly BackgroundColumn[] {
  const read = new Set(features.map(({ column }) => columns[column]!.name));
  const first = firstColumns(data);
  return columns.flatMap(({ name }) => {
    if (!read.has(name)) return [];
    const column = first.get(name)!;
    const drawn = Array.from(backgroundRows(column, rows, { size, seed: data.origin.seed }));
    return [{ column: name, cells: drawn.map((row) => cellOf(column, row)) }];
  });
}

/** A number (of a date its day since 1970), a level, or null where it is missing. */
export function cellOf(column: RunData["columns"][number], row: number): number | string | null {
  if (column.kind === "category") return column.levels[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}
