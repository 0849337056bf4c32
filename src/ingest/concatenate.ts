import { UserError } from "../base/errors.ts";
import type { TableResult } from "./adapters.ts";
import type { Column, ColumnDecision } from "./table.ts";

/** One of several files that make up a table. */
export interface TablePart extends TableResult {
  readonly file: string; // for messages
}

/**
 * The rows of several tables, one after another, as one table. All must have the same columns by name, in any order,
 * and of the same kinds. Throws a UserError that names the file and column that differ.
 */
export function concatenate(parts: readonly TablePart[]): TableResult {
  const [first, ...others] = parts;
  if (first === undefined) throw new Error("There is no table to begin with.");
  if (others.length === 0) return first;
  for (const part of others) checkNames(first, part);
  const rowCount = parts.reduce((sum, { table }) => sum + table.rowCount, 0);
  const columns = first.table.columns.map((column) => join(column.name, parts, rowCount));
  const decisions = first.decisions.map(({ name }, place): ColumnDecision => {
    const decision = decisionOf(parts.find((part) => hasValues(columnOf(part, name))) ?? first, name);
    const missing = parts.reduce((sum, part) => sum + decisionOf(part, name).missing, 0);
    return { ...decision, missing, distinct: distinctOf(columns[place]!) };
  });
  const findings = new Map(parts.flatMap((part) => part.findings).map((finding) => [JSON.stringify(finding), finding]));
  return { table: { rowCount, columns }, decisions, findings: [...findings.values()] };
}

function checkNames(first: TablePart, part: TablePart): void {
  const names = new Set(part.table.columns.map(({ name }) => name));
  const lacking = first.table.columns.find(({ name }) => !names.has(name));
  const known = new Set(first.table.columns.map(({ name }) => name));
  const further = part.table.columns.find(({ name }) => !known.has(name));
  if (lacking === undefined && further === undefined) return;
  throw new UserError(
    lacking === undefined
      ? `${part.file} has a column "${further!.name}", which ${first.file} does not have.`
      : `${part.file} has no column "${lacking.name}", which ${first.file} has.`,
    { hint: "Files that make up one table have the same columns." },
  );
}

function join(name: string, parts: readonly TablePart[], rowCount: number): Column {
  const wanted = parts.find((part) => hasValues(columnOf(part, name))) ?? parts[0]!;
  const { kind } = columnOf(wanted, name);
  const columns = parts.map((part) => {
    const column = columnOf(part, name);
    if (column.kind === kind) return column;
    // Where all is missing, nothing says what it is.
    if (!hasValues(column)) return emptyColumn(columnOf(wanted, name), part.table.rowCount);
    throw new UserError(`Column "${name}" is ${column.kind} in ${part.file} and ${kind} in ${wanted.file}.`, {
      hint: `Say what it is with --types, for example {"${name}": "${kind}"}.`,
    });
  });
  const [first] = columns;
  if (first!.kind === "category") return joinLevels(name, columns, rowCount);
  const values = new Float64Array(rowCount);
  let at = 0;
  for (const column of columns) {
    if (column.kind === "category") continue;
    values.set(column.values, at);
    at += column.values.length;
  }
  if (first!.kind === "numeric") return { ...first!, values };
  const hasTime = columns.some((column) => column.kind === "date" && column.hasTime);
  return { ...first!, values, hasTime };
}

function joinLevels(name: string, columns: readonly Column[], rowCount: number): Column {
  const codeOf = new Map<string, number>();
  const codes = new Int32Array(rowCount);
  let at = 0;
  for (const column of columns) {
    if (column.kind !== "category") continue;
    const translated = column.levels.map((level) => {
      const code = codeOf.get(level) ?? codeOf.size;
      codeOf.set(level, code);
      return code;
    });
    for (const code of column.codes) codes[at++] = code < 0 ? -1 : translated[code]!;
  }
  return { kind: "category", name, codes, levels: [...codeOf.keys()] };
}

function emptyColumn(like: Column, rows: number): Column {
  if (like.kind === "category") return { ...like, codes: new Int32Array(rows).fill(-1), levels: [] };
  return { ...like, values: new Float64Array(rows).fill(Number.NaN) };
}

function hasValues(column: Column): boolean {
  if (column.kind === "category") return column.codes.some((code) => code >= 0);
  return column.values.some((value) => !Number.isNaN(value));
}

function columnOf({ table }: TablePart, name: string): Column {
  return table.columns.find((column) => column.name === name)!;
}

function decisionOf({ decisions }: TablePart, name: string): ColumnDecision {
  return decisions.find((decision) => decision.name === name)!;
}

function distinctOf(column: Column): number {
  if (column.kind === "category") return column.levels.length;
  return new Set(column.values.filter((value) => !Number.isNaN(value))).size;
}
