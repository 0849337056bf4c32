import { type ParseOptions, parseTable, type ReadResult } from "../../src/ingest/parse.ts";
import type { Column, Table } from "../../src/ingest/table.ts";

/** Reads text as the file f.csv. */
export function read(text: string | Uint8Array, options: Partial<ParseOptions> = {}): ReadResult {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return parseTable(bytes, { name: "f.csv", ...options });
}

/** The cells of a column: text, numbers, days; null where missing. */
export function cells(column: Column): (string | number | null)[] {
  return column.kind === "category"
    ? Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]!))
    : Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
}

export function column(table: Table, name: string): Column {
  const found = table.columns.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no column ${name}`);
  return found;
}

/** One column of text, one cell a line, beside a column that keeps blank cells from being blank lines. */
export function readColumn(values: readonly string[], options: Partial<ParseOptions> = {}): ReadResult {
  const delimiter = options.delimiter ?? "|";
  const lines = values.map((value) => `${value}${delimiter}1`);
  return read(`x${delimiter}y\n${lines.join("\n")}\n`, { delimiter, ...options });
}

export function codesOf(result: { readonly findings: readonly { readonly code: string }[] }): string[] {
  return result.findings.map((finding) => finding.code);
}
