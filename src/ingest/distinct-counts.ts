import { sortedPresent } from "../base/statistics.ts";

/** The distinct values of some cells in ascending order, and how many cells hold each; missing ones do not count. */
export function distinctCounts(cells: Float64Array): { readonly values: Float64Array; readonly counts: Uint32Array } {
  const sorted = sortedPresent(cells);
  const values = new Float64Array(sorted.length);
  const counts = new Uint32Array(sorted.length);
  let last = -1;
  for (const value of sorted) {
    if (last < 0 || value !== values[last]) values[++last] = value;
    counts[last]!++;
  }
  return { values: values.slice(0, last + 1), counts: counts.slice(0, last + 1) };
}
