import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "./table.ts";

type CategoryColumn = Extract<Column, { kind: "category" }>;

const known = new WeakMap<Int32Array, Uint32Array>();

/** How many of the rows, each named once, have each level of a column. */
export function levelCounts(column: CategoryColumn, rows: RowIndex): Uint32Array {
  const { codes, levels } = column;
  if (rows.length === codes.length) return allLevelCounts(column);
  const counts = new Uint32Array(levels.length);
  for (let i = 0; i < rows.length; i++) {
    const code = codes[rows[i]!]!;
    if (code >= 0) counts[code]!++;
  }
  return counts;
}

/** How many of all rows have each level; it is worked out once, and the codes must not change afterwards. */
export function allLevelCounts({ codes, levels }: CategoryColumn): Uint32Array {
  let counts = known.get(codes);
  if (counts === undefined) {
    counts = new Uint32Array(levels.length);
    for (let row = 0; row < codes.length; row++) {
      const code = codes[row]!;
      if (code >= 0) counts[code]!++;
    }
    known.set(codes, counts);
  }
  return counts;
}
