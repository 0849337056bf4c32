import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { extremeTargets } from "./extreme-target.ts";
import { identifierReason } from "./identifier.ts";
import { classFindings, duplicateRows, type SplitKind } from "./row-checks.ts";
import { leakReason } from "./leak.ts";
import { rowsThatCount } from "./used-rows.ts";
import { repeatedIdentifier } from "./repeated-identifier.ts";
import { similarLevels } from "./similar-levels.ts";
import { sortedByDate } from "./sorted-rows.ts";
import type { Column, Finding, Table } from "./table.ts";
import { type AskedTask, asCategory, hasValue, type InferredTask, inferTask } from "./target.ts";

/** What a run wants from a table. */
export interface CheckRequest {
  readonly target: string;
  readonly task: AskedTask;
  readonly folds: number;
  readonly roles: readonly string[]; // columns that are no inputs: id, group, time, weight, ignored
  readonly split?: SplitKind; // where the folds come from; default dealt
  readonly groups?: Int32Array | null; // by table row: given groups rule, whatever rows are equal
  readonly weights?: Float64Array | null; // by table row: rows that weigh nothing take no part
  readonly where?: (row: number) => string; // "line 7" of a file; default the number of the row
}

export interface CheckResult {
  readonly task: InferredTask;
  readonly inputs: readonly string[]; // columns to learn from
  readonly dropped: readonly string[]; // columns left out by a finding, not by a role
  readonly usedRows: RowIndex; // rows with a target
  readonly duplicateGroup: Int32Array | null; // by table row, -1 = alone; null = nothing to keep together
  readonly findings: readonly Finding[];
}

const manyLevels = 50;

/**
 * Checks what would make a result misleading; each finding says what was done. Throws a UserError for what makes a
 * result impossible.
 */
export function checkTable(table: Table, request: CheckRequest): CheckResult {
  const target = table.columns.find((column) => column.name === request.target);
  if (target === undefined) throw new Error(`no column "${request.target}"; resolveTarget comes first`);
  const findings: Finding[] = [];
  const usedRows = rowsThatCount(target, request.weights ?? null, findings);
  const task = inferTask(target, request.task, usedRows);
  findings.push(...constantFindings(target, usedRows));
  if (usedRows.length < request.folds && request.split !== "given") {
    const rows = usedRows.length === 1 ? "1 row with a target is" : `${usedRows.length} rows with a target are`;
    throw new UserError(`${rows} too few for ${request.folds} folds.`, {
      hint: "Give more rows, or use fewer folds with --folds.",
    });
  }
  const classTarget = task.kind === "regression" ? target : asCategory(target);
  const roles = new Set([request.target, ...request.roles]);
  const candidates = table.columns.filter((column) => !roles.has(column.name));
  const inputs: Column[] = [];
  for (const column of candidates) {
    const drop = dropFinding(column, usedRows);
    if (drop !== null) findings.push(drop);
    else {
      inputs.push(column);
      findings.push(...inputFindings(column, classTarget, usedRows));
    }
  }
  if (inputs.length === 0) inputs.push(...alikeColumns(candidates, findings));
  if (inputs.length === 0) {
    const left = findings
      .filter(({ column }) => column !== target.name)
      .map((one) => one.message)
      .slice(0, 3)
      .join(" ");
    throw new UserError(`No column is left to predict "${target.name}" from. ${left}`.trim(), {
      hint: "Give a table with columns that describe the rows.",
    });
  }
  if (task.kind === "regression") {
    findings.push(...extremeTargets(target, usedRows, request.where ?? ((row) => `row ${row + 1}`)));
  }
  if ((request.split ?? "dealt") === "dealt") findings.push(...sortedByDate(inputs, usedRows));
  if (target.kind === "category") findings.push(...similarLevels(target, "target"));
  findings.push(...classFindings(classTarget, usedRows, request.folds));
  const duplicates = duplicateRows([...inputs, classTarget], usedRows, { ...request, rowCount: table.rowCount });
  findings.push(...duplicates.findings);
  const dropped = candidates.filter((column) => !inputs.includes(column)).map((column) => column.name);
  return {
    task,
    inputs: inputs.map((column) => column.name),
    dropped,
    usedRows,
    duplicateGroup: duplicates.groups,
    findings,
  };
}

/**
 * When nothing distinguishes the rows, the columns that are the same in all: then only the distribution of the target
 * can be learnt.
 */
function alikeColumns(candidates: readonly Column[], findings: Finding[]): readonly Column[] {
  const constant = new Set(findings.filter(({ code }) => code === "constant-column").map(({ column }) => column));
  const columns = candidates.filter(({ name }) => constant.has(name));
  if (columns.length === 0) return [];
  const others = findings.filter(({ code }) => code !== "constant-column");
  findings.splice(0, findings.length, ...others, {
    code: "alike-rows",
    severity: "warning",
    column: null,
    message: "All rows are alike: no input column has more than one value.",
    action: "Kept: a model can only learn the distribution of the target, and predicts the same for every row.",
  });
  return columns;
}

function constantFindings(target: Column, rows: RowIndex): readonly Finding[] {
  const first = rows[0];
  if (first === undefined || !isConstant(target, rows, first)) return [];
  const value = target.kind === "category" ? target.levels[target.codes[first]!]! : target.values[first]!;
  return [
    {
      code: "constant-target",
      severity: "warning",
      column: target.name,
      message: `Target "${target.name}" has the same value in every row: ${JSON.stringify(value)}.`,
      action: "Kept: every model predicts that value. There is nothing to learn; name another column with --target.",
    },
  ];
}

/** Whether the rows have one value, that of `first`. */
function isConstant(column: Column, rows: RowIndex, first: number): boolean {
  const cells = column.kind === "category" ? column.codes : column.values;
  return rows.every((row) => cells[row] === cells[first]);
}

function dropFinding(column: Column, rows: RowIndex): Finding | null {
  const finding = (code: string, says: string, action = "Left out."): Finding => ({
    ...{ code, severity: "note", column: column.name },
    message: `Column "${column.name}" ${says}.`,
    action,
  });
  const present = rows.find((row) => hasValue(column, row));
  if (present === undefined) return finding("all-missing", "has no value in any usable row");
  if (isConstant(column, rows, present)) return finding("constant-column", "has the same value in every row");
  const reason = identifierReason(column, rows);
  if (reason === null) return null;
  return finding("identifier-column", `names its rows: ${reason}`, "Left out: a model could only memorise the rows.");
}

function inputFindings(column: Column, target: Column, rows: RowIndex): Finding[] {
  const findings: Finding[] = [];
  const leak = leakReason(column, target, rows);
  if (leak !== null) {
    findings.push({
      code: "target-leak",
      severity: "warning",
      column: column.name,
      message: `Column "${column.name}" gives the target away: ${leak}.`,
      action: "Kept; if its value is not known when you predict, leave it out with --ignore.",
    });
  }
  const repeated = repeatedIdentifier(column, rows);
  if (repeated !== null) findings.push(repeated);
  if (column.kind === "category") findings.push(...similarLevels(column, "input"));
  if (column.kind === "category" && column.levels.length > manyLevels) {
    findings.push({
      code: "many-levels",
      severity: "note",
      column: column.name,
      message: `Column "${column.name}" has ${column.levels.length} different texts.`,
      action: "Kept; its levels are encoded from the training rows of each fold alone.",
    });
  }
  return findings;
}
