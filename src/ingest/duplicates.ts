import { hash } from "../base/random.ts";
import type { RowIndex } from "../base/matrix.ts";
import type { Column } from "./table.ts";

/** Equal rows of a table. */
export interface Duplicates {
  readonly groups: Int32Array; // by table row: the first row that equals it; -1 = no other does
  readonly extra: number; // rows that equal an earlier one
  readonly largest: number; // rows of the largest group
}

/** Finds the rows of `rows` that are equal in all of `columns`; missing equals missing. */
export function findDuplicates(columns: readonly Column[], rows: RowIndex, rowCount: number): Duplicates {
  const keys = rowHashes(columns, rowCount);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * rows.length + 2))).fill(-1); // first rows, by their hashes
  const mask = slots.length - 1;
  const groups = new Int32Array(rowCount).fill(-1);
  const sizes = new Map<number, number>(); // of groups of two and more, by their first rows
  let extra = 0;
  let largest = 1;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const key = keys[row]!;
    let slot = key & mask;
    let first = slots[slot]!;
    while (first >= 0 && !(keys[first] === key && areEqual(columns, first, row))) {
      slot = (slot + 1) & mask;
      first = slots[slot]!;
    }
    if (first < 0) {
      slots[slot] = row;
      continue;
    }
    groups[first] = groups[row] = first;
    extra++;
    const size = (sizes.get(first) ?? 1) + 1;
    sizes.set(first, size);
    largest = Math.max(largest, size);
  }
  return { groups, extra, largest };
}

function areEqual(columns: readonly Column[], a: number, b: number): boolean {
  return columns.every((column) => isEqual(column, a, b));
}

function isEqual(column: Column, a: number, b: number): boolean {
  if (column.kind === "category") return column.codes[a] === column.codes[b];
  const [one, other] = [column.values[a]!, column.values[b]!];
  return one === other || (Number.isNaN(one) && Number.isNaN(other));
}

/** 32 bits a row over all columns, column by column (murmur3's mixing step). */
function rowHashes(columns: readonly Column[], rowCount: number): Uint32Array {
  const keys = new Uint32Array(rowCount);
  for (const [place, column] of columns.entries()) {
    const salt = hash([place]);
    if (column.kind === "category") {
      const { codes } = column;
      for (let row = 0; row < rowCount; row++) keys[row] = mix(keys[row]!, codes[row]! ^ salt);
      continue;
    }
    const { values } = column;
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * rowCount);
    for (let row = 0; row < rowCount; row++) {
      const value = values[row]!;
      let word = missing;
      if (value === 0)
        word = 0; // 0 and -0 are equal
      else if (value === value) word = words[2 * row]! ^ Math.imul(words[2 * row + 1]!, 0x9e3779b1);
      keys[row] = mix(keys[row]!, word ^ salt);
    }
  }
  return keys;
}

const missing = 0x7ff80000; // one NaN is as good as another

function mix(key: number, word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  const turned = key ^ Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  return Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64;
}
