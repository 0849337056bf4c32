// The distinct texts of a column, by open addressing over a hash of their bytes.

import { cellEnd, cellStart, takeCell } from "./cell";
import { bytesOfEntry, ColumnState, emptyCell, Entry, Piece } from "./schema.generated";

/** In place of a code: the dictionary has no room for another text. */
export const isFull: u32 = 0xffff_fffd;

/** The code of the text at [start, end), a new one where it is unknown; emptyCell; or isFull. */
export function codeOf(column: ColumnState, start: usize, end: usize): u32 {
  const length = end - start;
  if (length == 0) return <u32>emptyCell;
  const hash = hashOf(start, length);
  const mask: u32 = column.slotCount - 1;
  const slots: usize = column.slots;
  let slot = hash & mask;
  for (;;) {
    const code: u32 = load<u32>(slots + ((<usize>slot) << 2));
    if (code == 0) break;
    const entry = entryOf(column, code - 1);
    if (entry.hash == hash && entry.length == <u32>length) {
      const known: usize = column.bytes + entry.start;
      if (length <= 8 ? word(known, length) == word(start, length) : memory.compare(known, start, length) == 0) {
        return code - 1;
      }
    }
    slot = (slot + 1) & mask;
  }
  const count = column.entryCount;
  const used: u32 = column.bytesUsed;
  if (count >= column.slotCount >> 1 || used + <u32>length > column.bytesRoom) return isFull;
  const entry = entryOf(column, count);
  entry.hash = hash;
  entry.start = used;
  entry.length = <u32>length;
  memory.copy(column.bytes + used, start, length);
  column.bytesUsed = used + <u32>length;
  column.entryCount = count + 1;
  store<u32>(slots + ((<usize>slot) << 2), count + 1);
  return count;
}

/** Fills the slots, all 0, from the entries. */
export function rehash(column: ColumnState): void {
  const mask: u32 = column.slotCount - 1;
  const slots: usize = column.slots;
  for (let code: u32 = 0; code < column.entryCount; code++) {
    let slot = entryOf(column, code).hash & mask;
    while (load<u32>(slots + ((<usize>slot) << 2)) != 0) slot = (slot + 1) & mask;
    store<u32>(slots + ((<usize>slot) << 2), code + 1);
  }
}

/**
 * The cells of a column as codes, from a record on; returns the record at which the dictionary is full, or how many
 * there are.
 */
export function texts(piece: Piece, column: ColumnState, from: usize): usize {
  const records: usize = piece.records;
  const width: usize = piece.width;
  const place: usize = column.place;
  const codes: usize = piece.codes;
  for (let record = from; record < records; record++) {
    const end: usize = piece.ends + ((record * width + place) << 2);
    takeCell(startOf(piece, place, record, end), load<u32>(end));
    const code = codeOf(column, cellStart, cellEnd);
    if (code == isFull) return record;
    store<u32>(codes + (record << 2), code);
  }
  return records;
}

/** Where a cell starts; `end` is where its end is kept. */
// @ts-ignore: decorator
@inline
export function startOf(piece: Piece, place: usize, record: usize, end: usize): usize {
  return place == 0 ? <usize>load<u32>(piece.starts + (record << 2)) : <usize>load<u32>(end - 4) + 1;
}

// @ts-ignore: decorator
@inline
function entryOf(column: ColumnState, code: u32): Entry {
  return changetype<Entry>(<usize>column.entries + <usize>code * bytesOfEntry);
}

/** Up to eight bytes as a number; those behind them are read and dropped. */
// @ts-ignore: decorator
@inline
function word(at: usize, length: usize): u64 {
  return load<u64>(at) & ((~(<u64>0)) >> ((8 - length) << 3));
}

/** Eight bytes at a time: a product, whose upper half depends on all of them, folded onto its lower half. */
function hashOf(start: usize, length: usize): u32 {
  let hash: u64 = <u64>length;
  while (length > 8) {
    hash = fold(hash ^ load<u64>(start));
    start += 8;
    length -= 8;
  }
  hash = fold(hash ^ word(start, length)) * 0xc4ce_b9fe_1a85_ec53;
  return <u32>(hash >>> 32);
}

// @ts-ignore: decorator
@inline
function fold(hash: u64): u64 {
  hash *= 0xff51_afd7_ed55_8ccd;
  return hash ^ (hash >>> 32);
}
