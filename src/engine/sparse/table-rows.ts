import type { Matrix } from "../../base/matrix.ts";
import type { RowCodes } from "./structure.ts";

/** `rows` numbers from `first` up. */
export function count(first: number, rows: number): Uint32Array {
  const numbers = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) numbers[i] = first + i;
  return numbers;
}

/** Rows of a table, by number. */
interface NamedRows {
  readonly inputs: Matrix;
  readonly named: Uint32Array;
}

/** Where they go. */
interface Place {
  readonly memory: WebAssembly.Memory;
  readonly address: number;
}

/** Copies rows, neighbouring ones at once. */
export function copyRows({ inputs, named }: NamedRows, { memory, address }: Place): void {
  const { data, columns } = inputs;
  const into = new Float32Array(memory.buffer, address, named.length * columns);
  for (let first = 0, end = 1; first < named.length; first = end++) {
    while (end < named.length && named[end] === named[end - 1]! + 1) end++;
    const from = named[first]! * columns;
    into.set(data.subarray(from, from + (end - first) * columns), first * columns);
  }
}

/** Writes the codes of rows. */
export function writeCodes({ bytes, write }: RowCodes, { inputs, named }: NamedRows, { memory, address }: Place): void {
  const { data, columns } = inputs;
  const shares = new Float32Array(memory.buffer, address, (named.length * bytes) / 4);
  const numbers = new Uint16Array(memory.buffer, address, (named.length * bytes) / 2);
  for (let i = 0; i < named.length; i++) write(data, named[i]! * columns, shares, numbers, i * bytes);
}
