import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { roundUp } from "./blocks.ts";
import type { Kernel } from "./kernel.ts";
import type { RowCodes } from "./structure.ts";
import { copyRows, count, reserve, writeCodes } from "./table-rows.ts";

// Of a table up to this size each member copies what it reads. Of a larger one, while all that the members hold stays within this many
// times the table; what a trainer cannot keep streams through.
const small = 4 << 20;
const times = 2;
const most = 1 << 30; // all memory of a kernel ends at four times that

const none = new Uint32Array(0);

/**
 * The table that a trainer is asked for again and again, in its memory from `start` on: | codes | targets | row weights | table |.
 * Of the table the columns that the kernel reads: it comes last because it gets narrower when pruning leaves inputs that nothing reads.
 */
export class Resident {
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: Kernel;
  private readonly members: number;
  private start = 0;
  private inputs: Matrix | undefined;
  private columns: Uint32Array = none; // of `inputs`
  private codes: RowCodes | null = null; // that are there
  private targets: Float32Array | undefined;
  private weights: Float32Array | null | undefined;

  constructor(memory: WebAssembly.Memory, kernel: Kernel, start: number, members: number) {
    this.memory = memory;
    this.kernel = kernel;
    this.members = members;
    this.moveUp(start);
  }

  /** Makes way when what lies before ends at `end`. */
  moveUp(end: number): void {
    if (end <= this.start) return;
    this.start = roundUp(end, 128);
    this.forget();
    reserve(this.memory, this.start);
  }

  /** Whether `columns` of `inputs` are in memory, and `codes` where they are asked for; when `isKept`, after they were copied there if they are few enough. */
  adopt(inputs: Matrix, columns: Uint32Array, codes: RowCodes | null, isKept: boolean): boolean {
    const isNew = inputs !== this.inputs || codes !== this.codes;
    const bytes = inputs.rows * (columns.byteLength + (codes?.bytes ?? 0) + 8);
    if (isNew && !isKept) return false;
    const fits = bytes <= this.limit(inputs);
    if (isNew || !fits) this.forget();
    if (!fits) return false;
    this.inputs = inputs;
    this.codes = codes;
    if (columns !== this.columns) this.hold(inputs, columns);
    if (isNew && codes !== null)
      writeCodes(this.memory, codes, inputs, count(0, inputs.rows), this.places().codes);
    return true;
  }

  /** Puts targets and row weights beside the table. */
  aim(data: Prepared): void {
    const { buffer } = this.memory;
    const { targets, weights } = this.places();
    if (data.targets !== this.targets) new Float32Array(buffer, targets).set(data.targets);
    if (data.weights !== this.weights) {
      const rowWeight = new Float32Array(buffer, weights, data.targets.length);
      if (data.weights === null) rowWeight.fill(1);
      else rowWeight.set(data.weights);
    }
    this.targets = data.targets;
    this.weights = data.weights;
  }

  /** Where everything is, in bytes. */
  places() {
    const rows = this.inputs?.rows ?? 0;
    const targets = this.start + roundUp(rows * (this.codes?.bytes ?? 0), 16);
    const weights = targets + roundUp(rows * 4, 16);
    const table = weights + roundUp(rows * 4, 16);
    const end = table + roundUp(rows * this.columns.byteLength, 16);
    return { codes: this.start, targets, weights, table, end };
  }

  /** Makes `columns` those of the table: from what is there, or where that has less, from `inputs`. */
  private hold(inputs: Matrix, columns: Uint32Array): void {
    const kept = placesAmong(columns, this.columns);
    if (kept !== null) this.narrow(inputs.rows, kept);
    this.columns = columns;
    if (kept === null) this.copy(inputs);
  }

  private narrow(rows: number, kept: Uint32Array): void {
    const { table, end } = this.places();
    reserve(this.memory, end + kept.byteLength);
    new Uint32Array(this.memory.buffer, end, kept.length).set(kept.map((place) => place * 4));
    this.kernel.narrow(table, rows, this.columns.length * 4, end, kept.length);
  }

  private copy(inputs: Matrix): void {
    const { table } = this.places();
    copyRows(this.memory, this.kernel, inputs, count(0, inputs.rows), this.columns, table);
  }

  private limit({ data }: Matrix): number {
    return data.byteLength <= small
      ? most
      : Math.min(most, (times * data.byteLength) / this.members - this.start);
  }

  private forget(): void {
    this.inputs = undefined;
    this.columns = none;
    this.codes = null;
    this.targets = undefined;
    this.weights = undefined;
  }
}

/** The place of each of `some` in `all`, both ascending; null where one is not there. */
function placesAmong(some: Uint32Array, all: Uint32Array): Uint32Array | null {
  const places = new Uint32Array(some.length);
  let place = 0;
  for (let i = 0; i < some.length; i++) {
    while (place < all.length && all[place]! < some[i]!) place++;
    if (all[place] !== some[i]) return null;
    places[i] = place;
  }
  return places;
}
