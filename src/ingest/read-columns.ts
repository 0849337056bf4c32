import { UserError } from "../base/errors.ts";
import { ColumnBuilder, type MissingTokens, type RawColumn } from "./column-builder.ts";
import { lineOf, type RecordSource, readRecords } from "./records.ts";
import type { Finding } from "./table.ts";

/** What is known of a file before its cells are read. */
export interface ColumnPlan {
  readonly header: boolean; // false: columns are named column_1, column_2, …
  readonly missing: MissingTokens;
  readonly asText: (name: string) => boolean; // columns whose numbers are names
  readonly checkNames: (names: readonly string[]) => void; // throws a UserError for what does not fit
}

export interface RawTable {
  readonly rowCount: number;
  readonly columns: readonly RawColumn[];
  readonly findings: readonly Finding[];
}

// Beyond any sensible cell: an unclosed quote, or a document where a value belongs.
const longestCell = 100_000;
const longestName = 1_000;

/**
 * Reads every cell of a file once, and the first rows of late-changing columns twice. Throws a UserError with the line.
 */
export function readRawColumns(source: RecordSource, plan: ColumnPlan): RawTable {
  const findings: Finding[] = [];
  let builders: ColumnBuilder[] = [];
  const open = (names: readonly string[]): void => {
    plan.checkNames(names);
    builders = names.map((name) => new ColumnBuilder(name, plan.missing, plan.asText(name)));
  };
  const skipped = plan.header ? 1 : 0;
  let rowCount = 0;
  const blank = readRecords(source, (fields, record) => {
    if (record === 0) {
      open(plan.header ? namesFrom(fields, source, findings) : fields.map((_, i) => `column_${i + 1}`));
      if (plan.header) return;
    }
    if (fields.length !== builders.length) throw ragged(source, record, builders.length, fields.length);
    for (let i = 0; i < fields.length; i++) {
      const cell = fields[i]!;
      if (cell.length > longestCell) throw tooLong(source, record, builders[i]!.name, cell.length);
      builders[i]!.add(cell);
    }
    rowCount++;
  });
  if (rowCount === 0) {
    throw new UserError(`${source.name} has a header but no rows.`, {
      hint: "Give a file with rows, or --no-header if its first line is data.",
    });
  }
  refill(source, builders, skipped);
  if (blank > 0) findings.push(blankLines(blank));
  return { rowCount, columns: builders.map((builder) => builder.finish()), findings };
}

function refill(source: RecordSource, builders: readonly ColumnBuilder[], skipped: number): void {
  const late = builders.flatMap((builder, index) => (builder.needsRefill ? [{ builder, index }] : []));
  const until = Math.max(0, ...late.map(({ builder }) => builder.textFrom));
  if (until === 0) return;
  readRecords(source, (fields, record) => {
    const row = record - skipped;
    if (row < 0) return true;
    for (const { builder, index } of late) if (row < builder.textFrom) builder.refill(row, fields[index]!);
    return row + 1 < until;
  });
}

function namesFrom(fields: readonly string[], source: RecordSource, findings: Finding[]): string[] {
  const names = fields.map((field) => field.trim());
  const first = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    if (name.length > longestName) {
      throw new UserError(`The name of column ${i + 1} in ${source.name} has ${name.length} characters.`, {
        hint: `Names may have up to ${longestName}; look for a quote that is not closed in the first line.`,
      });
    }
    const earlier = first.get(name);
    if (name !== "" && earlier !== undefined) {
      throw new UserError(`Columns ${earlier + 1} and ${i + 1} of ${source.name} are both named "${name}".`, {
        hint: "Give each column its own name in the first line; if that line is data, add --no-header.",
      });
    }
    first.set(name, i);
  }
  for (const [i, name] of names.entries()) {
    if (name !== "") continue;
    let given = `column_${i + 1}`;
    while (first.has(given)) given += "_";
    first.set(given, i);
    names[i] = given;
    findings.push({
      code: "unnamed-column",
      severity: "note",
      column: given,
      message: `Column ${i + 1} has no name in the first line.`,
      action: `It is called "${given}".`,
    });
  }
  if (names.length > 1 && fields.every((field) => field.trim() !== "" && Number.isFinite(Number(field)))) {
    findings.push({
      code: "header-of-numbers",
      severity: "warning",
      column: null,
      message: "Every name in the first line is a number.",
      action: "The first line is taken as names; if it is data, say --no-header.",
    });
  }
  return names;
}

function ragged(source: RecordSource, record: number, expected: number, got: number): UserError {
  const line = lineOf(source, record);
  let hint = "Look for a missing or extra delimiter there; a value that holds one must be quoted.";
  if (expected === 1) hint = "The first line must name the columns: remove titles and comments above it.";
  else if (got === expected + 1 && record === 1) {
    hint =
      "If the first column holds row names, name it in the first line; else look for a delimiter inside a value and quote it.";
  }
  const fields = `${got} ${got === 1 ? "field" : "fields"}`;
  return new UserError(`Line ${line} of ${source.name} has ${fields}, expected ${expected}.`, { hint });
}

function tooLong(source: RecordSource, record: number, column: string, length: number): UserError {
  return new UserError(
    `Line ${lineOf(source, record)} of ${source.name} has ${length} characters in column "${column}"; up to ${longestCell} are read.`,
    { hint: "Look for a quote that is not closed, or leave that column out of the file." },
  );
}

function blankLines(count: number): Finding {
  return {
    code: "blank-lines",
    severity: "note",
    column: null,
    message: `${count} ${count === 1 ? "line is" : "lines are"} blank.`,
    action: "Passed over; they are no rows.",
  };
}
