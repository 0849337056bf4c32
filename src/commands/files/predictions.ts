import type { NumberMatrix } from "../../base/matrix.ts";
import type { Column } from "../../ingest/table.ts";
import type { OutOfFold } from "../../run/out-of-fold.ts";
import { type Cell, cellText, formatCsv, type ReadyCell, readyCell } from "./csv.ts";
import { targetRounding } from "./target-number.ts";

/** Position of the largest probability of a row; the first of equals. */
export function likeliest({ data, columns }: NumberMatrix, row: number): number {
  let best = 0;
  for (let j = 1; j < columns; j++) if (data[row * columns + j]! > data[row * columns + best]!) best = j;
  return best;
}

/** Prediction and probabilities of one row, as cells; the prediction alone for regression, which has no classes. */
export function predictedCells(
  { data, columns }: NumberMatrix,
  row: number,
  { classes, rounded }: { readonly classes: readonly ReadyCell[]; readonly rounded: (value: number) => number },
): readonly Cell[] {
  if (classes.length === 0) return [rounded(data[row]!)];
  const shares = data.subarray(row * columns, (row + 1) * columns);
  return [classes[likeliest({ rows: 1, columns, data: shares }, 0)]!, shares];
}

/**
 * predictions.csv of a fit: each row as predicted by models that never saw it. Columns: the id if there is one, row (0
 * is the first after the header), fold, the target, then for each model its prediction and its probability of each
 * class.
 */
export function formatOutOfFold(predictions: OutOfFold, target: string, id: Column | null): Uint8Array {
  const { rows, folds, classes, truth, models } = predictions;
  const header = [
    ...(id === null ? [] : [id.name]),
    "row",
    "fold",
    target,
    ...models.flatMap((model) => [model.id, ...classes.map((name) => `${model.id}:${name}`)]),
  ];
  const names = classes.map(readyCell);
  const rounded = targetRounding(classes.length > 0 ? 1 : spreadOf(truth));
  // Row by row: all cells of a large table at once would fill the memory.
  function* cells(): Generator<readonly Cell[]> {
    for (const [i, row] of rows.entries()) {
      const line: Cell[] = id === null ? [] : [cellText(id, row)];
      line.push(row, folds[i]!, names.length === 0 ? truth[i]! : names[truth[i]!]!);
      for (const model of models) line.push(...predictedCells(model.values, i, { classes: names, rounded }));
      yield line;
    }
  }
  return formatCsv(header, cells());
}

function spreadOf(values: ArrayLike<number>): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return high - low;
}
