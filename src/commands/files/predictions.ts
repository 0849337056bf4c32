import type { Matrix, Matrix64 } from "../../base/matrix.ts";
import type { Column } from "../../ingest/table.ts";
import type { OutOfFold } from "../../run/out-of-fold.ts";
import { type Cell, cellText, formatCsv, type ReadyCell, readyCell } from "./csv.ts";

/** Position of the largest probability of a row; the first of equals. */
export function likeliest({ data, columns }: Matrix | Matrix64, row: number): number {
  let best = 0;
  for (let j = 1; j < columns; j++) if (data[row * columns + j]! > data[row * columns + best]!) best = j;
  return best;
}

/** Prediction and probabilities of one row, as cells; the prediction alone for regression, which has no classes. */
export function predictedCells(values: Matrix | Matrix64, row: number, classes: readonly ReadyCell[]): readonly Cell[] {
  const numbers = values.data.subarray(row * values.columns, (row + 1) * values.columns);
  return classes.length === 0 ? [numbers] : [classes[likeliest(values, row)]!, numbers];
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
  // Row by row: the cells of a large table at once would fill the memory.
  function* cells(): Generator<readonly Cell[]> {
    for (const [i, row] of rows.entries()) {
      const line: Cell[] = id === null ? [] : [cellText(id, row)];
      line.push(row, folds[i]!, names.length === 0 ? truth[i]! : names[truth[i]!]!);
      for (const model of models) line.push(...predictedCells(model.values, i, names));
      yield line;
    }
  }
  return formatCsv(header, cells());
}
