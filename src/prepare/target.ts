import type { RowIndex } from "../base/matrix.ts";
import { mean, variance } from "../base/statistics.ts";
import type { Column } from "../ingest/table.ts";
import type { Task } from "./prepared.ts";

/** A target learned with: `values` as `targets` makes them, one per entry of the rows it goes with. */
export interface Target {
  readonly task: Task;
  readonly values: Float32Array;
}

/**
 * What is to be predicted, from the named rows; cells there must not be missing.
 * Classes: sorted, names that are numbers first and in their order. Hand in all rows, so that no fold lacks a class.
 * Regression: mean, deviation (n − 1) and range; hand in training rows only.
 */
export function learnTask(column: Column, rows: RowIndex, kind: Task["kind"]): Task {
  return kind === "classification" ? learnClasses(column, rows) : learnScale(column, rows);
}

/**
 * Class number of each row, or its distance from the mean in deviations. Throws for a missing cell or a class that the
 * task does not know.
 */
export function targets(column: Column, rows: RowIndex, task: Task): Float32Array {
  if (task.kind === "regression") {
    const values = numbers(column, rows);
    return Float32Array.from(values, (value) => (value - task.mean) / task.deviation);
  }
  const numberOf = new Map(task.classes.map((name, i) => [name, i]));
  return Float32Array.from(rows, (row) => {
    const name = className(column, row);
    const found = numberOf.get(name);
    if (found === undefined) throw new Error(`Row ${row} has class ${JSON.stringify(name)}, which the task lacks.`);
    return found;
  });
}

function learnClasses(column: Column, rows: RowIndex): Task {
  const names = new Set<string>();
  if (column.kind === "category") {
    const isSeen = new Uint8Array(column.levels.length); // a text is looked up once, not in every row
    for (let i = 0; i < rows.length; i++) {
      const code = column.codes[rows[i]!]!;
      if (isSeen[code] === 1) continue;
      names.add(className(column, rows[i]!));
      isSeen[code] = 1;
    }
  } else for (const row of rows) names.add(className(column, row));
  return { kind: "classification", classes: [...names].sort(byClassName) };
}

function learnScale(column: Column, rows: RowIndex): Task {
  const values = numbers(column, rows);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (!(low < high)) return { kind: "regression", mean: low, deviation: 1, low, high };
  // Distances from the least, in units of the range: nothing overflows, and an offset costs no digits.
  const unit = high - low < Infinity ? 1 : 2;
  const range = high / unit - low / unit;
  const shares = values.map((value) => (value / unit - low / unit) / range);
  const deviation = Math.sqrt(variance(shares)) * range * unit;
  return { kind: "regression", mean: low + mean(shares) * range * unit, deviation, low, high };
}

/** Rows that may be extreme: a handful, of the lowest and of the highest. */
const handful = 0.005;

/** Ranges of all other rows that an extreme value is beyond them. */
const farRanges = 10;

/**
 * The column with the values of a handful of rows moved to the nearest of all others, from which they lie farther than
 * ten times the range of those: a slip of the keyboard, a word for missing written as a number. They would decide the
 * scale in which networks learn. Rows that are merely far out in a long tail stay as they are.
 */
export function boundExtremes(column: Column, rows: RowIndex): Column {
  if (column.kind === "category") return column;
  const sorted = numbers(column, rows).sort();
  const few = Math.min(Math.max(1, Math.floor(handful * sorted.length)), Math.floor((sorted.length - 1) / 4));
  const [low, high] = [sorted[few]!, sorted[sorted.length - 1 - few]!];
  const range = high - low;
  if (!(range > 0)) return column;
  const [least, most] = [low - farRanges * range, high + farRanges * range];
  if (sorted[0]! >= least && sorted.at(-1)! <= most) return column;
  const values = column.values.map((value) => {
    if (value < least) return low;
    return value > most ? high : value;
  });
  return { ...column, values };
}

function numbers(column: Column, rows: RowIndex): Float64Array {
  if (column.kind === "category") throw new Error(`Target "${column.name}" is a category, not a number.`);
  return Float64Array.from(rows, (row) => {
    const value = column.values[row]!;
    if (Number.isNaN(value)) throw new Error(`Row ${row} has no value of the target "${column.name}".`);
    return value;
  });
}

function className(column: Column, row: number): string {
  const cell = column.kind === "category" ? column.levels[column.codes[row]!] : column.values[row]!;
  if (cell === undefined || Number.isNaN(cell))
    throw new Error(`Row ${row} has no value of the target "${column.name}".`);
  return String(cell);
}

const numberLike = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

function byClassName(a: string, b: string): number {
  const aIsNumber = numberLike.test(a);
  if (aIsNumber !== numberLike.test(b)) return aIsNumber ? -1 : 1;
  return (aIsNumber ? Number(a) - Number(b) : 0) || (a < b ? -1 : 1);
}
