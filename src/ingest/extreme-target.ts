import type { RowIndex } from "../base/matrix.ts";
import { gather } from "../base/select.ts";
import { distinctCounts } from "./distinct-counts.ts";
import type { Column, Finding } from "./table.ts";

const most = 5; // more such values are the spread of the target
const fewestRest = 20;
const far = 5; // times the range of all others

/**
 * A warning for single targets far outside all others, such as a price a thousand times too large, with the place of
 * each.
 */
export function extremeTargets(target: Column, rows: RowIndex, where: (row: number) => string): readonly Finding[] {
  if (target.kind !== "numeric") return [];
  const { values, counts } = distinctCounts(gather(target.values, rows));
  const sizes = [true, false].map((low) => outside(values, counts, low));
  const found = [...values.subarray(0, sizes[0]), ...values.subarray(values.length - sizes[1]!)];
  if (found.length === 0) return [];
  const rest = values.subarray(sizes[0], values.length - sizes[1]!);
  const list = found.map((value) => `${value} in ${where(rows.find((row) => target.values[row] === value)!)}`);
  return [
    {
      code: "extreme-target",
      severity: "warning",
      column: target.name,
      message:
        `Target "${target.name}" has ${found.length === 1 ? "a value" : "values"} far outside the others, which lie ` +
        `between ${rest[0]} and ${rest.at(-1)}: ${list.join(", ")}.`,
      action: "Kept; if it is a mistake, correct it or remove the row: one such value dominates every squared error.",
    },
  ];
}

/** How many of the lowest, or highest, values stand apart, each in one row. */
function outside(values: Float64Array, counts: Uint32Array, low: boolean): number {
  const at = (i: number) => (low ? i : values.length - 1 - i);
  for (let size = 1; size <= most && values.length - size >= fewestRest; size++) {
    if (counts[at(size - 1)] !== 1) return 0;
    const near = values[at(size)]!;
    const gap = Math.abs(near - values[at(size - 1)]!);
    // The other end may have such values too: the range is that of the middle.
    const range = Math.abs(values[at(values.length - 1 - Math.min(most, values.length - size - 1))]! - near);
    if (gap > far * range) return size;
  }
  return 0;
}
