import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "./table.ts";

const reach = 30; // rows before and after
const fewestRows = 4 * reach;
const mostRows = 2000;
const firstRows = 200; // that sort out most windows
const nearly = 0.99; // correlation in those
const equal = 0.999; // correlation with a mean written with few digits
const timesCloser = 10; // than any window of the past, and than the target of the row itself

/**
 * Whether a column is the mean or sum of the target over a window of rows that reaches this row or later ones, such as
 * the mean of the week around it or the target of tomorrow: what no one can know in time. `rows` are in order of time.
 * A window of the past is an honest input, and a column near the target of its row is judged elsewhere: where one of
 * those fits nearly as well, nothing is told.
 */
export function isFutureMean(column: Column, target: Column, rows: RowIndex): boolean {
  if (column.kind !== "numeric" || rows.length < fewestRows) return false;
  if (target.kind === "category" && target.levels.length !== 2) return false;
  const truth = target.kind === "category" ? target.codes : target.values;
  const part = rows.subarray(0, mostRows);
  const sums = new Float64Array(part.length + 1);
  part.forEach((row, i) => (sums[i + 1] = sums[i]! + truth[row]!));
  const values = Float64Array.from(part, (row) => column.values[row]!);
  let future = 0;
  let other = 0;
  for (let first = -reach; first <= reach; first++) {
    for (let last = first; last <= reach; last++) {
      const window = { sums, first, last };
      if (correlation(values, window, firstRows) < nearly) continue;
      const found = correlation(values, window, values.length);
      if (last < 0 || (first === 0 && last === 0)) other = Math.max(other, found);
      else future = Math.max(future, found);
    }
  }
  return future >= equal && 1 - other > timesCloser * (1 - future);
}

interface Window {
  readonly sums: Float64Array; // of the targets before each row
  readonly first: number; // row of the window, counted from the row that has it
  readonly last: number;
}

/** Between the values and the sums of their windows, over the first rows that have both; 0 where either is constant. */
function correlation(values: Float64Array, { sums, first, last }: Window, rows: number): number {
  const from = Math.max(0, -first);
  const to = Math.min(values.length - Math.max(0, last), from + rows);
  let count = 0;
  let [x, y, xx, yy, xy] = [0, 0, 0, 0, 0];
  const [x0, y0] = [values[from]!, sums[from + last + 1]! - sums[from + first]!];
  for (let i = from; i < to; i++) {
    const [a, b] = [values[i]! - x0, sums[i + last + 1]! - sums[i + first]! - y0];
    if (Number.isNaN(a)) continue;
    count++;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const spread = (count * xx - x * x) * (count * yy - y * y);
  return count < reach || !(spread > 0) ? 0 : (count * xy - x * y) / Math.sqrt(spread);
}
