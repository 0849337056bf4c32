import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { roundUp } from "./blocks.ts";
import type { RowCodes } from "./structure.ts";

/** Rows of the table that one call of the kernel works on; addresses in bytes. */
export interface Chunk {
  readonly first: number; // position in the order
  readonly rows: number;
  readonly isResident: boolean; // all rows of the table are there, else those of the chunk alone
  readonly table: number;
  readonly codes: number; // see structure.ts
  readonly rowNumber: number; // of table, codes, target and rowWeight
  readonly target: number;
  readonly rowWeight: number;
  readonly rates: number;
  readonly result: number;
}

/** What is wanted of a table: rows named by `order` (the first so many when a number), whole batches, so many outputs a row. */
export interface Demand {
  readonly inputs: Matrix;
  readonly order: Uint32Array | number;
  readonly batch: number;
  readonly outputs: number;
  readonly isKept: boolean; // whether the table will be asked for again
  readonly isCoded: boolean; // whether the kernel reads codes
}

// A table up to this size is copied once; of a larger one, this many bytes of rows at a time stream through.
const residentBytes = 16 << 20;
const chunkBytes = 4 << 20;
const chunkRows = 65536;
const pageBytes = 65536;

/** The data region at the end of a trainer's memory: | resident table, codes, targets, row weights | vectors of a chunk | outputs | rows of a chunk, codes |. */
export class Staging {
  private readonly memory: WebAssembly.Memory;
  private start: number;
  private readonly columns: number;
  private readonly codes: RowCodes | null;
  private resident: Matrix | undefined;
  private targets: Float32Array | undefined; // those in memory
  private weights: Float32Array | null | undefined; // those in memory

  constructor(memory: WebAssembly.Memory, start: number, columns: number, codes: RowCodes | null) {
    this.memory = memory;
    this.start = roundUp(start, 128);
    this.columns = columns;
    this.codes = codes;
    this.reserve(this.start);
  }

  /** Makes way when what lies before the region ends at `end`. */
  moveUp(end: number): void {
    if (end <= this.start) return;
    this.start = roundUp(end, 128);
    this.forget();
    this.reserve(this.start);
  }

  /** Puts rows in place, chunk by chunk; one chunk is valid until the next is asked for. */
  *chunks(demand: Demand): Generator<Chunk> {
    const { inputs, order, batch } = demand;
    const total = typeof order === "number" ? order : order.length;
    const isResident = this.adopt(demand);
    const fitting = isResident ? chunkRows : Math.floor(chunkBytes / Math.max(4, this.columns * 4));
    const most = Math.min(total, Math.max(1, Math.floor(Math.min(fitting, chunkRows) / batch)) * batch);
    const vector = roundUp(most * 4, 16);
    const residentRows = roundUp((this.resident?.rows ?? 0) * 4, 16);
    const residentCodes = this.start + roundUp((this.resident?.data.length ?? 0) * 4, 16);
    const codeBytes = this.codes?.bytes ?? 0;
    const residentTargets = residentCodes + roundUp((this.resident?.rows ?? 0) * codeBytes, 16);
    const vectors = residentTargets + 2 * residentRows;
    const [rowNumber, target, rowWeight, rates, result] = [0, 1, 2, 3, 4].map((at) => vectors + at * vector);
    const rowsOfChunk = result! + roundUp(most * demand.outputs * 4, 16);
    const codesOfChunk = rowsOfChunk + roundUp(most * this.columns * 4, 16);
    this.reserve(isResident ? rowsOfChunk : codesOfChunk + most * codeBytes);
    const table = isResident ? this.start : rowsOfChunk;
    const codes = isResident ? residentCodes : codesOfChunk;
    for (let first = 0; first < total; first += most) {
      const rows = Math.min(most, total - first);
      const numbers = new Uint32Array(this.memory.buffer, rowNumber!, rows);
      if (isResident && typeof order !== "number") numbers.set(order.subarray(first, first + rows));
      else for (let i = 0; i < rows; i++) numbers[i] = isResident ? first + i : i;
      if (!isResident) {
        this.copyRows(inputs, order, first, rows, table);
        if (demand.isCoded) this.writeCodes(table, codes, rows);
      }
      yield {
        first,
        rows,
        isResident,
        table,
        codes,
        rowNumber: rowNumber!,
        target: isResident ? residentTargets : target!,
        rowWeight: isResident ? residentTargets + residentRows : rowWeight!,
        rates: rates!,
        result: result!,
      };
    }
  }

  /** Targets, row weights and rates of a chunk. */
  aim(data: Prepared, order: Uint32Array, chunk: Chunk, rates: Float32Array): void {
    const { buffer } = this.memory;
    new Float32Array(buffer, chunk.rates, rates.length).set(rates);
    if (chunk.isResident) {
      if (data.targets !== this.targets) new Float32Array(buffer, chunk.target).set(data.targets);
      if (data.weights !== this.weights) {
        const rowWeight = new Float32Array(buffer, chunk.rowWeight, data.targets.length);
        if (data.weights === null) rowWeight.fill(1);
        else rowWeight.set(data.weights);
      }
      this.targets = data.targets;
      this.weights = data.weights;
      return;
    }
    const target = new Float32Array(buffer, chunk.target, chunk.rows);
    const rowWeight = new Float32Array(buffer, chunk.rowWeight, chunk.rows).fill(1);
    for (let i = 0; i < chunk.rows; i++) {
      const row = order[chunk.first + i]!;
      target[i] = data.targets[row]!;
      if (data.weights !== null) rowWeight[i] = data.weights[row]!;
    }
  }

  /** Whether the table of `demand` is in memory as a whole; copies it there when it will be asked for again and is small enough. */
  private adopt(demand: Demand): boolean {
    const { inputs } = demand;
    if (inputs === this.resident) return true;
    if (!demand.isKept || inputs.data.byteLength > residentBytes) return false;
    this.forget();
    this.resident = inputs;
    const codes = this.start + roundUp(inputs.data.byteLength, 16);
    this.reserve(codes + inputs.rows * (this.codes?.bytes ?? 0));
    new Float32Array(this.memory.buffer, this.start, inputs.data.length).set(inputs.data);
    this.writeCodes(this.start, codes, inputs.rows);
    return true;
  }

  /** Codes of the first `rows` rows at `table`, where there is a structure. */
  private writeCodes(table: number, codes: number, rows: number): void {
    if (this.codes === null) return;
    const { bytes, write } = this.codes;
    const inputs = new Float32Array(this.memory.buffer, table, rows * this.columns);
    const words = new Uint32Array(this.memory.buffer, codes, (rows * bytes) / 4);
    const shares = new Float32Array(this.memory.buffer, codes, (rows * bytes) / 4);
    for (let row = 0; row < rows; row++) write(inputs, row * this.columns, words, shares, (row * bytes) / 4);
  }

  private forget(): void {
    this.resident = undefined;
    this.targets = undefined;
    this.weights = undefined;
  }

  private copyRows(
    inputs: Matrix,
    order: Uint32Array | number,
    first: number,
    rows: number,
    table: number,
  ): void {
    const columns = this.columns;
    const into = new Float32Array(this.memory.buffer, table, rows * columns);
    if (typeof order === "number") {
      into.set(inputs.data.subarray(first * columns, (first + rows) * columns));
      return;
    }
    for (let i = 0; i < rows; i++) {
      const from = order[first + i]! * columns;
      into.set(inputs.data.subarray(from, from + columns), i * columns);
    }
  }

  private reserve(end: number): void {
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
  }
}
