// Where records and their cells end.

import { carriageReturn, cellEnd, cellStart, isSpace, lineFeed, quote, takeCell } from "./cell";
import { irregular, oddQuotes, Piece, ranOut } from "./schema.generated";

// Of the last quoted cell that `closingQuote` looked at.
let linesInside: u32 = 0;

const incomplete: usize = 0; // in place of a closing quote

/**
 * Finds the records of a piece from `from` on, until one that TypeScript must look at, quotes that are read nowhere
 * here, or a record whose end is not in the piece. `from` is then where that one starts, or the end of the piece.
 */
export function scan(piece: Piece): void {
  const delimiter: u32 = piece.delimiter;
  const to: usize = piece.to;
  const isLast = piece.isLast != 0;
  const width: usize = piece.width;
  const longest: usize = piece.longest;
  const starts: usize = piece.starts;
  const lines: usize = piece.lines;
  const delimiters = i8x16.splat(<i8>delimiter);
  const feeds = i8x16.splat(<i8>lineFeed);
  const returns = i8x16.splat(<i8>carriageReturn);
  const quotes = i8x16.splat(<i8>quote);
  let start: usize = piece.from; // of the record
  let cell = start;
  let field: usize = 0;
  let end: usize = piece.ends; // where the end of the next cell goes
  let line: u32 = piece.line;
  let inside: u32 = 0; // line ends in quotes of this record
  let isLong = false;
  let records: usize = 0;
  let passed = start; // what lies before is done with
  piece.stopped = <u32>ranOut;
  for (let block = start; block < to; block += 16) {
    const bytes = v128.load(block);
    const marks = v128.or(
      v128.or(i8x16.eq(bytes, delimiters), i8x16.eq(bytes, feeds)),
      v128.or(i8x16.eq(bytes, returns), i8x16.eq(bytes, quotes)),
    );
    let mask: u32 = i8x16.bitmask(marks);
    while (mask != 0) {
      const at = block + <usize>ctz(mask);
      mask &= mask - 1;
      if (at < passed) continue;
      if (at >= to) break;
      const byte: u32 = load<u8>(at);
      if (byte == delimiter) {
        if (field < width) {
          store<u32>(end, <u32>at);
          end += 4;
        }
        if (at - cell > longest) isLong = true;
        field++;
        cell = at + 1;
        continue;
      }
      if (byte == quote) {
        if (at != cell) continue; // a quote inside a cell is text
        const close = closingQuote(at, to);
        if (close == incomplete || (close + 1 == to && !isLast)) {
          if (isLast) piece.stopped = <u32>oddQuotes;
          finish(piece, start, line, records);
          return;
        }
        const next: u32 = load<u8>(close + 1);
        if (next != delimiter && next != lineFeed && next != carriageReturn) {
          piece.stopped = <u32>oddQuotes;
          finish(piece, start, line, records);
          return;
        }
        inside += linesInside;
        passed = close + 1;
        continue;
      }
      let after = at + 1;
      if (byte == carriageReturn) {
        if (after == to && !isLast) {
          finish(piece, start, line, records);
          return;
        }
        if (after < to && load<u8>(after) == <u8>lineFeed) after++;
        passed = after;
      }
      if (field < width) {
        store<u32>(end, <u32>at);
        end += 4;
      }
      if (field + 1 != width || isLong || at - cell > longest || isSpecial(piece, start, end, width)) {
        piece.stopped = <u32>irregular;
        piece.recordEnd = <u32>at;
        piece.after = <u32>after;
        piece.lineAfter = line + 1 + inside;
        finish(piece, start, line, records);
        return;
      }
      store<u32>(starts + (records << 2), <u32>start);
      store<u32>(lines + (records << 2), line);
      records++;
      line += 1 + inside;
      inside = 0;
      field = 0;
      start = cell = after;
    }
  }
  finish(piece, start, line, records);
}

function finish(piece: Piece, start: usize, line: u32, records: usize): void {
  piece.from = <u32>start;
  piece.line = line;
  piece.records = <u32>records;
}

/** The quote that closes the one at `open`, or `incomplete`; counts the line ends between them. */
function closingQuote(open: usize, to: usize): usize {
  linesInside = 0;
  let before: u32 = 0;
  for (let at = open + 1; at < to; at++) {
    const byte: u32 = load<u8>(at);
    if (byte == quote) {
      if (at + 1 == to || load<u8>(at + 1) != <u8>quote) return at;
      at++;
    } else if (byte == carriageReturn || (byte == lineFeed && before != carriageReturn)) linesInside++;
    before = byte;
  }
  return incomplete;
}

/** Whether a record of the right width may be a blank line, or the names of the columns once more. */
// @ts-ignore: decorator
@inline
function isSpecial(piece: Piece, start: usize, end: usize, width: usize): bool {
  if (width == 1 && maybeBlank(start, load<u32>(end - 4))) return true;
  return piece.names != 0 && maybeNames(piece.names, start, end - (width << 2), width);
}

/** Nothing but spaces, or bytes beyond ASCII, some of which are spaces. */
function maybeBlank(start: usize, end: usize): bool {
  takeCell(start, end);
  for (let at = cellStart; at < cellEnd; at++) {
    const byte: u32 = load<u8>(at);
    if (byte < 0x80 && !isSpace(byte)) return false;
  }
  return true;
}

function maybeNames(names: usize, start: usize, ends: usize, width: usize): bool {
  for (let field: usize = 0; field < width; field++) {
    const end: usize = load<u32>(ends + (field << 2));
    takeCell(start, end);
    start = end + 1;
    if (cellStart == cellEnd) {
      if (load<u32>(names + (field << 3)) == load<u32>(names + (field << 3) + 4)) continue;
      return false;
    }
    const first: u32 = load<u8>(cellStart);
    // TypeScript may still take such a cell apart.
    if (first >= 0x80 || load<u8>(cellEnd - 1) >= 0x80 || first == quote || isSpace(first)) continue;
    const name: usize = load<u32>(names + (field << 3));
    const length: usize = load<u32>(names + (field << 3) + 4) - name;
    if (cellEnd - cellStart != length || memory.compare(cellStart, name, length) != 0) return false;
  }
  return true;
}
