import Papa from "papaparse";
import { UserError } from "../base/errors.ts";
import { trimmed } from "./spaces.ts";

/** Text with its delimiter; `name` is for messages. Lines end in line feeds. */
export interface RecordSource {
  readonly text: string;
  readonly bytes?: Uint8Array | null; // the same in UTF-8, its line ends as they came; left out, only `text` is read
  readonly firstLine?: number; // of the text in its file, 1 unless said
  readonly delimiter: string;
  readonly name: string;
  readonly skipped?: number; // lines made blank because they are no data
}

const pieceCharacters = 4_000_000;

/**
 * Calls `visit` with the fields of each record that is not blank, numbered from 0, and the line of the file where it
 * starts, until it returns false.
 * Returns the number of blank lines passed over. Throws a UserError for a quote that never ends.
 */
export function readRecords(
  source: RecordSource,
  visit: (fields: readonly string[], record: number, line: number) => boolean | void,
): number {
  let record = 0;
  let blank = 0;
  let line = source.firstLine ?? 1;
  for (const { result: piece, quotes } of pieces(source)) {
    const broken = piece.errors.find((error) => error.type === "Quotes");
    for (const [i, fields] of piece.data.entries()) {
      if (i === broken?.row) throw brokenQuote(source, line, broken.code);
      if (isBlank(fields)) blank++;
      else if (visit(fields, record++, line) === false) return blank;
      line += 1 + (quotes ? lineEnds(fields) : 0);
    }
  }
  return blank;
}

/** Line ends inside quotes. */
function lineEnds(fields: readonly string[]): number {
  let ends = 0;
  for (const field of fields) for (let at = field.indexOf("\n"); at >= 0; at = field.indexOf("\n", at + 1)) ends++;
  return ends;
}

interface Piece {
  readonly result: Papa.ParseResult<string[]>;
  readonly quotes: boolean; // whether a field may hold a line end
}

/** The text parsed piece by piece, so that only one piece is held as arrays; a longer record makes a longer piece. */
function* pieces({ text, delimiter }: RecordSource): Generator<Piece> {
  const end = text.endsWith("\n") ? text.length - 1 : text.length;
  let size = pieceCharacters;
  for (let start = 0; start < end; ) {
    const last = start + size >= end;
    const parser = new Papa.Parser({ delimiter, newline: "\n", quoteChar: '"' });
    const part = text.slice(start, last ? end : start + size);
    const result: Papa.ParseResult<string[]> = parser.parse(part, 0, !last);
    if (!last && result.meta.cursor === 0) {
      size *= 2;
      continue;
    }
    yield { result, quotes: part.includes('"') };
    if (last) return;
    start += result.meta.cursor;
    size = pieceCharacters;
  }
}

function isBlank(fields: readonly string[]): boolean {
  return fields.length === 1 && trimmed(fields[0]!) === "";
}

function brokenQuote(source: RecordSource, line: number, code: string): UserError {
  return code === "MissingQuotes"
    ? new UserError(`A quote that opens in line ${line} of ${source.name} is never closed.`, {
        hint: 'Close it, or write a quote inside a field twice ("").',
      })
    : new UserError(`Text follows a closing quote in line ${line} of ${source.name}.`, {
        hint: 'Write a quote inside a quoted field twice ("").',
      });
}
