import Papa from "papaparse";
import { UserError } from "../base/errors.ts";

/** Text with its delimiter; `name` is for messages. Lines end in line feeds. */
export interface RecordSource {
  readonly text: string;
  readonly firstLine?: number; // of the text in its file, 1 unless said
  readonly delimiter: string;
  readonly name: string;
}

const pieceCharacters = 4_000_000;

/**
 * Calls `visit` with the fields of each record that is not blank, numbered from 0, until it returns false.
 * Returns the number of blank lines passed over. Throws a UserError for a quote that never ends.
 */
export function readRecords(
  source: RecordSource,
  visit: (fields: readonly string[], record: number) => boolean | void,
): number {
  let record = 0;
  let blank = 0;
  for (const piece of pieces(source)) {
    const broken = piece.errors.find((error) => error.type === "Quotes");
    for (const [i, fields] of piece.data.entries()) {
      if (i === broken?.row) throw brokenQuote(source, record, broken.code);
      if (isBlank(fields)) blank++;
      else if (visit(fields, record++) === false) return blank;
    }
  }
  return blank;
}

/** Line of the file, from 1, at which a record starts: line ends inside quotes count. */
export function lineOf(source: RecordSource, record: number): number {
  let line = source.firstLine ?? 1;
  let seen = 0;
  for (const piece of pieces(source)) {
    for (const fields of piece.data) {
      if (!isBlank(fields) && seen++ === record) return line;
      line++;
      for (const field of fields) {
        for (let at = field.indexOf("\n"); at >= 0; at = field.indexOf("\n", at + 1)) line++;
      }
    }
  }
  return line;
}

/** The text parsed piece by piece, so that only one piece is held as arrays; a longer record makes a longer piece. */
function* pieces({ text, delimiter }: RecordSource): Generator<Papa.ParseResult<string[]>> {
  const end = text.endsWith("\n") ? text.length - 1 : text.length;
  let size = pieceCharacters;
  for (let start = 0; start < end; ) {
    const last = start + size >= end;
    const parser = new Papa.Parser({ delimiter, newline: "\n", quoteChar: '"' });
    const result: Papa.ParseResult<string[]> = parser.parse(text.slice(start, last ? end : start + size), 0, !last);
    if (!last && result.meta.cursor === 0) {
      size *= 2;
      continue;
    }
    yield result;
    if (last) return;
    start += result.meta.cursor;
    size = pieceCharacters;
  }
}

function isBlank(fields: readonly string[]): boolean {
  return fields.length === 1 && fields[0]!.trim() === "";
}

function brokenQuote(source: RecordSource, record: number, code: string): UserError {
  const line = lineOf(source, record);
  return code === "MissingQuotes"
    ? new UserError(`A quote that opens in line ${line} of ${source.name} is never closed.`, {
        hint: 'Close it, or write a quote inside a field twice ("").',
      })
    : new UserError(`Text follows a closing quote in line ${line} of ${source.name}.`, {
        hint: 'Write a quote inside a quoted field twice ("").',
      });
}
