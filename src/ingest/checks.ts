import { UserError } from "../base/errors.ts";
import type { RowIndex } from "../base/matrix.ts";
import { findDuplicates } from "./duplicates.ts";
import { identifierReason } from "./identifier.ts";
import { leakReason } from "./leak.ts";
import type { Column, Finding, Table } from "./table.ts";
import { hasValue, inferTask, type AskedTask, type InferredTask, valueCounts } from "./target.ts";

/** What a run wants from a table. */
export interface CheckRequest {
  readonly target: string;
  readonly task: AskedTask;
  readonly folds: number;
  readonly roles: readonly string[]; // columns that are no inputs: id, group, time, weight, ignored
  readonly split?: "dealt" | "given" | "time-ordered"; // where the folds come from; default dealt
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
const rareShare = 0.1;

/** Checks what would make a result misleading, and says of each finding what was done. Throws a UserError for what makes one impossible. */
export function checkTable(table: Table, request: CheckRequest): CheckResult {
  const target = table.columns.find((column) => column.name === request.target);
  if (target === undefined) throw new Error(`no column "${request.target}"; resolveTarget comes first`);
  const task = inferTask(target, request.task);
  const findings: Finding[] = [];
  const usedRows = rowsWithTarget(table, target, findings);
  if (usedRows.length < request.folds) {
    throw new UserError(`${usedRows.length} rows with a target are too few for ${request.folds} folds.`, {
      hint: "Give more rows, or ask for fewer folds with --folds.",
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
  if (inputs.length === 0) {
    const left = findings
      .map((one) => one.message)
      .slice(0, 3)
      .join(" ");
    throw new UserError(`No column is left to predict "${target.name}" from. ${left}`.trim(), {
      hint: "Give a table with columns that describe the rows.",
    });
  }
  findings.push(...classFindings(task, classTarget, usedRows, request.folds));
  const duplicateGroup = checkDuplicates([...inputs, target], usedRows, table.rowCount, request, findings);
  const dropped = candidates.filter((column) => !inputs.includes(column)).map((column) => column.name);
  return { task, inputs: inputs.map((column) => column.name), dropped, usedRows, duplicateGroup, findings };
}

/** A numeric column as classes named by its numbers, in their order; a category as it is. */
export function asCategory(column: Column): Extract<Column, { kind: "category" }> {
  if (column.kind === "category") return column;
  const numbers = [...valueCounts(column).keys()].filter((value) => typeof value === "number");
  numbers.sort((a, b) => a - b);
  const codeOf = new Map(numbers.map((value, code) => [value, code]));
  const codes = Int32Array.from(column.values, (value) => codeOf.get(value) ?? -1);
  return { kind: "category", name: column.name, codes, levels: numbers.map(String) };
}

function rowsWithTarget(table: Table, target: Column, findings: Finding[]): RowIndex {
  const rows = Uint32Array.from({ length: table.rowCount }, (_, row) => row).filter((row) =>
    hasValue(target, row),
  );
  const without = table.rowCount - rows.length;
  if (without > 0) {
    findings.push({
      code: "missing-target",
      severity: "warning",
      column: target.name,
      message: `${counted(without, "row has", "rows have")} no value of the target "${target.name}".`,
      action: "Left out: they can neither teach nor test.",
    });
  }
  return rows;
}

function dropFinding(column: Column, rows: RowIndex): Finding | null {
  const finding = (
    code: string,
    message: string,
    action: string,
    severity: Finding["severity"],
  ): Finding => ({
    code,
    severity,
    column: column.name,
    message,
    action,
  });
  const present = rows.find((row) => hasValue(column, row));
  if (present === undefined) {
    return finding(
      "all-missing",
      `Column "${column.name}" has no value in any usable row.`,
      "Left out.",
      "warning",
    );
  }
  const cells = column.kind === "category" ? column.codes : column.values;
  if (rows.every((row) => cells[row] === cells[present])) {
    return finding(
      "constant-column",
      `Column "${column.name}" has the same value in every row.`,
      "Left out.",
      "note",
    );
  }
  const reason = identifierReason(column, rows);
  if (reason === null) return null;
  return finding(
    "identifier-column",
    `Column "${column.name}" names its rows: ${reason}.`,
    "Left out: a model could only learn the rows by heart.",
    "warning",
  );
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
      action: "Kept; if it is not known when a prediction is made, leave it out with --ignore.",
    });
  }
  if (column.kind === "category" && column.levels.length > manyLevels) {
    findings.push({
      code: "many-levels",
      severity: "note",
      column: column.name,
      message: `Column "${column.name}" has ${column.levels.length} different texts.`,
      action: "Kept; what its levels say of the target is learnt from the training rows of each fold alone.",
    });
  }
  return findings;
}

function classFindings(task: InferredTask, target: Column, rows: RowIndex, folds: number): Finding[] {
  if (task.kind === "regression" || target.kind !== "category") return [];
  const counts = new Map<string, number>();
  for (const row of rows) {
    const level = target.levels[target.codes[row]!]!;
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  const findings: Finding[] = [];
  const rare = [...counts].filter(([, count]) => count < folds);
  if (rare.length > 0) {
    const names = rare
      .slice(0, 3)
      .map(([level, count]) => `${JSON.stringify(level.slice(0, 40))} (${count})`);
    findings.push({
      code: "rare-class",
      severity: "warning",
      column: target.name,
      message: `${counted(rare.length, "class has", "classes have")} fewer rows than there are folds: ${names.join(", ")}${rare.length > 3 ? ", …" : ""}.`,
      action: "Kept; some folds cannot test them, so scores say little about them.",
    });
  }
  const largest = Math.max(...counts.values());
  const smallest = Math.min(...counts.values());
  if (smallest < rareShare * largest) {
    findings.push({
      code: "imbalance",
      severity: "note",
      column: target.name,
      message: `The classes are uneven: the largest has ${largest} rows, the smallest ${smallest}.`,
      action: "Nothing is reweighted; look at log-loss and balanced accuracy rather than accuracy.",
    });
  }
  return findings;
}

function checkDuplicates(
  columns: readonly Column[],
  rows: RowIndex,
  rowCount: number,
  { folds, split = "dealt" }: CheckRequest,
  findings: Finding[],
): Int32Array | null {
  const { groups, extra, largest } = findDuplicates(columns, rows, rowCount);
  if (extra === 0) return null;
  // A few patterns that fill the table are no copies; kept together they would make folds of one pattern.
  const fits = largest <= rows.length / (2 * folds);
  let action = "Equal rows stay in one fold, so that none is trained and tested on.";
  if (split !== "dealt")
    action = `Left where the ${split} folds put them; a row trained on may equal one tested on.`;
  else if (!fits)
    action = `Dealt like other rows: one pattern alone fills ${largest} rows, too many for one fold.`;
  findings.push({
    code: "duplicate-rows",
    severity: extra > 0.01 * rows.length ? "warning" : "note",
    column: null,
    message: `${counted(extra, "row equals", "rows equal")} an earlier one in every input and the target.`,
    action,
  });
  return split === "dealt" && fits ? groups : null;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
