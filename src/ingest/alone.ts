import type { RowIndex } from "../base/matrix.ts";
import { gather } from "../base/select.ts";
import { type Binned, binsOf, leaveOneOutErrors, levelBins } from "./leak.ts";
import type { Column } from "./table.ts";

/**
 * What one column alone leaves unexplained of the target, each row judged by the other rows in its bin or level: errors
 * as a share of those of the commonest class, or squared errors as a share of those of the mean. 1 = it says nothing.
 */
export function unexplainedAlone(column: Column, target: Column, rows: RowIndex): number {
  const binned = column.kind === "category" ? levelBins(column, rows) : binsOf(gather(column.values, rows));
  return target.kind === "category" ? classShare(binned, target, rows) : squareShare(binned, target.values, rows);
}

function classShare(binned: Binned, { codes, levels }: Extract<Column, { kind: "category" }>, rows: RowIndex): number {
  const totals = new Int32Array(levels.length);
  for (const row of rows) totals[codes[row]!]!++;
  const minority = rows.length - Math.max(...totals);
  const classes = gather(codes, rows);
  return minority === 0 ? 1 : leaveOneOutErrors(binned, classes, levels.length) / minority;
}

function squareShare({ bins, binCount }: Binned, values: Float64Array, rows: RowIndex): number {
  const centre = rows.reduce((sum, row) => sum + values[row]! / rows.length, 0);
  const sums = new Float64Array(binCount);
  const counts = new Float64Array(binCount);
  rows.forEach((row, i) => {
    sums[bins[i]!]! += values[row]! - centre;
    counts[bins[i]!]!++;
  });
  let left = 0;
  let total = 0;
  rows.forEach((row, i) => {
    const value = values[row]! - centre;
    const others = counts[bins[i]!]! - 1;
    const expected = others === 0 ? 0 : (sums[bins[i]!]! - value) / others;
    left += (value - expected) ** 2;
    total += value ** 2;
  });
  return total > 0 && Number.isFinite(total) ? left / total : 1;
}
