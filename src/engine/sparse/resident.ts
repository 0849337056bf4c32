import type { Matrix } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { type Arena, Stretch } from "../../wasm/arena.ts";
import type { RowCodes } from "./structure.ts";
import { copyRows, count, writeCodes } from "./table-rows.ts";

/** Where rows, targets and row weights of the table are, in bytes. */
export interface Places {
  readonly table: number;
  readonly target: number;
  readonly rowWeight: number;
}

/**
 * The table that trainers ask for again and again, once for all of them: its rows whole, as codes, or both, with
 * targets and row weights.
 */
export class Resident {
  private readonly arena: Arena;
  private readonly most: number;
  private readonly whole: Stretch;
  private readonly coded: Stretch;
  private readonly beside: Stretch; // | targets | row weights |
  private inputs: Matrix | undefined;
  private hasWhole = false;
  private hasCoded = false;
  private targets: Float32Array | undefined;
  private weights: Float32Array | null | undefined;

  /** Keeps rows of at most this many bytes. */
  constructor(arena: Arena, most: number) {
    this.arena = arena;
    this.most = most;
    this.whole = new Stretch(arena);
    this.coded = new Stretch(arena);
    this.beside = new Stretch(arena);
  }

  /**
   * Where the rows of `inputs` are, whole or as `codes`, after they were copied there when `isKept`; null where they
   * are not kept.
   */
  adopt(inputs: Matrix, codes: RowCodes | null, isKept: boolean): Places | null {
    const bytes = inputs.rows * (codes?.bytes ?? inputs.columns * 4);
    if (bytes > this.most || (inputs !== this.inputs && !isKept)) return null;
    if (inputs !== this.inputs) {
      this.inputs = inputs;
      this.hasWhole = this.hasCoded = false;
      this.targets = this.weights = undefined;
      this.beside.hold(8 * inputs.rows);
    }
    const table = codes === null ? this.holdWhole(inputs, bytes) : this.holdCoded(inputs, codes, bytes);
    return { table, target: this.beside.address, rowWeight: this.beside.address + 4 * inputs.rows };
  }

  /** Puts targets and row weights beside the table. */
  placeTargets(data: Prepared, { target, rowWeight }: Places): void {
    const { buffer } = this.arena.memory;
    const { length } = data.targets;
    if (data.targets !== this.targets) new Float32Array(buffer, target, length).set(data.targets);
    if (data.weights !== this.weights) {
      const weights = new Float32Array(buffer, rowWeight, length);
      if (data.weights === null) weights.fill(1);
      else weights.set(data.weights);
    }
    this.targets = data.targets;
    this.weights = data.weights;
  }

  private holdWhole(inputs: Matrix, bytes: number): number {
    this.whole.hold(bytes);
    const place = { memory: this.arena.memory, address: this.whole.address };
    if (!this.hasWhole) copyRows({ inputs, named: count(0, inputs.rows) }, place);
    this.hasWhole = true;
    return this.whole.address;
  }

  private holdCoded(inputs: Matrix, codes: RowCodes, bytes: number): number {
    this.coded.hold(bytes);
    const place = { memory: this.arena.memory, address: this.coded.address };
    if (!this.hasCoded) writeCodes(codes, { inputs, named: count(0, inputs.rows) }, place);
    this.hasCoded = true;
    return this.coded.address;
  }
}
