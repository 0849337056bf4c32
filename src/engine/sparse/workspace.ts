import type { Span } from "../../prepare/prepared.ts";
import { Arena, Stretch } from "../../wasm/arena.ts";
import { makeMemory } from "../../wasm/memory.ts";
import { type Kernel, startSparseKernel } from "./kernel.ts";
import type { Layout } from "./memory.ts";
import { Staging } from "./staging.ts";
import { type RowCodes, rowCodes, type Structure } from "./structure.ts";

/**
 * What trainers of networks with the same inputs share: one memory with one copy of their table, and a scratch that
 * they use in turns.
 */
export class Workspace {
  readonly kernel: Kernel;
  readonly arena: Arena;
  readonly scratch: Stretch;
  readonly staging: Staging;
  private readonly inputs: number;
  private readonly spans: readonly Span[];
  private codes: RowCodes | null = null;
  private user: object | null = null; // whose derived numbers the scratch holds

  constructor(inputs: number, spans: readonly Span[], mostResident: number) {
    const memory = makeMemory(0);
    this.kernel = startSparseKernel(memory);
    this.arena = new Arena(memory, this.kernel.heapBase());
    this.scratch = new Stretch(this.arena);
    this.staging = new Staging(this.arena, mostResident);
    this.inputs = inputs;
    this.spans = spans;
  }

  /** Whether a network with those inputs may use it. */
  isFor(inputs: number, spans: readonly Span[]): boolean {
    return inputs === this.inputs && spans === this.spans;
  }

  /** The codes of rows for any of its networks: they differ in their units alone. */
  codesOf(structure: Structure): RowCodes {
    return (this.codes ??= rowCodes(structure, this.inputs));
  }

  /** Makes the scratch that of a trainer with this layout: derives what it holds from the parameters. */
  enter(trainer: object, { plan, structure }: Layout): void {
    if (this.user === trainer) return;
    this.user = trainer;
    if (structure !== null) new Uint8Array(this.arena.memory.buffer, structure.tables, structure.tableBytes).fill(0);
    this.kernel.refresh(plan);
  }

  /** From now on the scratch holds numbers of no trainer. */
  leave(): void {
    this.user = null;
  }
}
