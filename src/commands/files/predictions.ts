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

/** How predictions.csv is written. */
export interface OutOfFoldForm {
  readonly target: string;
  readonly id: Column | null;
  readonly allRepeats: boolean; // a line for each repeat of a row, in place of one with the means
}

/**
 * predictions.csv of a fit: each row as predicted by models that never saw it, in the order of the table; with repeats
 * the mean of the predictions. Columns: the id if there is one, row (0 is the first after the header), fold (one for
 * each repeat), the target, then for each model its prediction and its probability of each class.
 */
export function formatOutOfFold(predictions: OutOfFold, { target, id, allRepeats }: OutOfFoldForm): Uint8Array {
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
    for (const entries of lineEntries(predictions, allRepeats)) {
      const [first = 0] = entries;
      const line: Cell[] = id === null ? [] : [cellText(id, rows[first]!)];
      const fold = entries.length === 1 ? folds[first]! : entries.map((i) => folds[i]!).join(" ");
      line.push(rows[first]!, fold, names.length === 0 ? truth[first]! : names[truth[first]!]!);
      for (const { values } of models) {
        line.push(...predictedCells(meanOf(values, entries), 0, { classes: names, rounded }));
      }
      yield line;
    }
  }
  return formatCsv(header, cells());
}

/** The entries of each line, in the order of the table and of the folds. */
function lineEntries({ rows, folds }: OutOfFold, allRepeats: boolean): readonly (readonly number[])[] {
  const order = Array.from(rows, (_, i) => i).sort((a, b) => rows[a]! - rows[b]! || folds[a]! - folds[b]!);
  if (allRepeats) return order.map((i) => [i]);
  const lines: number[][] = [];
  for (const i of order) {
    const last = lines.at(-1);
    if (last !== undefined && rows[last[0]!] === rows[i]) last.push(i);
    else lines.push([i]);
  }
  return lines;
}

/** The mean prediction of some entries, as a matrix of one row. */
function meanOf({ data, columns }: NumberMatrix, entries: readonly number[]): NumberMatrix {
  const [first = 0] = entries;
  if (entries.length === 1) return { rows: 1, columns, data: data.subarray(first * columns, (first + 1) * columns) };
  const mean = new Float64Array(columns);
  for (const i of entries) {
    for (let j = 0; j < columns; j++) mean[j]! += data[i * columns + j]! / entries.length;
  }
  return { rows: 1, columns, data: data instanceof Float32Array ? Float32Array.from(mean) : mean };
}

function spreadOf(values: ArrayLike<number>): number {
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return high - low;
}
