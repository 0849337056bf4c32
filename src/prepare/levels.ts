import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "../ingest/table.ts";
import type { Target } from "./target.ts";

export type CategoryColumn = Extract<Column, { kind: "category" }>;

/**
 * Levels that occur in the named rows with their number of rows, by name: the order must not depend on the table's
 * codes.
 */
export function countLevels(column: CategoryColumn, rows: RowIndex): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const byCode = new Uint32Array(column.levels.length);
  for (const row of rows) if (column.codes[row]! >= 0) byCode[column.codes[row]!]!++;
  byCode.forEach((count, code) => {
    const name = column.levels[code]!;
    if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  });
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What one category column needs to be learned. */
export interface CategoryLearning {
  readonly column: CategoryColumn;
  readonly counts: ReadonlyMap<string, number>;
  readonly hasMissing: boolean;
  readonly rows: RowIndex;
  readonly target: Target;
  readonly limit: number; // of inputs for single levels
}

/** Place in `levels` of each code of the column, −1 for a level that is not there. */
export function placeOfCode(column: CategoryColumn, levels: readonly string[]): Int32Array {
  const places = new Map(levels.map((name, place) => [name, place]));
  return Int32Array.from(column.levels, (name) => places.get(name) ?? -1);
}
