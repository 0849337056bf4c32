import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "./table.ts";
import { levelCounts } from "./level-counts.ts";

const nameOfIdentifier =
  /^(id|uid|uuid|guid|key|index|rowid|row[ _.-]?(id|nr|no|num|number|index)?|unnamed: ?0|column_1)$|[ _.-](id|uid|uuid|guid|key)$|[a-z](Id|ID|Key)$/;

// Fewer rows prove nothing: twenty different whole numbers are nothing rare.
const fewestRows = 20;
const nearlyAll = 0.98;

/**
 * Why a column names its rows instead of describing them, or null when it does not. Text that is different in nearly
 * every row does; so do different whole numbers that count the rows, or whose column is named as an identifier.
 * Other numbers never do, however different they are.
 */
export function identifierReason(column: Column, rows: RowIndex): string | null {
  if (rows.length < fewestRows || column.kind === "date") return null;
  if (column.kind === "category") {
    if (column.levels.length < nearlyAll * Math.max(fewestRows, rows.length / 2)) return null;
    const counts = levelCounts(column, rows);
    const present = counts.reduce((sum, count) => sum + count, 0);
    const distinct = counts.reduce((sum, count) => sum + Number(count > 0), 0);
    return present >= fewestRows && present >= rows.length / 2 && distinct >= nearlyAll * present
      ? `${distinct} different texts in ${present} rows`
      : null;
  }
  return numberReason(column.name, column.values, rows);
}

function numberReason(name: string, values: Float64Array, rows: RowIndex): string | null {
  const seen = new Set<number>();
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    const value = values[row]!;
    if (!Number.isInteger(value) || seen.has(value)) return null;
    seen.add(value);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high - low + 1 <= 1.5 * rows.length) return "whole numbers that count the rows";
  return nameOfIdentifier.test(name) ? "a different whole number in every row, and the name of an identifier" : null;
}
