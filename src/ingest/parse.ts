import { createHash } from "node:crypto";
import { nearest, UserError } from "../base/errors.ts";
import { missingTokens } from "./column-builder.ts";
import { decodeText, type Encoding } from "./decode.ts";
import { checkDelimiter, sniffDelimiter } from "./dialect.ts";
import { type AskedKind, inferColumn } from "./infer.ts";
import { readRawColumns } from "./read-columns.ts";
import type { ColumnDecision, Finding, Table } from "./table.ts";

/** How to read a file; what is left out is found out. */
export interface ParseOptions {
  readonly name: string; // of the file, for messages
  readonly delimiter?: string;
  readonly header?: boolean; // default true; false names columns column_1, column_2, …
  readonly missing?: readonly string[]; // texts that mean "no value", instead of the usual ones
  readonly types?: Readonly<Record<string, AskedKind>>;
  readonly decimal?: "." | ",";
}

export interface ReadResult {
  readonly table: Table;
  readonly decisions: readonly ColumnDecision[];
  readonly findings: readonly Finding[];
  readonly sha256: string; // of the bytes as they came
  readonly bytes: number;
  readonly encoding: Encoding;
  readonly compressed: boolean;
  readonly delimiter: string;
  readonly header: boolean;
}

/**
 * Reads a CSV file, plain or gzip, into a table whose column kinds are decided from whole columns.
 * Throws a UserError that names file, line and column for what cannot be read.
 */
export function parseTable(bytes: Uint8Array, options: ParseOptions): ReadResult {
  const decoded = decodeText(bytes, options.name);
  const delimiter =
    options.delimiter === undefined ? sniffDelimiter(decoded.text) : checkDelimiter(options.delimiter);
  const asked = new Map(Object.entries(options.types ?? {}));
  const decimal = options.decimal ?? null;
  const raw = readRawColumns(
    { text: decoded.text, delimiter, name: options.name },
    {
      header: options.header ?? true,
      missing: missingTokens(options.missing),
      asText: (name) =>
        asked.get(name) === "category" || asked.get(name)?.startsWith("date") === true || decimal === ",",
      checkNames: (names) => checkAsked([...asked.keys()], names, options.name),
    },
  );
  const findings = [...decoded.findings, ...raw.findings];
  const columns = [];
  const decisions = [];
  for (const column of raw.columns) {
    const kind = asked.get(column.name) ?? null;
    if (kind === "ignore") {
      findings.push(ignored(column.name));
      continue;
    }
    const typed = inferColumn(column, { delimiter, decimal, asked: kind, lenient: false });
    columns.push(typed.column);
    decisions.push(typed.decision);
    findings.push(...typed.findings);
  }
  return {
    table: { rowCount: raw.rowCount, columns },
    decisions,
    findings,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
    encoding: decoded.encoding,
    compressed: decoded.compressed,
    delimiter,
    header: options.header ?? true,
  };
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
