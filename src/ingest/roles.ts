import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import type { Column, Table } from "./table.ts";
import { findColumn, hasValue } from "./target.ts";

/** Columns that say something of the rows and are not learnt from; null where there is none. */
export interface AskedRoles {
  readonly group: string | null;
  readonly time: string | null;
  readonly weight: string | null;
}

/** What those columns say, by table row; defined where the rows that were asked for are. */
export interface Roles {
  readonly groups: Int32Array | null; // code of each group
  readonly time: Float64Array | null;
  readonly weights: Float64Array | null; // mean 1; 0 where a row weighs nothing beside the others
}

interface RoleRows {
  readonly rows: RowIndex; // that need a value in each of the columns
  readonly file: string; // for messages
  readonly where?: Place;
}

/** A row in words: "line 7" of a file; left out, its number among the rows. */
export type Place = (row: number) => string;

export const rowOfData: Place = (row) => `row ${row + 1} of the data`;

/**
 * Reads the columns with a role. Throws a UserError for a column that is not there, and for a cell in `rows` that is
 * missing or says nothing.
 */
export function readRoles(
  table: Table,
  { group, time, weight }: AskedRoles,
  { rows, file, where = rowOfData }: RoleRows,
): Roles {
  const read = <T>(name: string | null, role: string, values: (column: Column) => T): T | null => {
    if (name === null) return null;
    const column = findColumn(table, name, { role: `${role} column`, file });
    refuseMissing(column, role, { rows, where });
    return values(column);
  };
  return {
    groups: read(group, "Group", groupCodes),
    time: read(time, "Time", timeValues),
    weights: read(weight, "Weight", (column) => rowWeights(column, rows, where)),
  };
}

function refuseMissing(column: Column, role: string, { rows, where }: { rows: RowIndex; where: Place }): void {
  const without = rows.filter((row) => !hasValue(column, row));
  if (without.length === 0) return;
  const have = without.length === 1 ? "has" : "have";
  throw new UserError(
    `${role} column "${column.name}": ${without.length} of ${rows.length} rows ${have} no value, first in ` +
      `${where(without[0]!)}.`,
    { hint: "Fill them in, or remove those rows." },
  );
}

function groupCodes(column: Column): Int32Array {
  if (column.kind === "category") return column.codes;
  const codes = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  });
}

function timeValues(column: Column): Float64Array {
  if (column.kind !== "category") return column.values;
  throw new UserError(`Time column "${column.name}" holds text, which has no order in time.`, {
    hint: `Say what it is with --types, for example {"${column.name}": "date"}, or name another column.`,
  });
}

/**
 * Weights with mean 1 over the rows. What is 0 in float32, which networks learn in, is 0. Throws a UserError for what
 * is no weight.
 */
export function rowWeights(column: Column, rows: RowIndex, where = rowOfData): Float64Array {
  const wrong = (why: string) =>
    new UserError(`Weight column "${column.name}" ${why}.`, {
      hint: "Weights are numbers of 0 or more, one in each row.",
    });
  if (column.kind !== "numeric") throw wrong("does not hold numbers");
  const { values } = column;
  let largest = 0;
  for (const row of rows) {
    if (values[row]! < 0) throw wrong(`is negative in ${where(row)}`);
    largest = Math.max(largest, values[row]!);
  }
  if (largest === 0) throw wrong("is 0 in every row");
  // Sums of ordinary weights are exact enough; extreme ones are first divided by the largest.
  const unit = largest > 1e100 || largest < 1e-100 ? largest : 1;
  let sum = 0;
  for (const row of rows) sum += values[row]! / unit;
  const share = rows.length / sum;
  return values.map((weight) => {
    const scaled = (weight / unit) * share;
    return Math.fround(scaled) === 0 ? 0 : scaled;
  });
}
