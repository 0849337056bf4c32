import { createHash } from "node:crypto";
import { nearest, UserError } from "../base/errors.ts";
import { missingTokens } from "./column-builder.ts";
import { decodeText, type Encoding } from "./decode.ts";
import { type ConformedTable, conformTable, type SchemaColumn } from "./conform.ts";
import { checkDelimiter, sniffDelimiter } from "./dialect.ts";
import { type AskedKind, inferColumn } from "./infer.ts";
import { readRawColumns } from "./read-columns.ts";
import type { Column, ColumnDecision, Finding, Table } from "./table.ts";

/** How to read a file; what is left out is found out. */
export interface ParseOptions {
  readonly name: string; // of the file, for messages
  readonly delimiter?: string;
  readonly header?: boolean; // default true; false names columns column_1, column_2, …
  readonly missing?: readonly string[]; // texts that mean "no value", instead of the usual ones
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
 * Reads a file for prediction: columns by name, in the kinds that a model's schema fixed; cells that do not fit become
 * missing, with a finding. Columns that the schema does not name are kept as text in `others`.
 */
export function parseTableAs(
  bytes: Uint8Array,
  schema: readonly SchemaColumn[],
  options: Omit<ParseOptions, "types">,
): ConformedTable & FileFacts {
  const kinds = new Map(schema.map((column) => [column.name, askedKind(column)]));
  const read = readWith(bytes, options, {
    asked: (name) => kinds.get(name) ?? "category",
    lenient: true,
    checkNames: () => {},
  });
  const conformed = conformTable(read.table, schema, options.name);
  return { ...read, ...conformed, findings: [...read.findings, ...conformed.findings] };
}

function askedKind({ kind, dayFirst }: SchemaColumn): Exclude<AskedKind, "ignore"> {
  if (kind !== "date" || dayFirst === undefined) return kind;
  return dayFirst ? "date-day-first" : "date-month-first";
}

interface Wishes {
  readonly asked: (name: string) => AskedKind | null;
  readonly lenient: boolean;
  readonly checkNames: (names: readonly string[]) => void;
}

function readWith(bytes: Uint8Array, options: ParseOptions, wishes: Wishes): ReadResult {
  const { text, encoding, compressed, findings: fromText } = decodeText(bytes, options.name);
  const delimiter = options.delimiter === undefined ? sniffDelimiter(text) : checkDelimiter(options.delimiter);
  const decimal = options.decimal ?? null;
  const header = options.header ?? true;
  const raw = readRawColumns(
    { text, delimiter, name: options.name },
    {
      header,
      missing: missingTokens(options.missing),
      asText: (name) => decimal === "," || !["numeric", "ignore", null].includes(wishes.asked(name)),
      checkNames: wishes.checkNames,
    },
  );
  const findings = [...fromText, ...raw.findings];
  const columns: Column[] = [];
  const decisions: ColumnDecision[] = [];
  for (const column of raw.columns) {
    const asked = wishes.asked(column.name);
    if (asked === "ignore") {
      findings.push(ignored(column.name));
      continue;
    }
    const typed = inferColumn(column, { delimiter, decimal, asked, lenient: wishes.lenient });
    columns.push(typed.column);
    decisions.push(typed.decision);
    findings.push(...typed.findings);
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const facts: FileFacts = { sha256, bytes: bytes.length, encoding, compressed, delimiter, header };
  return { ...facts, table: { rowCount: raw.rowCount, columns }, decisions, findings };
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
