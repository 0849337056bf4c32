// Numbers from bytes, as parseNumber of ../../number.ts reads them.

import { cellEnd, cellStart, takeCell } from "./cell";
import { codeOf, isFull, startOf } from "./dictionary";
import { isInexact, nearest } from "./nearest";
import { ColumnState, hardNumber, Piece } from "./schema.generated";

// Of the last text that `parse` looked at.
const isNumber: u32 = 0;
const isText: u32 = 1;
const isHard: u32 = 2; // a number for TypeScript
let value: f64 = 0;
let hasPoint = false;

const largestExact: f64 = 9007199254740991;

/**
 * The cells of a column as numbers, from a record on; NaN for the others, which are listed with their codes. Returns
 * the record at which the dictionary is full, or how many there are.
 */
export function numbers(piece: Piece, column: ColumnState, from: usize): usize {
  const records: usize = piece.records;
  const width: usize = piece.width;
  const place: usize = column.place;
  const values: usize = piece.values;
  for (let record = from; record < records; record++) {
    const end: usize = piece.ends + ((record * width + place) << 2);
    takeCell(startOf(piece, place, record, end), load<u32>(end));
    store<f64>(values + (record << 3), NaN);
    if (cellStart == cellEnd) continue;
    const kind = parse(cellStart, cellEnd);
    if (kind == isNumber) {
      store<f64>(values + (record << 3), value);
      if (column.decimal == 0) addForm(column, record);
      continue;
    }
    const code = kind == isHard ? <u32>hardNumber : codeOf(column, cellStart, cellEnd);
    if (code == isFull) return record;
    store<u32>(piece.codes + (record << 2), code);
    store<u32>(piece.others + (piece.otherCount << 2), <u32>record);
    piece.otherCount++;
  }
  return records;
}

/** As PointForm of ../../point-form.ts. */
function addForm(column: ColumnState, record: usize): void {
  const size = Math.abs(value);
  if (cellEnd - cellStart >= 4 && load<u8>(cellEnd - 4) == 0x2e) {
    if (size < 1 || size >= 1000) column.decimal = 1;
    column.triples++;
    if (column.example == 0) column.example = <u32>record + 1;
  } else if (hasPoint || value != Math.floor(value)) column.decimal = 1;
  else if (size < 1000) column.short = 1;
  else column.long = 1;
}

function parse(start: usize, end: usize): u32 {
  let at = start;
  const sign: u32 = load<u8>(at);
  if (sign == 0x2d || sign == 0x2b) at++;
  const first = at;
  let digits: u64 = 0;
  let byte: u32 = at < end ? <u32>load<u8>(at) - 48 : 99;
  while (byte < 10) {
    digits = digits * 10 + byte;
    at++;
    byte = at < end ? <u32>load<u8>(at) - 48 : 99;
  }
  const whole = at - first;
  if (whole > 1 && load<u8>(first) == 48) return isText;
  let fraction: usize = 0;
  hasPoint = at < end && load<u8>(at) == 0x2e;
  if (hasPoint) {
    at++;
    const point = at;
    byte = at < end ? <u32>load<u8>(at) - 48 : 99;
    while (byte < 10) {
      digits = digits * 10 + byte;
      at++;
      byte = at < end ? <u32>load<u8>(at) - 48 : 99;
    }
    fraction = at - point;
  }
  if (whole + fraction == 0) return isText; // words such as inf are few
  let exponent: i32 = -(<i32>fraction);
  const hasExponent = at < end;
  if (hasExponent) {
    const size = exponentAt(at, end);
    if (size == noExponent) return isText;
    exponent += size;
  }
  if (!hasExponent && whole + fraction <= 15) {
    // Both are exact, so one division rounds correctly (Clinger's fast path). + 0 turns -0 into 0.
    const size = <f64>digits / tenTo(fraction);
    value = (sign == 0x2d ? -size : size) + 0;
    return isNumber;
  }
  // More digits than 64 bits hold, unless they begin with zeros.
  if (whole + fraction > 19 && whole + fraction - zerosFrom(first, end) > 19) {
    return fraction == 0 && !hasExponent ? isText : isHard;
  }
  if (digits == 0) return isHard;
  let size = <f64>digits;
  if (fraction > 0 || hasExponent) {
    size = nearest(digits, exponent);
    if (isInexact) return isHard;
  } else if (size > largestExact) return isText;
  value = sign == 0x2d ? -size : size;
  return isNumber;
}

const noExponent: i32 = 1_000_000;

/** The exponent of a number that ends with it: a sign or none, one to five digits. */
function exponentAt(at: usize, end: usize): i32 {
  if ((load<u8>(at) | 0x20) != 0x65) return noExponent;
  at++;
  const sign: u32 = at < end ? <u32>load<u8>(at) : 0;
  if (sign == 0x2d || sign == 0x2b) at++;
  if (at == end || end - at > 5) return noExponent;
  let size: i32 = 0;
  for (; at < end; at++) {
    const digit = <u32>load<u8>(at) - 48;
    if (digit > 9) return noExponent;
    size = size * 10 + <i32>digit;
  }
  return sign == 0x2d ? -size : size;
}

/** Digits 0 before any other. */
function zerosFrom(at: usize, end: usize): usize {
  let zeros: usize = 0;
  for (; at < end; at++) {
    const byte: u32 = load<u8>(at);
    if (byte == 48) zeros++;
    else if (byte != 0x2e) break;
  }
  return zeros;
}

const powers = memory.data<f64>([1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]);

// @ts-ignore: decorator
@inline
function tenTo(power: usize): f64 {
  return load<f64>(powers + (power << 3));
}
