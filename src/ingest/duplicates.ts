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
  const chains = new Map<number, number[]>(); // first rows of different groups with one hash
  const size = new Int32Array(rowCount);
  const leader = new Int32Array(rowCount).fill(-1);
  let extra = 0;
  let largest = 1;
  for (const row of rows) {
    const key = keys[row]!;
    const chain = chains.get(key);
    const first = chain?.find((earlier) => columns.every((column) => equal(column, earlier, row)));
    if (first === undefined) {
      if (chain === undefined) chains.set(key, [row]);
      else chain.push(row);
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

function equal(column: Column, a: number, b: number): boolean {
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
