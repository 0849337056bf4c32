import type { Matrix } from "../../base/matrix.ts";
import type { RowCodes } from "./structure.ts";

const pageBytes = 65536;

/** Grows `memory` to at least `end` bytes; views of it are void then. */
export function reserve(memory: WebAssembly.Memory, end: number): void {
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
}

/** `rows` numbers from `first` up. */
export function count(first: number, rows: number): Uint32Array {
  const numbers = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) numbers[i] = first + i;
  return numbers;
}

/** Copies `columns` of the rows that `named` names to `address`. */
export function copyRows(
  memory: WebAssembly.Memory,
  inputs: Matrix,
  named: Uint32Array,
  columns: Uint32Array,
  address: number,
): void {
  const width = columns.length;
  const into = new Float32Array(memory.buffer, address, named.length * width);
  const { data } = inputs;
  let at = 0;
  for (let i = 0; i < named.length; i++) {
    const from = named[i]! * inputs.columns;
    for (let k = 0; k < width; k++) into[at++] = data[from + columns[k]!]!;
  }
}

/** Copies whole rows to `address`. */
export function copyWhole(
  memory: WebAssembly.Memory,
  { data, columns }: Matrix,
  named: Uint32Array,
  address: number,
): void {
  const into = new Float32Array(memory.buffer, address, named.length * columns);
  for (let i = 0; i < named.length; i++) {
    const from = named[i]! * columns;
    into.set(data.subarray(from, from + columns), i * columns);
  }
}

/** Writes the codes of those rows to `address`. */
export function writeCodes(
  memory: WebAssembly.Memory,
  { bytes, write }: RowCodes,
  { data, columns }: Matrix,
  named: Uint32Array,
  address: number,
): void {
  const shares = new Float32Array(memory.buffer, address, (named.length * bytes) / 4);
  const numbers = new Uint16Array(memory.buffer, address, (named.length * bytes) / 2);
  for (let i = 0; i < named.length; i++) write(data, named[i]! * columns, shares, numbers, i * bytes);
}
