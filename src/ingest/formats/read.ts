import { gunzipSync } from "node:zlib";
import { nearest, NoRowsError, UserError } from "../../base/errors.ts";
import type { TableResult } from "../adapters.ts";
import { beginningOfText, decodeText } from "../decode.ts";
import type { SchemaColumn } from "../conform.ts";
import { type ParseOptions, parseTable, parseTableAs } from "../parse.ts";
import type { LineIndex } from "../line-index.ts";
import { type ReadingRules, rulesOf } from "../reading-rules.ts";
import { sentinelFindings } from "../sentinels.ts";
import { sha256Of } from "../sha256.ts";
import type { Finding } from "../table.ts";
import type { ValueOptions } from "../values.ts";
import { tableInZip } from "./archive.ts";
import { type DeclaredColumn, declaredColumn } from "./declared.ts";
import { isJson, readJsonTable } from "./json.ts";
import { foreignFormat, formatOf } from "./signature.ts";

/** A table of any file that is read, with where it came from. */
export interface FileRead extends TableResult {
  readonly sha256: string; // of the bytes as they came
  readonly bytes: number;
  readonly rules?: ReadingRules; // of reading that the caller gave
  readonly lines?: LineIndex; // of a text file, by row
}

type Read = TableResult & Pick<FileRead, "lines">;

/**
 * Reads the table in the bytes of a file: CSV or TSV, JSON lines or an array of objects, Parquet, Arrow, plain or in
 * gzip or zip. What a file declares of its columns is taken and said; `schema` are the columns of a model, as which
 * it is read. Throws a UserError that names file and place.
 */
export async function readTableBytes(
  bytes: Uint8Array,
  options: ParseOptions,
  schema?: readonly SchemaColumn[],
): Promise<FileRead> {
  const rules = rulesOf(options);
  const read = await readAs(bytes, options, schema);
  return { ...read, ...(rules === undefined ? {} : { rules }), sha256: sha256Of(bytes), bytes: bytes.length };
}

async function readAs(bytes: Uint8Array, options: ParseOptions, schema?: readonly SchemaColumn[]): Promise<Read> {
  const { name } = options;
  switch (formatOf(bytes)) {
    case "parquet": {
      const { readParquet } = await import("./parquet.ts"); // with its libraries, which no other format needs
      return declaredTable(await readParquet(bytes, name), options, schema);
    }
    case "arrow-file": {
      const { readArrowFile } = await import("./arrow-file.ts");
      return declaredTable(await readArrowFile(bytes, name), options, schema);
    }
    case "arrow-stream": {
      const { readArrowStream } = await import("./arrow.ts");
      return declaredTable(readArrowStream(bytes, name), options, schema);
    }
    case "zip": {
      const packed = tableInZip(bytes, name);
      return readAs(packed.bytes, { ...options, name: `${packed.file} in ${name}` }, schema);
    }
    case "gzip":
      return readGzip(bytes, options, schema);
    case "text":
      return readText(bytes, options, schema);
  }
}

/** CSV text in gzip goes to the reader of text, which knows how much of it fits; other formats are unpacked first. */
function readGzip(bytes: Uint8Array, options: ParseOptions, schema?: readonly SchemaColumn[]): Promise<Read> | Read {
  const start = beginning(bytes);
  const packed = start !== null && formatOf(start) !== "text";
  return packed ? readAs(gunzipSync(bytes), options, schema) : readText(bytes, options, schema);
}

function beginning(bytes: Uint8Array): Uint8Array | null {
  try {
    return gunzipSync(bytes.subarray(0, 65_536), { finishFlush: 2 });
  } catch {
    return null; // the reader of text says what is wrong
  }
}

function readText(bytes: Uint8Array, options: ParseOptions, schema?: readonly SchemaColumn[]): Read {
  const other = foreignFormat(bytes);
  if (other !== null) {
    throw new UserError(`${options.name} is ${other.what}, which is not read here.`, { hint: other.hint });
  }
  const start = beginningOfText(bytes);
  if (/^\s*(%[^\n]*\n\s*)*@relation\b/iu.test(start)) {
    throw new UserError(`${options.name} is an ARFF file, which is not read here.`, {
      hint: "Save it as CSV: the names of @attribute as a first line, and what follows @data below it.",
    });
  }
  if (!isJson(start) && !isPackedJson(bytes)) {
    return schema === undefined ? parseTable(bytes, options) : parseTableAs(bytes, schema, options);
  }
  const { text, findings } = decodeText(bytes, options.name);
  const read = readJsonTable(text, options.name, valueOptions(options, schema));
  return { ...read, findings: [...findings, ...read.findings] };
}

function isPackedJson(bytes: Uint8Array): boolean {
  const start = formatOf(bytes) === "gzip" ? beginning(bytes) : null;
  return start !== null && isJson(beginningOfText(start));
}

function valueOptions(options: ParseOptions, schema?: readonly SchemaColumn[]): ValueOptions {
  return schema === undefined ? options : { ...options, schema };
}

/** The table of columns as a file, or a database, declares them; `schema` as above. Throws a UserError. */
export function declaredTable(
  columns: readonly DeclaredColumn[],
  options: ParseOptions,
  schema?: readonly SchemaColumn[],
): TableResult {
  checkNames(columns, options);
  const rowCount = Math.max(0, ...columns.map(({ values }) => values.length));
  if (rowCount === 0) {
    throw new NoRowsError(`${options.name} has no rows.`, { hint: "Give a table with at least one row." });
  }
  const findings: Finding[] = [];
  const typed = columns
    .filter(({ name }) => options.types?.[name] !== "ignore")
    .filter((column) => {
      const isIndex = isPandasIndex(column, options);
      if (isIndex) findings.push(indexLeftOut(column.name));
      return !isIndex;
    })
    .flatMap((column) => {
      const read = declaredColumn(column, valueOptions(options, schema));
      findings.push(...read.findings);
      return read.column ?? [];
    });
  return {
    table: { rowCount, columns: typed.map(({ column }) => column) },
    decisions: typed.map(({ decision }) => decision),
    findings: [
      ...findings,
      ...typed.flatMap((one) =>
        schema === undefined ? [...one.findings, ...sentinelFindings(one.column)] : one.findings,
      ),
    ],
  };
}

/** Whether pandas wrote this column for an index without a name, such as rows that were left over by a selection. */
function isPandasIndex({ name }: DeclaredColumn, { types }: ParseOptions): boolean {
  return /^__index_level_\d+__$/u.test(name) && types?.[name] === undefined;
}

function indexLeftOut(column: string): Finding {
  return {
    code: "pandas-index",
    severity: "note",
    column,
    message: `Column "${column}" is the index of a pandas DataFrame.`,
    action: "Left out: it counts rows. Name it in --types to use it.",
  };
}

function checkNames(columns: readonly DeclaredColumn[], { name: file, types }: ParseOptions): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new UserError(`Two columns of ${file} are named "${twice}".`, { hint: "Write it with a name for each." });
  }
  for (const asked of Object.keys(types ?? {})) {
    if (names.includes(asked)) continue;
    const near = nearest(asked, names);
    throw new UserError(`The types name a column "${asked}", which ${file} does not have.`, {
      hint: near === undefined ? "Use the names of its columns." : `Did you mean "${near}"?`,
    });
  }
}
