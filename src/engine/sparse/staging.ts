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
  readonly columns: Uint32Array; // inputs that the kernel reads from rows
  readonly isCoded: boolean; // whether it reads codes
}

// A table up to this size is copied once; of a larger one, this many bytes of rows at a time stream through.
const residentBytes = 16 << 20;
const chunkBytes = 4 << 20;
const chunkRows = 65536;
const pageBytes = 65536;

/**
 * The data region at the end of a trainer's memory:
 * | resident codes, targets, row weights, table | vectors of a chunk | outputs | rows of a chunk, codes |.
 * The resident table comes last because it is copied anew, narrower, when pruning leaves inputs that nothing reads.
 */
export class Staging {
  private readonly memory: WebAssembly.Memory;
  private start: number;
  private readonly codes: RowCodes | null;
  private resident: Matrix | undefined;
  private columns: Uint32Array | undefined; // of its rows
  private isCoded = false;
  private targets: Float32Array | undefined; // those in memory
  private weights: Float32Array | null | undefined; // those in memory

  constructor(memory: WebAssembly.Memory, start: number, codes: RowCodes | null) {
    this.memory = memory;
    this.start = roundUp(start, 128);
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
    const { inputs, order, batch, columns } = demand;
    const total = typeof order === "number" ? order : order.length;
    const isResident = this.adopt(demand);
    const resident = this.places();
    const fitting = isResident ? chunkRows : Math.floor(chunkBytes / Math.max(4, this.rowBytes(columns)));
    const most = Math.min(total, Math.max(1, Math.floor(Math.min(fitting, chunkRows) / batch)) * batch);
    const vector = roundUp(most * 4, 16);
    const [rowNumber, target, rowWeight, rates, result] = [0, 1, 2, 3, 4].map(
      (at) => resident.end + at * vector,
    );
    const rowsOfChunk = result! + roundUp(most * demand.outputs * 4, 16);
    const codesOfChunk = rowsOfChunk + roundUp(most * columns.length * 4, 16);
    this.reserve(isResident ? rowsOfChunk : codesOfChunk + most * this.codeBytes);
    const table = isResident ? resident.table : rowsOfChunk;
    const codes = isResident ? resident.codes : codesOfChunk;
    for (let first = 0; first < total; first += most) {
      const rows = Math.min(most, total - first);
      const named = typeof order === "number" ? count(first, rows) : order.subarray(first, first + rows);
      new Uint32Array(this.memory.buffer, rowNumber!, rows).set(isResident ? named : count(0, rows));
      if (!isResident) {
        this.copyRows(inputs, named, columns, table);
        if (demand.isCoded) this.writeCodes(inputs, named, codes);
      }
      yield {
        first,
        rows,
        isResident,
        table,
        codes,
        rowNumber: rowNumber!,
        target: isResident ? resident.targets : target!,
        rowWeight: isResident ? resident.weights : rowWeight!,
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
  private adopt({ inputs, columns, isKept, isCoded }: Demand): boolean {
    const isNew = inputs !== this.resident;
    if ((isNew && !isKept) || inputs.rows * this.rowBytes(columns) > residentBytes) return false;
    if (isNew) {
      this.forget();
      this.resident = inputs;
    }
    const wantsRows = columns !== this.columns;
    const wantsCodes = isCoded && !this.isCoded;
    this.columns = columns;
    if (!wantsRows && !wantsCodes) return true;
    const { codes, table, end } = this.places();
    this.reserve(end);
    const all = count(0, inputs.rows);
    if (wantsRows) this.copyRows(inputs, all, columns, table);
    if (wantsCodes) this.writeCodes(inputs, all, codes);
    this.isCoded ||= isCoded;
    return true;
  }

  /** Where the resident table and what belongs to it are, in bytes. */
  private places() {
    const rows = this.resident?.rows ?? 0;
    const targets = this.start + roundUp(rows * this.codeBytes, 16);
    const weights = targets + roundUp(rows * 4, 16);
    const table = weights + roundUp(rows * 4, 16);
    const end = table + roundUp(rows * (this.columns?.length ?? 0) * 4, 16);
    return { codes: this.start, targets, weights, table, end };
  }

  private get codeBytes(): number {
    return this.codes?.bytes ?? 0;
  }

  private rowBytes(columns: Uint32Array): number {
    return columns.length * 4 + this.codeBytes;
  }

  /** `columns` of the rows that `named` names. */
  private copyRows(inputs: Matrix, named: Uint32Array, columns: Uint32Array, table: number): void {
    const width = columns.length;
    const into = new Float32Array(this.memory.buffer, table, named.length * width);
    const { data } = inputs;
    let at = 0;
    for (let i = 0; i < named.length; i++) {
      const from = named[i]! * inputs.columns;
      for (let k = 0; k < width; k++) into[at++] = data[from + columns[k]!]!;
    }
  }

  private writeCodes({ data, columns }: Matrix, named: Uint32Array, codes: number): void {
    const { bytes, write } = this.codes!;
    const words = new Uint32Array(this.memory.buffer, codes, (named.length * bytes) / 4);
    const shares = new Float32Array(this.memory.buffer, codes, (named.length * bytes) / 4);
    for (let i = 0; i < named.length; i++) write(data, named[i]! * columns, words, shares, (i * bytes) / 4);
  }

  private forget(): void {
    this.resident = undefined;
    this.columns = undefined;
    this.isCoded = false;
    this.targets = undefined;
    this.weights = undefined;
  }

  private reserve(end: number): void {
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / pageBytes));
  }
}

/** `rows` numbers from `first` up. */
function count(first: number, rows: number): Uint32Array {
  const numbers = new Uint32Array(rows);
  for (let i = 0; i < rows; i++) numbers[i] = first + i;
  return numbers;
}
