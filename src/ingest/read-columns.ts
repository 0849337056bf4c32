import { NoRowsError, UserError } from "../base/errors.ts";
import { splitAmount } from "./amount.ts";
import { ColumnBuilder, type RawColumn } from "./column-builder.ts";
import { namesFrom } from "./header.ts";
import { LineIndex, lineList } from "./line-index.ts";
import type { MissingTokens } from "./missing.ts";
import { raggedError } from "./ragged.ts";
import type { RecordSource } from "./records.ts";
import { type RecordVisitor, recordReader } from "./scan/scan-records.ts";
import { trimmed } from "./spaces.ts";
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
  readonly lines: LineIndex; // of the file, by row
  readonly findings: readonly Finding[];
}

// Beyond any sensible cell: an unclosed quote, or a document where a value belongs.
const longestCell = 100_000;

/**
 * Reads every cell of a file once, and the first rows of late-changing columns twice. Throws a UserError with the line.
 */
export function readRawColumns(source: RecordSource, plan: ColumnPlan): RawTable {
  const findings: Finding[] = [];
  const lines = new LineIndex();
  const passedOver = new Set<number>(); // records: the names, and where they stand again
  const again: number[] = []; // their lines
  let builders: ColumnBuilder[] = [];
  let header: readonly string[] = [];
  let hasNames = false;
  let rowCount = 0;
  const open = (names: readonly string[]): void => {
    plan.checkNames(names);
    builders = names.map((name) => new ColumnBuilder(name, plan.missing, plan.asText(name)));
  };
  const visit: RecordVisitor["visit"] = (fields, record, line) => {
    if (record === 0) {
      open(plan.header ? namesFrom(fields, source.name, findings) : fields.map((_, i) => `column_${i + 1}`));
      if (plan.header) {
        header = fields.map(trimmed);
        passedOver.add(record);
        return;
      }
    }
    if (fields.length !== builders.length) {
      throw raggedError(source, { line, fields, expected: builders.length, isFirst: record === 1 });
    }
    if (rowCount === 0 && plan.header) hasNames = tellsNames(fields, header);
    if (hasNames && isHeaderAgain(fields, header)) {
      passedOver.add(record);
      again.push(line);
      return;
    }
    for (let i = 0; i < fields.length; i++) {
      const cell = fields[i]!;
      if (cell.length > longestCell) throw tooLong(source, line, { name: builders[i]!.name, length: cell.length });
      builders[i]!.add(cell);
    }
    lines.add(rowCount++, line);
  };
  const regular = () => ({ width: builders.length, names: hasNames && header.length > 1 ? header : null });
  const read = recordReader(source);
  const blank = read({
    visit,
    regular: () => (rowCount === 0 ? null : regular()),
    batch: (batch) => {
      lines.addAll(rowCount, batch.lines);
      // At once for all rows, with some to spare: growing copies, and doubles what is held.
      const rows = Math.ceil((1.02 * (rowCount + batch.records)) / Math.min(1, batch.share));
      for (const builder of builders) builder.reserve(rows, rowCount + batch.records);
      for (const [place, builder] of builders.entries()) builder.addAll(batch.column(place));
      rowCount += batch.records;
    },
  });
  if (rowCount === 0) {
    throw new NoRowsError(`${source.name} has a header but no rows.`, {
      hint: "Give a file with rows, or --no-header if its first line is data.",
    });
  }
  refill(builders, passedOver, (visitor) => read({ ...visitor, regular: () => (visitor.began() ? regular() : null) }));
  const skipped = source.skipped ?? 0;
  if (blank > skipped) findings.push(blankLines(blank - skipped));
  if (again.length > 0) findings.push(headerAgain(again));
  return { rowCount, columns: builders.map((builder) => builder.finish()), lines, findings };
}

/** Whether a first row tells names from data: a number where the name is none. */
function tellsNames(fields: readonly string[], header: readonly string[]): boolean {
  return fields.some((field, i) => splitAmount(trimmed(field)) !== null && splitAmount(header[i]!) === null);
}

/** The names once more, in a file whose first row is no such line. */
function isHeaderAgain(fields: readonly string[], header: readonly string[]): boolean {
  if (header.length < 2 || trimmed(fields[0]!) !== header[0]) return false;
  return fields.every((field, i) => trimmed(field) === header[i]);
}

/** Reads the cells that columns lack which turned to text late. */
function refill(
  builders: readonly ColumnBuilder[],
  passedOver: ReadonlySet<number>,
  read: (visitor: Omit<RecordVisitor, "regular"> & { readonly began: () => boolean }) => number,
): void {
  const late = builders.flatMap((builder, index) => (builder.needsRefill ? [{ builder, index }] : []));
  const until = Math.max(0, ...late.map(({ builder }) => builder.textFrom));
  if (until === 0) return;
  let row = 0;
  read({
    began: () => row > 0,
    visit: (fields, record) => {
      if (passedOver.has(record)) return true;
      for (const { builder, index } of late) if (row < builder.textFrom) builder.refill(row, fields[index]!);
      return ++row < until;
    },
    batch: (batch) => {
      for (const { builder, index } of late) {
        if (row < builder.textFrom) builder.refillAll(row, batch.column(index));
      }
      row += batch.records;
      return row < until;
    },
  });
}

function headerAgain(lines: readonly number[]): Finding {
  return {
    code: "header-again",
    severity: "warning",
    column: null,
    message: `The column names are repeated in ${lineList(lines)}.`,
    action: "Skipped; they are not rows.",
  };
}

function tooLong(source: RecordSource, line: number, { name, length }: { name: string; length: number }): UserError {
  return new UserError(
    `Line ${line} of ${source.name} has ${length} characters in column "${name}"; up to ${longestCell} are read.`,
    { hint: "Look for a quote that is not closed, or leave that column out of the file." },
  );
}

function blankLines(count: number): Finding {
  return {
    code: "blank-lines",
    severity: "note",
    column: null,
    message: `${count} ${count === 1 ? "line is" : "lines are"} blank.`,
    action: "Skipped; they are not rows.",
  };
}
