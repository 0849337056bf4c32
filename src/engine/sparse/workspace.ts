import type { Span } from "../../prepare/prepared.ts";
import { Arena, Stretch } from "./arena.ts";
import type { Layout } from "./memory.ts";
import { Staging } from "./staging.ts";
import { type RowCodes, rowCodes, type Structure } from "./structure.ts";

/** What trainers of networks with the same inputs share: one memory with one copy of their table, and a scratch that they use in turns. */
export class Workspace {
  readonly arena = new Arena();
  readonly scratch = new Stretch(this.arena);
  readonly staging: Staging;
  private readonly inputs: number;
  private readonly spans: readonly Span[];
  private codes: RowCodes | null = null;
  private user: object | null = null; // whose derived numbers the scratch holds

  constructor(inputs: number, spans: readonly Span[], mostResident: number) {
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
    const { memory, kernel } = this.arena;
    if (structure !== null) new Uint8Array(memory.buffer, structure.tables, structure.tableBytes).fill(0);
    kernel.refresh(plan);
  }

  /** What the scratch holds is nobody's any more. */
  leave(): void {
    this.user = null;
  }
}
