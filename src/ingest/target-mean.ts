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
 * Whether a column is the mean of the target over the rows that share its value, or the mean or sum over those that
 * share a value of `by`, all of them or all others: what no one can know before the targets are known. For classes it
 * is the share or count of one of them.
 */
export function isTargetMean(column: Column, target: Column, sharing: Sharing): boolean {
  if (column.kind !== "numeric") return false;
  const { rows, by } = sharing;
  if (by === null && mostLieOutside(column.values, target, rows)) return false;
  const groups = groupsOf(by ?? column, rows);
  if (groups === null) return false;
  const values = gather(column.values, rows);
  if (target.kind !== "category") {
    return isMeanOf(values, gather(target.values, rows), { ...groups, alsoSums: by !== null });
  }
  const classes = Array.from(target.levels.keys()).slice(0, mostClasses);
  return classes.some((label) => {
    const isLabel = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) isLabel[i] = Number(target.codes[rows[i]!] === label);
    return isMeanOf(values, isLabel, { ...groups, alsoSums: by !== null });
  });
}

/**
 * Whether too many values lie outside the range of the target for them to be its means: half of the rows take part at
 * least, and nearly all of those agree.
 */
function mostLieOutside(values: Float64Array, target: Column, rows: RowIndex): boolean {
  let low = target.kind === "category" ? 0 : Number.POSITIVE_INFINITY;
  let high = target.kind === "category" ? 1 : Number.NEGATIVE_INFINITY;
  if (target.kind !== "category") {
    for (let i = 0; i < rows.length; i++) {
      const value = target.values[rows[i]!]!;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const slack = close * (high - low); // a deviation is at most half of the range
  let outside = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    outside += Number(value < low - slack || value > high + slack);
  }
  return outside > (1 - agreeing / 2) * rows.length;
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
      ? { groups: gather(column.codes, rows), count: column.levels.length }
      : numberGroups(gather(column.values, rows));
  const sizes = new Uint32Array(count);
  for (const group of groups) if (group >= 0) sizes[group]!++;
  const several = sizes.reduce((sum, size) => sum + Number(size > 1), 0);
  return several < fewestGroups || several * 1.5 > rows.length ? null : { groups, sizes };
}

function gather<T extends Float64Array | Int32Array>(cells: T, rows: RowIndex): T {
  const gathered = cells.slice(0, rows.length);
  for (let i = 0; i < rows.length; i++) gathered[i] = cells[rows[i]!]!;
  return gathered as T;
}

/** Whether the values are means of the truth over the groups, or its sums if asked for. */
function isMeanOf(
  values: Float64Array,
  truth: Float64Array,
  { groups, sizes, alsoSums }: Groups & { readonly alsoSums: boolean },
): boolean {
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
  const mostApart = (1 - agreeing) * truth.length + 1; // with more, too few agree, whatever comes
  let tried = 0;
  let agree = 0;
  for (let i = 0; i < truth.length; i++) {
    const group = groups[i]!;
    const value = values[i]!;
    if (group < 0 || sizes[group]! < 2 || Number.isNaN(value)) continue;
    tried++;
    const withOwn = sums[group]! / sizes[group]!;
    const others = sums[group]! - truth[i]!;
    const without = others / (sizes[group]! - 1);
    let distance = Math.min(Math.abs(value - withOwn), Math.abs(value - without));
    if (alsoSums) distance = Math.min(distance, Math.abs(value - sums[group]!), Math.abs(value - others));
    if (distance <= near) agree++;
    else if (tried - agree > mostApart) return false;
  }
  return tried >= truth.length / 2 && agree >= agreeing * tried;
}
