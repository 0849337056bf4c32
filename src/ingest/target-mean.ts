import type { RowIndex } from "../base/matrix.ts";
import { numberGroups } from "./distinct.ts";
import type { Column } from "./table.ts";

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
  const { rows, by } = sharing;
  const groups = groupsOf(by ?? column, rows);
  if (groups === null) return false;
  const values = Float64Array.from(rows, (row) => column.values[row]!);
  if (target.kind !== "category") {
    const truth = Float64Array.from(rows, (row) => target.values[row]!);
    return isMeanOf(values, truth, groups);
  }
  const classes = Array.from(target.levels.keys()).slice(0, mostClasses);
  return classes.some((label) => {
    const isLabel = Float64Array.from(rows, (row) => Number(target.codes[row] === label));
    return isMeanOf(values, isLabel, groups);
  });
}

/** The rows that share a value: the group of each, and how large the groups are. */
interface Groups {
  readonly groups: Int32Array; // by place among the rows; -1 = no value
  readonly sizes: Uint32Array;
}

/** Null where too few rows share a value to tell a mean. */
function groupsOf(column: Column, rows: RowIndex): Groups | null {
  const { groups, count } =
    column.kind === "category"
      ? { groups: Int32Array.from(rows, (row) => column.codes[row]!), count: column.levels.length }
      : numberGroups(Float64Array.from(rows, (row) => column.values[row]!));
  const sizes = new Uint32Array(count);
  for (const group of groups) if (group >= 0) sizes[group]!++;
  const several = sizes.reduce((sum, size) => sum + Number(size > 1), 0);
  return several < fewestGroups || several * 1.5 > rows.length ? null : { groups, sizes };
}

/** Whether the values are means of the truth over the groups. */
function isMeanOf(values: Float64Array, truth: Float64Array, { groups, sizes }: Groups): boolean {
  const sums = new Float64Array(sizes.length);
  let centre = 0;
  for (let i = 0; i < truth.length; i++) {
    centre += truth[i]! / truth.length;
    if (groups[i]! >= 0) sums[groups[i]!]! += truth[i]!;
  }
  let variance = 0;
  for (const value of truth) variance += (value - centre) ** 2 / truth.length;
  if (!(variance > 0)) return false;
  const near = close * Math.sqrt(variance);
  let tried = 0;
  let agree = 0;
  for (let i = 0; i < truth.length; i++) {
    const group = groups[i]!;
    const value = values[i]!;
    if (group < 0 || sizes[group]! < 2 || Number.isNaN(value)) continue;
    tried++;
    const withOwn = sums[group]! / sizes[group]!;
    const without = (sums[group]! - truth[i]!) / (sizes[group]! - 1);
    if (Math.min(Math.abs(value - withOwn), Math.abs(value - without)) <= near) agree++;
  }
  return tried >= truth.length / 2 && agree >= agreeing * tried;
}
