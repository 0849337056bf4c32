import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { type Arena, Stretch } from "../../wasm/arena.ts";
import { roundUp } from "../../wasm/bump.ts";
import { type Places, Resident } from "./resident.ts";
import type { RowCodes } from "./structure.ts";
import { copyRows, count, writeCodes } from "./table-rows.ts";

/** Rows of the table that one call of the kernel works on; addresses in bytes. */
export interface Chunk extends Places {
  readonly first: number; // position in the order
  readonly rows: number;
  readonly isResident: boolean; // all rows of the table are there, else those of the chunk alone
  readonly rowNumber: number; // of table, target and rowWeight
  readonly rates: number;
  readonly result: number;
}

/**
 * What is wanted of a table: rows named by `order` (the first rows when a number), whole batches, this many outputs a
 * row.
 */
export interface Demand {
  readonly inputs: Matrix;
  readonly order: Uint32Array | number;
  readonly batch: number;
  readonly outputs: number;
  readonly isKept: boolean; // whether the table will be asked for again
  readonly codes: RowCodes | null; // that are read instead of inputs
}

/** What is learnt of rows: of `data`, in the order of the demand, a rate for each batch of the chunk. */
interface Lesson {
  readonly data: Prepared;
  readonly order: Uint32Array;
  readonly rates: Float32Array;
}

// Of a table that is not resident, this many bytes of rows at a time stream through.
const chunkBytes = 1 << 19;
const chunkRows = 16384;

/**
 * Brings rows to the kernel: | numbers | rates | outputs |, and of rows that are not resident | targets | row weights |
 * rows |.
 */
export class Staging {
  private readonly arena: Arena;
  private readonly resident: Resident;
  private readonly stretch: Stretch;

  /** Keeps a table of at most `mostResident` bytes. */
  constructor(arena: Arena, mostResident: number) {
    this.arena = arena;
    this.resident = new Resident(arena, mostResident);
    this.stretch = new Stretch(arena);
  }

  /** Puts rows in place, chunk by chunk; one chunk is valid until the next is asked for. */
  *chunks({ inputs, order, batch, outputs, isKept, codes }: Demand): Generator<Chunk> {
    const { memory } = this.arena;
    const total = typeof order === "number" ? order : order.length;
    const kept = this.resident.adopt(inputs, codes, isKept);
    const isResident = kept !== null;
    const rowBytes = codes?.bytes ?? inputs.columns * 4;
    const fitting = isResident ? chunkRows : Math.floor(chunkBytes / Math.max(4, rowBytes));
    const most = Math.min(total, Math.max(1, Math.floor(Math.min(fitting, chunkRows) / batch)) * batch);
    const vector = roundUp(most * 4, 16);
    const rateBytes = roundUp(Math.ceil(most / batch) * 4, 16);
    const resultBytes = roundUp(most * outputs * 4, 16);
    this.stretch.hold(vector + rateBytes + resultBytes + (isResident ? 0 : 2 * vector + most * rowBytes));
    const rowNumber = this.stretch.address;
    const rates = rowNumber + vector;
    const result = rates + rateBytes;
    const target = result + resultBytes;
    const rowWeight = target + vector;
    const places = kept ?? { table: rowWeight + vector, target, rowWeight };
    for (let first = 0; first < total; first += most) {
      const rows = Math.min(most, total - first);
      const named = typeof order === "number" ? count(first, rows) : order.subarray(first, first + rows);
      new Uint32Array(memory.buffer, rowNumber, rows).set(isResident ? named : count(0, rows));
      if (!isResident) {
        const place = { memory, address: places.table };
        if (codes === null) copyRows({ inputs, named }, place);
        else writeCodes(codes, { inputs, named }, place);
      }
      yield {
        first,
        rows,
        isResident,
        ...places,
        rowNumber,
        rates,
        result,
      };
    }
  }

  /** Puts targets, row weights and rates of a chunk in place. */
  placeTargets(chunk: Chunk, { data, order, rates }: Lesson): void {
    const { buffer } = this.arena.memory;
    new Float32Array(buffer, chunk.rates, rates.length).set(rates);
    if (chunk.isResident) {
      this.resident.placeTargets(data, chunk);
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
