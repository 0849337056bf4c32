import { UserError } from "../base/errors.ts";
import { sentinelFindings } from "./sentinels.ts";
import { columnFromValues, type ValueOptions } from "./values.ts";
import type { ColumnDecision, Finding, Table } from "./table.ts";

/** A table from values in memory, with what was decided on the way. */
export interface TableResult {
  readonly table: Table;
  readonly decisions: readonly ColumnDecision[];
  readonly findings: readonly Finding[];
}

/** What is read of an Arquero table: its rows as filtered and ordered. */
export interface ArqueroLike {
  columnNames(): readonly string[];
  numRows(): number;
  array(name: string): ArrayLike<unknown>;
}

/** What is read of a danfo.js DataFrame: names, and the cells row by row. */
export interface FrameLike {
  readonly columns: readonly string[];
  readonly shape: readonly number[];
  readonly values: unknown;
}

/**
 * A table from an array of objects, one a row; a key that a row lacks is missing there. Numbers, dates and booleans
 * keep their kind; texts go through the same inference as a file. Throws a UserError that names row and column.
 */
export function fromRows(rows: readonly object[], options: ValueOptions = {}): TableResult {
  const names = new Set<string>();
  const cells = rows.map((row, i) => {
    if (typeof row !== "object" || row === null) {
      throw new UserError(`Row ${i} is ${row === null ? "null" : `a ${typeof row}`}, expected an object.`);
    }
    const entries = new Map<string, unknown>(Object.entries(row));
    for (const name of entries.keys()) names.add(name);
    return entries;
  });
  return fromColumns(
    [...names].map((name) => [name, cells.map((entries) => entries.get(name))]),
    rows.length,
    options,
  );
}

/** A table from an Arquero table, filtered and ordered as it is. */
export function fromArquero(source: ArqueroLike, options: ValueOptions = {}): TableResult {
  const columns = source.columnNames().map((name): [string, ArrayLike<unknown>] => [name, source.array(name)]);
  return fromColumns(columns, source.numRows(), options);
}

/** A table from a frame in the form of danfo.js: `values` holds an array of cells for each row. */
export function fromFrame(frame: FrameLike, options: ValueOptions = {}): TableResult {
  const rows = Array.isArray(frame.values) ? frame.values : [];
  const width = frame.columns.length;
  const wrong = rows.findIndex((row) => !Array.isArray(row) || row.length !== width);
  if (!Array.isArray(frame.values) || wrong >= 0 || rows.length !== frame.shape[0]) {
    throw new UserError(
      wrong >= 0
        ? `Row ${wrong} of the frame does not have ${width} cells.`
        : `The frame says that it has ${frame.shape[0]} rows, but holds ${rows.length}.`,
      { hint: "Pass a DataFrame; convert a Series to one first." },
    );
  }
  const columns = frame.columns.map((name, place): [string, unknown[]] => [
    name,
    rows.map((row: unknown[]) => row[place]),
  ]);
  return fromColumns(columns, rows.length, options);
}

function fromColumns(
  columns: readonly (readonly [name: string, values: ArrayLike<unknown>])[],
  rowCount: number,
  options: ValueOptions,
): TableResult {
  if (rowCount === 0 || columns.length === 0) {
    throw new UserError("The table has no rows.", {
      hint: "Pass at least one row with at least two columns.",
    });
  }
  const names = columns.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new UserError(`Two columns are named "${twice}".`, { hint: "Give each its own name." });
  const typed = columns
    .filter(([name]) => options.types?.[name] !== "ignore")
    .map(([name, values]) => columnFromValues(name, values, options));
  return {
    table: { rowCount, columns: typed.map(({ column }) => column) },
    decisions: typed.map(({ decision }) => decision),
    findings: typed.flatMap(({ column, findings }) => {
      return options.schema === undefined ? [...findings, ...sentinelFindings(column)] : findings;
    }),
  };
}
