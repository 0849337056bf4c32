import { isoDay } from "../base/day.ts";
import type { NumberMatrix, RowIndex } from "../base/matrix.ts";
import { quantileOfSorted, sum } from "../base/statistics.ts";
import type { Column } from "../ingest/table.ts";
import { mostCells, type PredictColumns, takeRows } from "./importance.ts";

/**
 * Values at which a column's effect is drawn: quantiles from 2.5 to 97.5% without repeats (numbers and dates, as days),
 * or the most frequent levels (codes), at most `size`. Empty when every value is missing. One grid serves all models
 * and folds.
 */
export function dependenceGrid(column: Column, size: number): number[] {
  if (column.kind === "category") {
    const counts = column.levels.map(() => 0);
    for (const code of column.codes) if (code >= 0) counts[code]!++;
    const order = counts.map((_, code) => code).filter((code) => counts[code]! > 0);
    return order.sort((a, b) => counts[b]! - counts[a]! || a - b).slice(0, size);
  }
  const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
  if (sorted.length === 0) return [];
  const grid = Array.from({ length: size }, (_, i) =>
    quantileOfSorted(sorted, 0.025 + (0.95 * i) / Math.max(1, size - 1)),
  );
  return grid.filter((value, i) => value !== grid[i - 1]);
}

/** The grid in words of the table: numbers, names of levels, ISO days. */
export function gridLabels(column: Column, grid: readonly number[]): (number | string)[] {
  if (column.kind === "category") return grid.map((code) => column.levels[code] ?? "");
  if (column.kind === "numeric") return [...grid];
  return grid.map(isoDay);
}

/**
 * Mean prediction over the rows when the named column is set to each value of the grid (Friedman 2001); `output` is the
 * column of the prediction that is averaged. Throws when the column is not there.
 */
export async function partialDependence(input: {
  readonly columns: readonly Column[];
  readonly rows: RowIndex;
  readonly column: string;
  readonly grid: readonly number[];
  readonly output: number;
  readonly predict: PredictColumns;
}): Promise<number[]> {
  const place = input.columns.findIndex((column) => column.name === input.column);
  if (place === -1) throw new Error(`No column "${input.column}".`);
  const count = input.rows.length;
  const most = Math.max(1, Math.floor(mostCells / (count * input.columns.length)));
  const curve: number[] = [];
  for (let from = 0; from < input.grid.length; from += most) {
    const values = input.grid.slice(from, from + most);
    const rows = Uint32Array.from({ length: values.length * count }, (_, i) => input.rows[i % count]!);
    const columns = input.columns.map((column) => takeRows(column, rows));
    const chosen = withValues(columns[place]!, (row) => values[Math.floor(row / count)]!);
    const predictions = await input.predict(columns.with(place, chosen));
    for (const at of values.keys())
      curve.push(meanOutput(predictions, { output: input.output, from: at * count, count }));
  }
  return curve;
}

function withValues(column: Column, valueOf: (row: number) => number): Column {
  return column.kind === "category"
    ? { ...column, codes: column.codes.map((_, row) => valueOf(row)) }
    : { ...column, values: column.values.map((_, row) => valueOf(row)) };
}

function meanOutput(
  { columns, data }: NumberMatrix,
  { output, from, count }: { readonly output: number; readonly from: number; readonly count: number },
): number {
  return sum(Float64Array.from({ length: count }, (_, row) => data[(from + row) * columns + output]!)) / count;
}
