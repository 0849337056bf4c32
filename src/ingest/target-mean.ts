import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "./table.ts";
import { hasValue } from "./target.ts";

type NumericColumn = Extract<Column, { kind: "numeric" }>;

const mostClasses = 5;
const fewestGroups = 10;
const agreeing = 0.95;
const close = 0.005; // of the target's deviation: means are written with few digits

/** The rows that share a mean: those with one value of `by`, or null = of the column itself. */
interface Sharing {
  readonly rows: RowIndex;
  readonly by: Column | null;
}

/**
 * Whether a column is the mean of the target over the rows that share its value, or a value of `by`, all of them or all
 * others: what no one can know before the targets are known. For classes it is the share of one of them.
 */
export function isTargetMean(column: Column, target: Column, sharing: Sharing): boolean {
  if (column.kind !== "numeric") return false;
  const { rows } = sharing;
  if (target.kind !== "category") {
    const values = Float64Array.from(rows, (row) => target.values[row]!);
    return isMeanOf(column, values, sharing);
  }
  const classes = Array.from(target.levels.keys()).slice(0, mostClasses);
  return classes.some((label) => {
    const isLabel = Float64Array.from(rows, (row) => Number(target.codes[row] === label));
    return isMeanOf(column, isLabel, sharing);
  });
}

function isMeanOf(column: NumericColumn, truth: Float64Array, { rows, by }: Sharing): boolean {
  const key = (row: number) =>
    by === null ? column.values[row]! : by.kind === "category" ? by.codes[row]! : by.values[row]!;
  const groups = new Map<number, { sum: number; rows: number }>();
  rows.forEach((row, i) => {
    if (by !== null && !hasValue(by, row)) return;
    const group = groups.get(key(row)) ?? { sum: 0, rows: 0 };
    group.sum += truth[i]!;
    group.rows++;
    groups.set(key(row), group);
  });
  const centre = truth.reduce((sum, value) => sum + value / truth.length, 0);
  const deviation = Math.sqrt(truth.reduce((sum, value) => sum + (value - centre) ** 2 / truth.length, 0));
  const several = [...groups.values()].filter((group) => group.rows > 1);
  if (several.length < fewestGroups || several.length * 1.5 > rows.length || !(deviation > 0)) return false;
  let tried = 0;
  let agree = 0;
  rows.forEach((row, i) => {
    const group = groups.get(key(row));
    if (group === undefined || group.rows < 2 || !hasValue(column, row)) return;
    tried++;
    const value = column.values[row]!;
    const withOwn = group.sum / group.rows;
    const without = (group.sum - truth[i]!) / (group.rows - 1);
    if (Math.min(Math.abs(value - withOwn), Math.abs(value - without)) <= close * deviation) agree++;
  });
  return tried >= rows.length / 2 && agree >= agreeing * tried;
}
