import type { RowIndex } from "../base/matrix.ts";
import { UserError } from "../base/errors.ts";
import type { Column } from "../ingest/table.ts";
import { levelWriter } from "./category.ts";
import type { InputGroup, MissingGroup, Write } from "./input-group.ts";
import type { CategoryColumn } from "./levels.ts";
import { type CrossFit, manyLevelsWriter } from "./many-levels.ts";
import { numericWriter } from "./numeric.ts";

/**
 * How a group writes its inputs from its column; a column that is not there is missing in all rows. Throws a UserError
 * for the wrong kind.
 */
export function groupWriter(
  group: InputGroup,
  column: Column | undefined,
  { rows, crossFit }: { readonly rows: RowIndex; readonly crossFit: CrossFit | null },
): Write {
  if (group.kind === "missing") return missingWriter(group, column, rows);
  if (column === undefined) return () => undefined;
  switch (group.kind) {
    case "pair":
    case "levels":
      return levelWriter(group, categoryOf(column), rows);
    case "many-levels":
      return manyLevelsWriter(group, categoryOf(column), { rows, crossFit });
    default:
      return numericWriter(group, numbersOf(column), rows);
  }
}

function missingWriter(_group: MissingGroup, column: Column | undefined, rows: RowIndex): Write {
  return ({ from, to, data, stride, offset }) => {
    for (let i = from; i < to; i++) {
      if (column === undefined || isMissing(column, rows[i]!)) data[i * stride + offset] = 1;
    }
  };
}

/** Whether the column has no value in a row. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === "category" ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

function numbersOf(column: Column): Float64Array {
  if (column.kind === "numeric") return column.values;
  throw wrongKind(column, "numbers");
}

function categoryOf(column: Column): CategoryColumn {
  if (column.kind === "category") return column;
  throw wrongKind(column, "categories");
}

function wrongKind(column: Column, wanted: string): UserError {
  return new UserError(`Column "${column.name}" holds ${wanted} in the model, but is read as ${column.kind} here.`, {
    hint: "Read the data with the kinds of columns that the model was learned with.",
  });
}
