import type { RowIndex } from "../base/matrix.ts";
import { gather } from "../base/select.ts";
import { mean } from "../base/statistics.ts";
import type { Column } from "./table.ts";

const reach = 30; // rows before and after
const fewestRows = 4 * reach;
const mostRows = 2000;
const firstRows = 200; // that sort out most windows
const nearly = 0.99; // correlation in those
const equal = 0.999; // correlation with a mean written with few digits
const timesCloser = 10; // than any window of the past, and than the target of the row itself

/**
 * Tells whether a column is the mean or sum of the target over a window of rows that reaches this row or later ones,
 * such as the mean of the week around it or the target of tomorrow: what no one can know in time. `rows` are in order
 * of time. A window of the past is an honest input, and a column near the target of its row is judged elsewhere: where
 * one of those fits nearly as well, the answer is no.
 */
export function futureMeans(target: Column, rows: RowIndex): (column: Column) => boolean {
  if (rows.length < fewestRows || (target.kind === "category" && target.levels.length !== 2)) return () => false;
  const truth = target.kind === "category" ? target.codes : target.values;
  const part = rows.subarray(0, mostRows);
  const sums = new Float64Array(part.length + 1);
  part.forEach((row, i) => (sums[i + 1] = sums[i]! + truth[row]!));
  const nearOf = windowSieve(sums);
  return (column) => {
    if (column.kind !== "numeric") return false;
    const values = gather(column.values, part);
    const isNear = nearOf(values);
    let future = 0;
    let other = 0;
    for (let first = -reach; first <= reach; first++) {
      for (let last = first; last <= reach; last++) {
        if (!isNear(first, last)) continue;
        const window = { sums, first, last };
        if (correlation(values, window, firstRows) < nearly) continue;
        const found = correlation(values, window, values.length);
        if (last < 0 || (first === 0 && last === 0)) other = Math.max(other, found);
        else future = Math.max(future, found);
      }
    }
    return future >= equal && 1 - other > timesCloser * (1 - future);
  };
}

const loosely = 0.9; // below `nearly`: it looks at rows that have every window, and windows of the ends have more

/**
 * Sorts out most windows of a column at once: covariances with the sum of any window are differences of those with the
 * sums before each row, and what the windows say of each other is known for all columns. Every window passes for a
 * column with missing values.
 */
function windowSieve(sums: Float64Array): (values: Float64Array) => (first: number, last: number) => boolean {
  const count = Math.min(firstRows, sums.length - 1 - 2 * reach);
  const offsets = 2 * reach + 2; // from the first row of the earliest window to beyond the last of the latest
  const trend = (sums[count + 2 * reach]! - sums[0]!) / (count + 2 * reach);
  const centred = Array.from({ length: offsets }, (_, offset) =>
    centre(Float64Array.from({ length: count }, (_, i) => sums[i + offset]! - trend * (i + offset))),
  );
  const spreads = centred.map((one) => centred.map((other) => squares(one, other)));
  return (values) => {
    const own = centre(values.slice(reach, reach + count));
    const spread = product(own, own);
    if (Number.isNaN(spread)) return () => true;
    const shared = centred.map((one) => product(own, one));
    return (first, last) => {
      const [from, to] = [first + reach, last + 1 + reach];
      return shared[to]! - shared[from]! >= loosely * Math.sqrt(spread * spreads[to]![from]!);
    };
  };
}

function centre(values: Float64Array): Float64Array {
  const middle = mean(values);
  return values.map((value) => value - middle);
}

function product(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

function squares(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i]! - b[i]!) ** 2;
  return total;
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
