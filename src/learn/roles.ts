import type { RowIndex } from "../base/matrix.ts";
import { range } from "../base/select.ts";
import { readRoles, rowWeights } from "../ingest/roles.ts";
import { duplicateRows } from "../ingest/row-checks.ts";
import type { Column, Table } from "../ingest/table.ts";
import { asCategory, findColumn } from "../ingest/target.ts";
import type { ModelArtifact } from "../model/artifact.ts";

/** A pattern that fills more than a tenth of the rows is no copy, as with the 5 folds of a fit. */
const folds = 5;

/** The columns of rows to learn from, by what they are for. */
export interface Roles {
  readonly inputs: readonly Column[]; // the model's
  readonly target: Column;
  readonly weights: Float32Array | null; // of each row, mean 1; null: all 1
  readonly groups: Int32Array | null; // of each row, to be held out together; -1 = alone
}

/** Columns of new rows beside inputs and target. */
interface BesideInputs {
  readonly columns: readonly Column[];
  readonly weights: Float64Array | null; // of each row; 0 where one weighs nothing beside the others
}

/**
 * The columns that weigh new rows and group them, where the fit had such. Throws a UserError for a column that is not
 * there, and for a cell of `rows` that is missing or no weight.
 */
export function roleColumns(
  { origin: { recipe } }: ModelArtifact,
  table: Table,
  { rows, file }: { readonly rows: RowIndex; readonly file: string },
): BesideInputs {
  const { weight = null, group = null } = recipe ?? {};
  const { weights } = readRoles(table, { weight, group, time: null }, { rows, file });
  const names = new Set([weight, group].filter((name) => name !== null));
  const columns = Array.from(names, (name) => findColumn(table, name, { role: "Column", file }));
  // Groups that are numbers here may be texts in later rows.
  return { columns: columns.map((column) => (column.name === weight ? column : asCategory(column))), weights };
}

/**
 * What the columns of a memory, or of new rows, are for: the inputs come first, the target is the last. Equal rows are
 * a group where the fit had none, as in a fit.
 */
export function rolesOf({ columns: known, origin: { recipe } }: ModelArtifact, { columns, rowCount }: Table): Roles {
  const rows = range(0, rowCount);
  const target = columns.at(-1)!;
  const inputs = columns.slice(0, known.length);
  const named = (name: string | undefined) => columns.slice(known.length, -1).find((column) => column.name === name);
  const all = [...inputs, target];
  const weight = named(recipe?.weight);
  const group = named(recipe?.group);
  return {
    inputs,
    target,
    weights: weight === undefined ? null : Float32Array.from(rowWeights(weight, rows)),
    groups: group === undefined ? duplicateRows(all, rows, { rowCount, folds }).groups : asCategory(group).codes,
  };
}
