import { nearest, UserError } from "../base/errors.ts";
import { learntKind, learntReading, type SchemaColumn } from "./conform.ts";
import { decimalMarkOf, mustBeText } from "./decimal-mark.ts";
import { decodeFile, type Encoding } from "./decode.ts";
import { checkDelimiter, sniffDelimiter } from "./dialect.ts";
import { FileSource } from "./file-source.ts";
import { inferColumn } from "./infer.ts";
import { headerFindings } from "./missing-header.ts";
import { missingNote } from "./missing-note.ts";
import { missingTokens } from "./missing.ts";
import { noDataFindings } from "./no-data-rows.ts";
import type { LineIndex } from "./line-index.ts";
import { type RawTable, readRawColumns } from "./read-columns.ts";
import { sentinelFindings } from "./sentinels.ts";
import { type ReadingRules, rulesOf } from "./reading-rules.ts";
import { sha256Of } from "./sha256.ts";
import { skipLines, type SkipOptions } from "./skip.ts";
import type { AskedKind, TypeContext } from "./type-context.ts";
import type { Column, ColumnDecision, Finding, Table } from "./table.ts";

/** How to read a file; what is left out is found out. */
export interface ParseOptions extends SkipOptions {
  readonly name: string; // of the file, for messages
  readonly delimiter?: string;
  readonly header?: boolean; // default true; false names columns column_1, column_2, …
  readonly missing?: readonly string[]; // what means "no value": words instead of the usual ones, numbers beside them
  readonly types?: Readonly<Record<string, AskedKind>>;
  readonly decimal?: "." | ",";
}

/** What a file turned out to be. */
export interface FileFacts {
  readonly sha256: string; // of the bytes as they came
  readonly bytes: number;
  readonly encoding: Encoding;
  readonly compressed: boolean;
  readonly delimiter: string;
  readonly header: boolean;
  readonly lines: LineIndex; // of the file, by row
  readonly rules?: ReadingRules; // that the caller gave
}

export interface ReadResult extends FileFacts {
  readonly table: Table;
  readonly decisions: readonly ColumnDecision[];
  readonly findings: readonly Finding[];
}

/**
 * Reads a CSV file, plain or gzip, into a table whose column kinds are decided from whole columns.
 * Throws a UserError that names file, line and column for what cannot be read.
 */
export function parseTable(bytes: Uint8Array, options: ParseOptions): ReadResult {
  const asked = new Map(Object.entries(options.types ?? {}));
  return readWith(bytes, options, {
    asked: (name) => asked.get(name) ?? null,
    lenient: false,
    checkNames: (names) => checkAsked([...asked.keys()], names, options.name),
  });
}

/**
 * Reads a file for prediction: columns in the kinds and forms that a model's schema fixed; cells that contradict it
 * become missing, with a finding. `types` overrule the schema; columns that it does not name are kept as text.
 */
export function parseTableAs(bytes: Uint8Array, schema: readonly SchemaColumn[], options: ParseOptions): ReadResult {
  const known = new Map(schema.map((column) => [column.name, column]));
  const types = new Map(Object.entries(options.types ?? {}));
  return readWith(bytes, options, {
    asked: (name) => types.get(name) ?? (known.has(name) ? learntKind(known.get(name)!) : "category"),
    learnt: (name) => (types.has(name) ? undefined : known.get(name)),
    lenient: true,
    checkNames: (names) => checkAsked([...types.keys()], names, options.name),
  });
}

interface Preferences {
  readonly asked: (name: string) => AskedKind | null;
  readonly learnt?: (name: string) => SchemaColumn | undefined;
  readonly lenient: boolean;
  readonly checkNames: (names: readonly string[]) => void;
}

function readWith(bytes: Uint8Array, options: ParseOptions, preferences: Preferences): ReadResult {
  const { text: whole, encoding, compressed, findings: fromText } = decodeFile(bytes, options.name);
  const { text: file, skipped, delimiter: declared } = skipLines(whole, options);
  const delimiter =
    options.delimiter === undefined ? (declared ?? sniffDelimiter(file.head)) : checkDelimiter(options.delimiter);
  const header = options.header ?? true;
  const missing = missingTokens(options.missing);
  const source = new FileSource(file, { delimiter, name: options.name, skipped });
  const isText = (name: string): boolean =>
    options.decimal === "," ||
    !["numeric", "ignore", null].includes(preferences.asked(name)) ||
    preferences.learnt?.(name)?.format !== undefined;
  const plan = { header, missing, checkNames: preferences.checkNames };
  let raw = readRawColumns(source, { ...plan, asText: isText });
  const decimal = options.decimal ?? null;
  const fileDecimal = decimalMarkOf(raw.columns, delimiter);
  const mark = decimal ?? fileDecimal;
  const again = new Set(raw.columns.filter((column) => mustBeText(column, mark)).map(({ name }) => name));
  if (again.size > 0) raw = readRawColumns(source, { ...plan, asText: (name) => again.has(name) || isText(name) });
  const { table, decisions, findings } = typeColumns(raw, preferences, {
    header,
    delimiter,
    decimal,
    fileDecimal,
    missingNumbers: missing.numbers,
    missingDays: missing.days,
  });
  const rules = rulesOf(options);
  const facts: FileFacts = {
    ...{ sha256: sha256Of(bytes), bytes: bytes.length, encoding, compressed, delimiter, header, lines: raw.lines },
    ...(rules === undefined ? {} : { rules }),
  };
  return { ...facts, table, decisions, findings: [...fromText, ...raw.findings, ...findings] };
}

function typeColumns(
  raw: RawTable,
  preferences: Preferences,
  file: Pick<TypeContext, "delimiter" | "decimal" | "fileDecimal" | "missingNumbers" | "missingDays"> & {
    readonly header: boolean;
  },
): Pick<ReadResult, "table" | "decisions" | "findings"> {
  const findings: Finding[] = [];
  const columns: Column[] = [];
  const decisions: ColumnDecision[] = [];
  const where = (row: number) => `line ${raw.lines.lineOf(row)}`;
  const kept = raw.columns.filter(({ name }) => preferences.asked(name) !== "ignore");
  for (const column of raw.columns) {
    const asked = preferences.asked(column.name);
    if (asked === "ignore") {
      findings.push(ignored(column.name));
      continue;
    }
    const learnt = learntReading(preferences.learnt?.(column.name));
    const typed = inferColumn(column, { ...file, ...learnt, asked, lenient: preferences.lenient, where });
    columns.push(typed.column);
    decisions.push(typed.decision);
    findings.push(...typed.findings);
  }
  if (!preferences.lenient) {
    findings.push(...missingNote(kept), ...columns.flatMap(sentinelFindings), ...noDataFindings(raw, columns));
    if (file.header) findings.push(...headerFindings(columns, raw.rowCount));
  }
  return { table: { rowCount: raw.rowCount, columns }, decisions, findings };
}

function checkAsked(asked: readonly string[], names: readonly string[], file: string): void {
  for (const name of asked) {
    if (names.includes(name)) continue;
    const near = nearest(name, names);
    throw new UserError(`The types name a column "${name}", which ${file} does not have.`, {
      hint: near === undefined ? "Use the names of its first line." : `Did you mean "${near}"?`,
    });
  }
}

function ignored(name: string): Finding {
  return {
    code: "ignored-column",
    severity: "note",
    column: name,
    message: `Column "${name}" is to be ignored.`,
    action: "Left out.",
  };
}
