import { sortedPresent } from "../base/statistics.ts";

/** The distinct values of some cells in ascending order, and how many cells hold each; missing ones do not count. */
export function distinctCounts(cells: Float64Array): { readonly values: Float64Array; readonly counts: Uint32Array } {
  const sorted = sortedPresent(cells);
  const values: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    if (value === values.at(-1)) counts[counts.length - 1]!++;
    else {
      values.push(value);
      counts.push(1);
    }
  }
  return { values: Float64Array.from(values), counts: Uint32Array.from(counts) };
}
