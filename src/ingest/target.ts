import { nearest, UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { range } from "../base/select.ts";
import { almostNumeric } from "./almost-numeric.ts";
import { levelCounts } from "./level-counts.ts";
import type { Column, Table } from "./table.ts";

export type AskedTask = "auto" | "binary" | "multiclass" | "regression";

type CategoryColumn = Extract<Column, { kind: "category" }>;

/** What is predicted, and why that was inferred, with the way to overrule it, in one sentence. */
export interface InferredTask {
  readonly kind: Exclude<AskedTask, "auto">;
  readonly reason: string;
}

// Whole numbers with so few values are predicted as class numbers.
const mostNumericClasses = 10;

/**
 * The target column: the named one, or the last; where every line ends in a delimiter, the one before. Throws a
 * UserError that suggests the nearest name.
 */
export function resolveTarget(table: Table, name: string | null, file: string): Column {
  const names = table.columns.map((column) => column.name);
  if (table.columns.length < 2) {
    throw new UserError(
      `${file} has ${names.length} usable ${names.length === 1 ? "column" : "columns"}; a target and at least one ` +
        "input are needed.",
      { hint: "If values stand in one line with another delimiter, name it with --delimiter." },
    );
  }
  if (name === null) return table.columns.findLast((column) => !isNothing(column)) ?? table.columns.at(-1)!;
  return findColumn(table, name, { role: "Target", file });
}

/** Whether a column has neither a name of its own nor a value: what a delimiter at the end of every line makes. */
export function isNothing(column: Column): boolean {
  return /^column_\d+_*$/.test(column.name) && rowsWithValue(column).length === 0;
}

/** The column of that name; `role` begins the message. Throws a UserError that suggests the nearest name. */
export function findColumn(table: Table, name: string, { role, file }: { role: string; file: string }): Column {
  const column = table.columns.find((one) => one.name === name);
  if (column !== undefined) return column;
  const names = table.columns.map((one) => one.name);
  const near = nearest(name, names);
  throw new UserError(`${role} "${name}" is not a column of ${file}.`, {
    hint: near === undefined ? `Its columns are ${listed(names)}.` : `Did you mean "${near}"?`,
  });
}

function listed(names: readonly string[]): string {
  return names.slice(0, 8).join(", ") + (names.length > 8 ? `, … (${names.length})` : "");
}

/** Whether a row has a value in the column. */
export function hasValue(column: Column, row: number): boolean {
  return column.kind === "category" ? column.codes[row]! >= 0 : !Number.isNaN(column.values[row]);
}

/** The rows of a column that have a value. */
export function rowsWithValue(column: Column): RowIndex {
  const cells = column.kind === "category" ? column.codes : column.values;
  const least = column.kind === "category" ? 0 : Number.NEGATIVE_INFINITY;
  const rows = new Uint32Array(cells.length);
  let count = 0;
  // A loop: filter of typed arrays costs several times as much.
  for (let row = 0; row < cells.length; row++) if (cells[row]! >= least) rows[count++] = row;
  return count === rows.length ? rows : rows.slice(0, count);
}

function allRows(column: Column): RowIndex {
  return range(0, column.kind === "category" ? column.codes.length : column.values.length);
}

/**
 * The distinct values of a column and how many of the rows have each, in order of first sight; missing cells do not
 * count.
 */
export function valueCounts(column: Column, rows = allRows(column)): Map<string | number, number> {
  const counts = new Map<string | number, number>();
  if (column.kind === "category") {
    const found = levelCounts(column, rows);
    for (let i = 0, left = levelsIn(found); left > 0; i++) {
      const code = column.codes[rows[i]!]!;
      const level = column.levels[code];
      if (level === undefined || counts.has(level)) continue;
      counts.set(level, found[code]!);
      left--;
    }
    return counts;
  }
  for (const row of rows) {
    const value = column.values[row]!;
    if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

function levelsIn(counts: Uint32Array): number {
  return counts.reduce((sum, count) => sum + Number(count > 0), 0);
}

/**
 * Decides whether classes or numbers are predicted, from the rows in use. Text makes classes; so do two distinct
 * numbers, and up to 10 distinct whole numbers that lie close together and are seen 10 times each on average; other
 * numbers are predicted as numbers. Throws a UserError for a target that cannot be predicted, or not in the way that
 * was asked for.
 */
export function inferTask(target: Column, asked: AskedTask, among = rowsWithValue(target)): InferredTask {
  const counts = valueCounts(target, among);
  const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const name = `"${target.name}"`;
  if (counts.size === 0)
    throw new UserError(`Target ${name} has no value in any row.`, { hint: "Name another with --target." });
  if (target.kind === "date") {
    throw new UserError(`Target ${name} is a date, which cannot be predicted.`, {
      hint: "Name another column with --target, or turn the dates into numbers.",
    });
  }
  if (asked === "regression") {
    if (target.kind === "numeric") return { kind: "regression", reason: "Numbers are predicted, as asked for." };
    const almost = almostNumeric(target);
    if (almost !== null) throw almost;
    throw new UserError(
      `Target ${name} is text, such as ${JSON.stringify(target.levels[0])}; a number cannot be predicted.`,
      {
        hint: "Leave out --task, or call the column numeric in --types.",
      },
    );
  }
  if (asked === "binary" && counts.size !== 2) {
    throw new UserError(`Target ${name} has ${counts.size === 1 ? "one class" : `${counts.size} classes`}, not two.`, {
      hint: "Use --task multiclass, or leave it out.",
    });
  }
  const chosen = asked === "auto" ? inferred(target, counts, rows) : classes(counts.size, "as asked for");
  if (chosen.kind !== "regression" && counts.size > 2 && counts.size > rows / 2) {
    const almost = asked === "auto" ? almostNumeric(target) : null;
    if (almost !== null) throw almost;
    throw new UserError(
      `Target ${name} has ${counts.size} classes in ${rows} rows: too few rows of each to learn from.`,
      {
        hint: target.kind === "numeric" ? "Use --task regression." : "Name another column with --target.",
      },
    );
  }
  return chosen;
}

function classes(count: number, why: string): InferredTask {
  if (count === 1) return { kind: "multiclass", reason: `One class is predicted, ${why}.` };
  return count === 2
    ? { kind: "binary", reason: `Two classes are predicted, ${why}.` }
    : { kind: "multiclass", reason: `${count} classes are predicted, ${why}.` };
}

function inferred(target: Column, counts: Map<string | number, number>, rows: number): InferredTask {
  if (target.kind === "category") return classes(counts.size, "because the target is text");
  const values = [...counts.keys()].filter((value) => typeof value === "number");
  if (values.length === 1)
    return { kind: "regression", reason: "Numbers are predicted; --task multiclass overrides it." };
  if (values.length === 2)
    return classes(2, "because the target has two different numbers; --task regression overrides it");
  const whole = values.every(Number.isInteger);
  const width = Math.max(...values.slice(0, 1000)) - Math.min(...values.slice(0, 1000)) + 1;
  if (whole && values.length <= mostNumericClasses && width <= 2 * values.length && rows >= 10 * values.length) {
    return classes(values.length, "because the target has few different whole numbers; --task regression overrides it");
  }
  return {
    kind: "regression",
    reason:
      `Numbers are predicted, because the target has ${values.length} different ${whole ? "whole " : ""}numbers; ` +
      "--task multiclass overrules it.",
  };
}

/** A numeric column as classes named by its numbers, in their order; a category as it is. */
export function asCategory(column: Column): CategoryColumn {
  if (column.kind === "category") return column;
  const numbers = [...valueCounts(column).keys()].filter((value) => typeof value === "number");
  numbers.sort((a, b) => a - b);
  const codeOf = new Map(numbers.map((value, code) => [value, code]));
  const codes = Int32Array.from(column.values, (value) => codeOf.get(value) ?? -1);
  return { kind: "category", name: column.name, codes, levels: numbers.map(String) };
}
