import type { Matrix } from "../../base/matrix.ts";
import type { Kernel } from "./kernel.ts";
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

// Rows that are copied whole take so many bytes at a time: they stay in the nearest caches until the kernel has narrowed them.
const pieceBytes = 1 << 16;

/** Copies `columns`, ascending, of the rows that `named` names to `address`, and uses what follows them. */
export function copyRows(
  memory: WebAssembly.Memory,
  kernel: Kernel,
  inputs: Matrix,
  named: Uint32Array,
  columns: Uint32Array,
  address: number,
): void {
  const end = address + named.length * columns.byteLength;
  if (!areMost(columns, inputs)) {
    reserve(memory, end);
    copyNumbers(memory, inputs, named, columns, address);
    return;
  }
  const rowBytes = inputs.columns * 4;
  const rows = Math.max(1, Math.floor(pieceBytes / rowBytes));
  const kept = end + rows * rowBytes;
  reserve(memory, kept + columns.byteLength);
  new Uint32Array(memory.buffer, kept, columns.length).set(columns.map((column) => column * 4));
  for (let first = 0; first < named.length; first += rows) {
    const piece = named.subarray(first, first + rows);
    copyWhole(memory, inputs, piece, address);
    kernel.narrow(address, piece.length, rowBytes, kept, columns.length);
    address += piece.length * columns.byteLength;
  }
}

// For rows in no order: one by one a number takes 2.6 ns; a whole row 150 ns and 0.1 a number, and narrowing it 0.4 for each that stays.
function areMost(columns: Uint32Array, inputs: Matrix): boolean {
  return columns.length >= 64 && 2 * columns.length > inputs.columns;
}

function copyNumbers(
  memory: WebAssembly.Memory,
  { data, columns: width }: Matrix,
  named: Uint32Array,
  columns: Uint32Array,
  address: number,
): void {
  const into = new Float32Array(memory.buffer, address, named.length * columns.length);
  for (let i = 0; i < named.length; i++) pick(into, i * columns.length, data, named[i]! * width, columns);
}

function pick(into: Float32Array, at: number, data: Float32Array, from: number, columns: Uint32Array): void {
  for (let k = 0; k < columns.length; k++) into[at + k] = data[from + columns[k]!]!;
}

/** Neighbouring rows at once. */
function copyWhole(
  memory: WebAssembly.Memory,
  { data, columns }: Matrix,
  named: Uint32Array,
  address: number,
): void {
  const into = new Float32Array(memory.buffer, address, named.length * columns);
  for (let first = 0, end = 1; first < named.length; first = end++) {
    while (end < named.length && named[end] === named[end - 1]! + 1) end++;
    const from = named[first]! * columns;
    into.set(data.subarray(from, from + (end - first) * columns), first * columns);
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
