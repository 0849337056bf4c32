import type { RowIndex } from "../base/matrix.ts";
import { numberGroups } from "./distinct.ts";
import type { Column } from "./table.ts";

const mostClasses = 5;
const fewestGroups = 10;
const agreeing = 0.95;
const close = 0.005; // of the target's deviation: means are written with few digits

/** Whether a column of numbers is such a mean. */
type IsMean = (values: Float64Array) => boolean;

/**
 * Tells whether a column is the mean of the target over the rows that share its value, or the mean or sum over those
 * that share a value of `by`, all of them or all others: what no one can know before the targets are known. For classes
 * it is the share or count of one of them. What belongs to `by` is counted once for all columns.
 */
export function targetMeans(target: Column, rows: RowIndex): (column: Column, by: Column | null) => boolean {
  const known = new Map<Column, IsMean>();
  const outside = new Map<Column, boolean>(); // whether a column is no share and no sum over any groups
  return (column, by) => {
    if (column.kind !== "numeric") return false;
    if (by === null) {
      const means = { rows, alsoSums: false };
      return !mostLieOutside(column.values, target, means) && meansOver(column, target, means)(column.values);
    }
    const sums = { rows, alsoSums: true };
    if (!outside.has(column)) outside.set(column, mostLieOutside(column.values, target, sums));
    if (outside.get(column)!) return false;
    let isMean = known.get(by);
    if (isMean === undefined) known.set(by, (isMean = meansOver(by, target, sums)));
    return isMean(column.values);
  };
}

/**
 * Whether too many values lie outside the range of the target for them to be its means: half of the rows take part at
 * least, and nearly all of those agree. Sums of classes are counts; those of numbers may be any number.
 */
function mostLieOutside(values: Float64Array, target: Column, { rows, alsoSums }: Means): boolean {
  if (alsoSums && target.kind !== "category") return false;
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
    if (value < low - slack) outside++;
    else if (value > high + slack) outside += Number(!alsoSums || Math.abs(value - Math.round(value)) > slack);
  }
  return outside > (1 - agreeing / 2) * rows.length;
}

/** The rows that share a value: the group of each, and how large the groups are. */
interface Groups {
  readonly groups: Int32Array; // by table row; -1 = no value
  readonly sizes: Uint32Array;
}

/** Null where too few rows share a value to tell a mean. */
function groupsOf(column: Column, rows: RowIndex): Groups | null {
  const { groups, count } =
    column.kind === "category" ? { groups: column.codes, count: column.levels.length } : numberGroups(column.values);
  const sizes = new Uint32Array(count);
  for (let i = 0; i < rows.length; i++) {
    const group = groups[rows[i]!]!;
    if (group >= 0) sizes[group]!++;
  }
  const several = sizes.reduce((sum, size) => sum + Number(size > 1), 0);
  return several < fewestGroups || several * 1.5 > rows.length ? null : { groups, sizes };
}

interface Means {
  readonly rows: RowIndex;
  readonly alsoSums: boolean; // sums are told too
}

function meansOver(by: Column, target: Column, means: Means): IsMean {
  const shared = groupsOf(by, means.rows);
  if (shared === null) return () => false;
  if (target.kind !== "category") {
    const { values } = target;
    return meanOf((row) => values[row]!, { ...shared, ...means });
  }
  const { codes, levels } = target;
  const ofClasses = Array.from(levels.keys())
    .slice(0, mostClasses)
    .map((label) => meanOf((row) => Number(codes[row] === label), { ...shared, ...means }));
  return (values) => ofClasses.some((isMean) => isMean(values));
}

/** Tells whether values are means of the truth over the groups. */
function meanOf(truth: (row: number) => number, { groups, sizes, rows, alsoSums }: Groups & Means): IsMean {
  const sums = new Float64Array(sizes.length);
  let centre = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    centre += truth(row) / rows.length;
    if (groups[row]! >= 0) sums[groups[row]!]! += truth(row);
  }
  let variance = 0;
  for (let i = 0; i < rows.length; i++) variance += (truth(rows[i]!) - centre) ** 2 / rows.length;
  if (!(variance > 0)) return () => false;
  const near = close * Math.sqrt(variance);
  const mostApart = (1 - agreeing) * rows.length + 1; // with more, too few agree, whatever comes
  return (values) => {
    let tried = 0;
    let agree = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const group = groups[row]!;
      const value = values[row]!;
      if (group < 0 || sizes[group]! < 2 || Number.isNaN(value)) continue;
      tried++;
      const withOwn = sums[group]! / sizes[group]!;
      const others = sums[group]! - truth(row);
      const without = others / (sizes[group]! - 1);
      let distance = Math.min(Math.abs(value - withOwn), Math.abs(value - without));
      if (alsoSums) distance = Math.min(distance, Math.abs(value - sums[group]!), Math.abs(value - others));
      if (distance <= near) agree++;
      else if (tried - agree > mostApart) return false;
    }
    return tried >= rows.length / 2 && agree >= agreeing * tried;
  };
}
