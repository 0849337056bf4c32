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
  const { rows: left, keys } = alikeRows(columns, rows);
  const slots = new Int32Array(2 ** Math.ceil(Math.log2(2 * left.length + 2))).fill(-1); // first rows, by their hashes
  const mask = slots.length - 1;
  const groups = new Int32Array(rowCount).fill(-1);
  const sizes = new Map<number, number>(); // of groups of two and more, by their first rows
  let extra = 0;
  let largest = 1;
  for (let i = 0; i < left.length; i++) {
    const row = left[i]!;
    const key = keys[i]!;
    let slot = key & mask;
    let first = slots[slot]!; // a place in `left`
    while (first >= 0 && !(keys[first] === key && areEqual(columns, left[first]!, row))) {
      slot = (slot + 1) & mask;
      first = slots[slot]!;
    }
    if (first < 0) {
      slots[slot] = i;
      continue;
    }
    const origin = left[first]!;
    groups[origin] = groups[row] = origin;
    extra++;
    const size = (sizes.get(origin) ?? 1) + 1;
    sizes.set(origin, size);
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

/** Some of the rows, in their order, and 32 bits of hash for each (murmur3's mixing step). */
interface HashedRows {
  readonly rows: RowIndex;
  readonly keys: Int32Array;
}

/**
 * The rows whose hash over all columns another one shares; equal ones are among them. Rows that are alone in the first
 * columns are left out before the others are looked at: after 2 columns, 4, 8, …, numbers first, as they tell most.
 */
function alikeRows(columns: readonly Column[], all: RowIndex): HashedRows {
  const texts = columns.filter(({ kind }) => kind === "category");
  const ordered = [...columns.filter(({ kind }) => kind !== "category"), ...texts];
  let left: HashedRows = { rows: all, keys: new Int32Array(all.length) };
  for (const [place, column] of ordered.entries()) {
    addHashes(left, column, hash([place]));
    const count = place + 1;
    if (count === ordered.length || (count > 1 && (count & place) === 0)) left = sharingHashes(left);
    if (left.rows.length === 0) break;
  }
  return left;
}

/** The rows whose hash, but for some of its bits, is that of another; two sets of bits tell. */
function sharingHashes({ rows, keys }: HashedRows): HashedRows {
  const bits = 2 ** Math.ceil(Math.log2(4 * rows.length + 32)); // few rows meet by chance, and the sets stay in a cache
  const mask = bits - 1;
  const seen = new Int32Array(bits / 16); // of 32 hashes each: a word of those seen, and one of those seen again
  for (let i = 0; i < rows.length; i++) {
    const key = keys[i]!;
    const at = ((key & mask) >>> 5) << 1;
    const bit = 1 << key;
    const once = seen[at]!;
    seen[at + 1]! |= once & bit;
    seen[at] = once | bit;
  }
  let count = 0;
  const kept = { rows: new Uint32Array(rows.length), keys: new Int32Array(rows.length) };
  for (let i = 0; i < rows.length; i++) {
    const key = keys[i]!;
    kept.rows[count] = rows[i]!;
    kept.keys[count] = key;
    count += (seen[(((key & mask) >>> 5) << 1) + 1]! >>> key) & 1; // no branch that depends on chance
  }
  return { rows: kept.rows.subarray(0, count), keys: kept.keys.subarray(0, count) };
}

/** Adds a column to the hashes. */
function addHashes({ rows, keys }: HashedRows, column: Column, salt: number): void {
  if (column.kind === "category") {
    const { codes } = column;
    for (let i = 0; i < rows.length; i++) keys[i] = mix(keys[i]!, codes[rows[i]!]! ^ salt);
    return;
  }
  const { values } = column;
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const value = values[row]!;
    let word = missing;
    if (value === 0)
      word = 0; // 0 and -0 are equal
    else if (value === value) word = words[2 * row]! ^ Math.imul(words[2 * row + 1]!, 0x9e3779b1);
    keys[i] = mix(keys[i]!, word ^ salt);
  }
}

const missing = 0x7ff80000; // one NaN is as good as another

function mix(key: number, word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  const turned = key ^ Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
  return Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64;
}
