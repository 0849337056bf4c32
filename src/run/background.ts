import type { RowIndex } from "../base/matrix.ts";
import { backgroundRows } from "../evaluate/background.ts";
import { graphOf } from "../export/graph.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import type { RunData } from "../models/run-data.ts";

/** Cells kept for a column: with 16 the baseline moves 1.4 times as much from seed to seed. */
const size = 32;

/** A model with the background that its predictions are explained against, drawn from the rows that it learnt from. */
export function withBackground(
  model: ModelArtifact,
  { run, rows }: { readonly run: RunData; readonly rows: RowIndex },
) {
  const read = new Set(graphOf(model).features.map(({ column }) => model.columns[column]!.name));
  const background = model.columns.flatMap(({ name }) => {
    if (!read.has(name)) return [];
    const column = run.columns[run.sources.indexOf(name)]!; // of a date the day, which comes first
    const drawn = Array.from(backgroundRows(column, rows, { size, seed: model.origin.seed }));
    return [{ column: name, cells: drawn.map((row) => cellOf(column, row)) }];
  });
  return { ...model, background };
}

function cellOf(column: RunData["columns"][number], row: number): number | string | null {
  if (column.kind === "category") return column.levels[column.codes[row]!] ?? null;
  const value = column.values[row]!;
  return Number.isNaN(value) ? null : value;
}
