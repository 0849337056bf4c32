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
  const size = new Int32Array(rowCount);
  const leader = new Int32Array(rowCount).fill(-1);
  let extra = 0;
  let largest = 1;
  for (const row of rows) {
    const key = keys[row]!;
    let slot = key & (slots.length - 1);
    let first = slots[slot]!;
    while (first >= 0 && !(keys[first] === key && areEqual(columns, first, row))) {
      slot = (slot + 1) & (slots.length - 1);
      first = slots[slot]!;
    }
    if (first < 0) {
      slots[slot] = row;
      leader[row] = row;
    } else {
      leader[row] = first;
      extra++;
    }
    largest = Math.max(largest, ++size[leader[row]!]!);
  }
  const groups = leader.map((first) => (first >= 0 && size[first]! > 1 ? first : -1));
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
  const bits = new Float64Array(1);
  const words = new Uint32Array(bits.buffer);
  for (const [place, column] of columns.entries()) {
    const salt = hash([place]);
    for (let row = 0; row < rowCount; row++) {
      if (column.kind === "category") {
        words[0] = column.codes[row]!;
        words[1] = 0;
      } else {
        bits[0] = column.values[row]!;
        if (Number.isNaN(bits[0])) words[0] = words[1] = 0x7ff80000;
      }
      const mixed = Math.imul(words[0]! ^ Math.imul(words[1]!, 0x9e3779b1) ^ salt, 0xcc9e2d51);
      const turned = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
      const key = keys[row]! ^ turned;
      keys[row] = Math.imul((key << 13) | (key >>> 19), 5) + 0xe6546b64;
    }
  }
  return keys;
}
