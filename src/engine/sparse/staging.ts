import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { roundUp } from "./blocks.ts";
import type { Kernel } from "./kernel.ts";
import type { Resident } from "./resident.ts";
import type { RowCodes } from "./structure.ts";
import { copyRows, count, reserve, writeCodes } from "./table-rows.ts";

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
  readonly codes: RowCodes | null; // that it reads, if any
}

// Of a table that is not resident, this many bytes of rows at a time stream through.
const chunkBytes = 1 << 19;
const chunkRows = 16384;

/** The data region at the end of a trainer's memory: | resident | vectors of a chunk | outputs | codes of a chunk | rows |. */
export class Staging {
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: Kernel;
  private readonly resident: Resident;

  constructor(memory: WebAssembly.Memory, kernel: Kernel, resident: Resident) {
    this.memory = memory;
    this.kernel = kernel;
    this.resident = resident;
  }

  /** Puts rows in place, chunk by chunk; one chunk is valid until the next is asked for. */
  *chunks({ inputs, order, batch, outputs, isKept, columns, codes }: Demand): Generator<Chunk> {
    const total = typeof order === "number" ? order : order.length;
    const isResident = this.resident.adopt(inputs, columns, codes, isKept);
    const resident = this.resident.places();
    const codeBytes = codes?.bytes ?? 0;
    const fitting = isResident
      ? chunkRows
      : Math.floor(chunkBytes / Math.max(4, columns.byteLength + codeBytes));
    const most = Math.min(total, Math.max(1, Math.floor(Math.min(fitting, chunkRows) / batch)) * batch);
    const vector = roundUp(most * 4, 16);
    const [rowNumber, target, rowWeight, rates, result] = [0, 1, 2, 3, 4].map(
      (at) => resident.end + at * vector,
    );
    const codesOfChunk = result! + roundUp(most * outputs * 4, 16);
    const rowsOfChunk = codesOfChunk + roundUp(isResident ? 0 : most * codeBytes, 16);
    reserve(this.memory, rowsOfChunk);
    for (let first = 0; first < total; first += most) {
      const rows = Math.min(most, total - first);
      const named = typeof order === "number" ? count(first, rows) : order.subarray(first, first + rows);
      new Uint32Array(this.memory.buffer, rowNumber!, rows).set(isResident ? named : count(0, rows));
      if (!isResident) {
        copyRows(this.memory, this.kernel, inputs, named, columns, rowsOfChunk);
        if (codes !== null) writeCodes(this.memory, codes, inputs, named, codesOfChunk);
      }
      yield {
        first,
        rows,
        isResident,
        table: isResident ? resident.table : rowsOfChunk,
        codes: isResident ? resident.codes : codesOfChunk,
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
      this.resident.aim(data);
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
}
