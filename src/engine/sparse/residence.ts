import { Stretch } from "../../wasm/arena.ts";
import { Bump } from "../../wasm/bump.ts";
import { type Layout, layOut } from "./memory.ts";
import { writePlan } from "./plan.ts";
import { Counters } from "./schema.ts";
import type { Shape } from "./shape.ts";
import { pays, type Structure } from "./structure.ts";
import type { Workspace } from "./workspace.ts";

// A first pruning leaves two thirds of the weights, and layers that were full then need an index. This is room for it,
// so that nothing has to move.
const spareWithIndex = 1.1;
const spareWithStructure = 1.02;

/** Values, means and squares, or parts of them, in this order. */
export type Parameters = readonly Float32Array[];

/** The numbers that a trainer's kernel counts; see schema.ts. */
export type CounterValues = Readonly<Record<"beta1Power" | "beta2Power" | "operations" | "panels", number>>;

/** The bytes of a workspace in which one trainer lives: where they are, and what crosses into the kernel there. */
export class Residence {
  shape: Shape;
  layout: Layout;
  private readonly workspace: Workspace;
  private readonly own: Stretch;
  private readonly loss: number; // as in schema.ts
  private readonly structure: Structure | null; // null where it never pays

  /** Writes plan and index; parameters are still to come. */
  constructor(workspace: Workspace, { shape, structure, loss }: { shape: Shape; structure: Structure; loss: number }) {
    this.workspace = workspace;
    this.own = new Stretch(workspace.arena);
    this.loss = loss;
    this.shape = shape;
    this.structure = pays(structure, shape) ? structure : null;
    const { ownBytes } = layOut(shape, this.structure, { own: new Bump(0), scratch: new Bump(0) });
    this.own.hold(Math.ceil(ownBytes * (this.structure === null ? spareWithIndex : spareWithStructure)));
    this.layout = this.layOut(shape);
    this.setCounters({ beta1Power: 1, beta2Power: 1, operations: 0, panels: 0 });
    writePlan(this.buffer, { shape, layout: this.layout, loss });
  }

  private get buffer(): ArrayBuffer {
    return this.workspace.arena.memory.buffer;
  }

  /** Places for a network of `shape`, in the bytes of this one. */
  layOut(shape: Shape): Layout {
    const structure = this.structure !== null && pays(this.structure, shape) ? this.structure : null;
    const { scratch } = this.workspace;
    for (;;) {
      const room = { own: new Bump(this.own.address), scratch: new Bump(scratch.address) };
      const layout = layOut(shape, structure, room);
      const hasMoved = [this.own.hold(layout.ownBytes), scratch.hold(layout.scratchBytes)];
      if (!hasMoved.includes(true)) return layout;
    }
  }

  /** Puts a network of `shape` in place of this one; counters stay as they are. */
  install(shape: Shape, layout: Layout, parameters: Parameters): void {
    const counters = this.counters();
    this.layout = layout;
    this.setCounters(counters);
    if (shape !== this.shape) writePlan(this.buffer, { shape, layout, loss: this.loss });
    this.shape = shape;
    [layout.values, layout.means, layout.squares].forEach((address, which) =>
      this.view(address).set(parameters[which]!),
    );
    this.workspace.leave();
  }

  /** Copies of values, means and squares. */
  parameters(): Float32Array[] {
    const { values, means, squares } = this.layout;
    return [values, means, squares].map((address) => this.view(address).slice());
  }

  /** Values, means or squares as they are, until memory grows. */
  view(address: number): Float32Array {
    return new Float32Array(this.buffer, address, this.layout.parameterCount);
  }

  counters(): CounterValues {
    return Counters.read(this.buffer, this.layout.counters);
  }

  setCounters(counters: CounterValues): void {
    Counters.write(this.buffer, this.layout.counters, counters);
  }
}
