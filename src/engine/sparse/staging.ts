import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";

/** Rows of the table that one call of the kernel works on; addresses in bytes. */
export interface Chunk {
  readonly first: number; // position in the order
  readonly rows: number;
  readonly table: number;
  readonly rowNumber: number;
  readonly target: number;
  readonly rowWeight: number;
  readonly rates: number;
  readonly result: number;
}

/** Bytes of rows in memory at a time: a table of a million rows streams through. */
const chunkBytes = 4 << 20;
const pageBytes = 65536;

/** The data region at the end of a trainer's memory; grows to the largest chunk asked for. */
export class Staging {
  private readonly memory: WebAssembly.Memory;
  private readonly start: number;
  private readonly columns: number;

  constructor(memory: WebAssembly.Memory, start: number, columns: number) {
    this.memory = memory;
    this.start = Math.ceil(start / 128) * 128;
    this.columns = columns;
    this.reserve(this.start);
  }

  /** Copies the rows named by `order` (or the first so many), chunk by chunk; whole batches but at the end. */
  *chunks(inputs: Matrix, order: Uint32Array | number, batch: number, outputs: number): Generator<Chunk> {
    const total = typeof order === "number" ? order : order.length;
    const fitting = Math.floor(chunkBytes / Math.max(4, this.columns * 4) / batch);
    const most = Math.min(total, Math.min(Math.max(1, fitting), Math.ceil(65536 / batch)) * batch);
    const vector = Math.ceil((most * 4) / 16) * 16;
    const place = (index: number) => this.start + index * vector;
    const result = place(4);
    const table = result + Math.ceil((most * outputs * 4) / 16) * 16;
    this.reserve(table + most * this.columns * 4);
    for (let first = 0; first < total; first += most) {
      const rows = Math.min(most, total - first);
      this.copyRows(inputs, order, first, rows, table, place(0));
      yield {
        first,
        rows,
        table,
        rowNumber: place(0),
        target: place(1),
        rowWeight: place(2),
        rates: place(3),
        result,
      };
    }
  }

  /** Targets, row weights and rates of a chunk. */
  aim(data: Prepared, order: Uint32Array, chunk: Chunk, rates: Float32Array): void {
    const target = new Float32Array(this.memory.buffer, chunk.target, chunk.rows);
    const rowWeight = new Float32Array(this.memory.buffer, chunk.rowWeight, chunk.rows).fill(1);
    for (let i = 0; i < chunk.rows; i++) {
      const row = order[chunk.first + i]!;
      target[i] = data.targets[row]!;
      if (data.weights !== null) rowWeight[i] = data.weights[row]!;
    }
    new Float32Array(this.memory.buffer, chunk.rates, rates.length).set(rates);
  }

  private copyRows(
    inputs: Matrix,
    order: Uint32Array | number,
    first: number,
    rows: number,
    table: number,
    rowNumber: number,
  ): void {
    const columns = this.columns;
    const numbers = new Uint32Array(this.memory.buffer, rowNumber, rows);
    const into = new Float32Array(this.memory.buffer, table, rows * columns);
    for (let i = 0; i < rows; i++) {
      const from = (typeof order === "number" ? first + i : order[first + i]!) * columns;
      numbers[i] = i;
      for (let column = 0; column < columns; column++) {
        into[i * columns + column] = inputs.data[from + column]!;
      }
    }
  }

  private reserve(end: number): void {
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
  }
}
