import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared, Span } from "../../prepare/prepared.ts";
import { checkEpoch, checkInputs } from "../check.ts";
import { compact } from "../../network/compact.ts";
import type { Step, Trainer, TrainerState } from "../engine.ts";
import type { Network } from "../../network/network.ts";
import { Stretch } from "../../wasm/arena.ts";
import { Bump } from "../../wasm/bump.ts";
import { panelRows } from "./blocks.ts";
import type { Kernel } from "./kernel.ts";
import { layOut, type Layout } from "./memory.ts";
import { writePlan } from "./plan.ts";
import { carry } from "./prune.ts";
import { Counters } from "./schema.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { pays, type RowCodes, type Structure, structureOf } from "./structure.ts";
import { networkOf, writeValues } from "./values.ts";
import type { Workspace } from "./workspace.ts";

export const engineName = "sparse";

interface SparseState extends TrainerState {
  readonly shape: Shape;
  readonly network: Network;
  readonly moments: readonly Float32Array[]; // means, squares
  readonly powers: { readonly beta1Power: number; readonly beta2Power: number };
}

/** A network in a workspace, alone or beside others. */
export class SparseTrainer implements Trainer {
  readonly workspace: Workspace;
  private readonly memory: WebAssembly.Memory;
  private readonly kernel: Kernel;
  private readonly own: Stretch;
  private readonly loss: number; // as in schema.ts
  private readonly structure: Structure | null; // null where it never pays
  private shape: Shape;
  private layout: Layout;
  private scale: Float32Array; // of all inputs; live ones are in the parameters
  private seen: Network | null = null; // as the parameters are, once it was asked for

  constructor(workspace: Workspace, start: Network, loss: number, spans: readonly Span[]) {
    this.workspace = workspace;
    this.memory = workspace.arena.memory;
    this.kernel = workspace.kernel;
    this.own = new Stretch(workspace.arena);
    this.loss = loss;
    this.shape = shapeOf(start);
    const structure = structureOf(this.shape, spans);
    this.structure = pays(structure, this.shape) ? structure : null;
    // A first pruning leaves two thirds of the weights, and what was full takes an index then: so much more, or all would move.
    const { ownBytes } = layOut(this.shape, this.structure, { own: new Bump(0), scratch: new Bump(0) });
    this.own.hold(Math.ceil(ownBytes * (this.structure === null ? 1.1 : 1.02)));
    this.layout = this.layOut(this.shape);
    this.scale = start.scale.slice();
    this.setCounters({ beta1Power: 1, beta2Power: 1, operations: 0, panels: 0 });
    writePlan(this.memory.buffer, this.shape, this.layout, loss);
    writeValues(start, this.layout, this.view(this.layout.values));
  }

  get operations(): number {
    return this.counters().operations;
  }

  /** Panels of 32 rows that the SIMD kernel has worked on. */
  get panels(): number {
    return this.counters().panels;
  }

  /** Of rows, while they are read through the structure. */
  private get codes(): RowCodes | null {
    return this.layout.structure === null ? null : this.workspace.codesOf(this.layout.structure.structure);
  }

  /** Of the workspace. */
  get bytes(): number {
    return this.memory.buffer.byteLength;
  }

  async epoch(data: Prepared, order: Uint32Array, step: Step): Promise<number> {
    checkEpoch(this.shape.inputs, data, order, step);
    this.workspace.enter(this, this.layout);
    this.seen = null;
    let sum = 0;
    let steps = 0;
    const demand = {
      inputs: data.inputs,
      order,
      batch: step.batch,
      outputs: 0,
      isKept: true,
      codes: this.codes,
    };
    const { staging } = this.workspace;
    for (const chunk of staging.chunks(demand)) {
      const taken = Math.ceil(chunk.rows / step.batch);
      staging.placeTargets(data, order, chunk, step.rates.subarray(steps, steps + taken));
      steps += taken;
      sum += this.kernel.descend(
        this.layout.plan,
        chunk.table,
        chunk.rowNumber,
        chunk.target,
        chunk.rowWeight,
        chunk.rows,
        step.batch,
        chunk.rates,
        step.decay,
        step.scaleRate,
        step.beta1,
        step.beta2,
      );
    }
    return sum / order.length;
  }

  async forward(inputs: Matrix, rows: RowIndex | null): Promise<Matrix> {
    checkInputs(this.shape.inputs, inputs, rows);
    this.workspace.enter(this, this.layout);
    const count = rows?.length ?? inputs.rows;
    const columns = this.shape.layers.at(-1)!.outputs;
    const data = new Float32Array(count * columns);
    const demand = {
      inputs,
      order: rows ?? count,
      batch: panelRows,
      outputs: columns,
      isKept: false,
      codes: this.codes,
    };
    for (const chunk of this.workspace.staging.chunks(demand)) {
      this.kernel.predict(this.layout.plan, chunk.table, chunk.rowNumber, chunk.rows, chunk.result);
      data.set(new Float32Array(this.memory.buffer, chunk.result, chunk.rows * columns), chunk.first * columns);
    }
    return { rows: count, columns, data };
  }

  async read(): Promise<Network> {
    return (this.seen ??= networkOf(this.shape, this.layout, this.view(this.layout.values), this.scale));
  }

  async secondMoments(): Promise<readonly Float32Array[]> {
    const squares = this.view(this.layout.squares);
    return this.shape.layers.map(({ column }, index) => {
      const { first } = this.layout.layers[index]!;
      return squares.slice(first, first + column.length);
    });
  }

  async prune(keep: readonly Uint8Array[]): Promise<void> {
    const { layers, scale, skip } = await this.read();
    const smaller = compact(layers, keep);
    const shape = { inputs: this.shape.inputs, skip, layers: smaller };
    const layout = this.layOut(shape);
    const parameters = this.parameters().map((old) => carry(old, this.layout, layout, smaller));
    smaller.forEach((left, index) => parameters[0]!.set(left.bias, layout.layers[index]!.firstBias));
    this.install(shape, layout, scale, parameters);
  }

  async save(): Promise<SparseState> {
    const { beta1Power, beta2Power } = this.counters();
    return {
      engine: engineName,
      shape: this.shape,
      network: await this.read(),
      moments: this.parameters().slice(1),
      powers: { beta1Power, beta2Power },
    };
  }

  async restore(state: TrainerState): Promise<void> {
    if (!isSparseState(state)) throw new Error(`State of engine "${state.engine}" is not ours.`);
    const layout = state.shape === this.shape ? this.layout : this.layOut(state.shape);
    const values = new Float32Array(layout.parameterCount);
    writeValues(state.network, layout, values);
    this.install(state.shape, layout, state.network.scale, [values, ...state.moments]);
    this.setCounters({ ...this.counters(), ...state.powers });
  }

  dispose(): void {}

  private layOut(shape: Shape): Layout {
    const structure = this.structure !== null && pays(this.structure, shape) ? this.structure : null;
    const { scratch } = this.workspace;
    for (;;) {
      const layout = layOut(shape, structure, {
        own: new Bump(this.own.address),
        scratch: new Bump(scratch.address),
      });
      const hasMoved = [this.own.hold(layout.ownBytes), scratch.hold(layout.scratchBytes)];
      if (!hasMoved.includes(true)) return layout;
    }
  }

  private install(shape: Shape, layout: Layout, scale: Float32Array, parameters: readonly Float32Array[]) {
    const counters = this.counters();
    this.layout = layout;
    this.setCounters(counters);
    if (shape !== this.shape) writePlan(this.memory.buffer, shape, layout, this.loss);
    this.shape = shape;
    this.scale = scale.slice();
    this.seen = null;
    [layout.values, layout.means, layout.squares].forEach((address, which) =>
      this.view(address).set(parameters[which]!),
    );
    this.workspace.leave();
  }

  /** Copies of values, means and squares. */
  private parameters(): Float32Array[] {
    const { values, means, squares } = this.layout;
    return [values, means, squares].map((address) => this.view(address).slice());
  }

  private counters(): Readonly<Record<"beta1Power" | "beta2Power" | "operations" | "panels", number>> {
    return Counters.read(this.memory.buffer, this.layout.counters);
  }

  private setCounters(counters: ReturnType<SparseTrainer["counters"]>): void {
    Counters.write(this.memory.buffer, this.layout.counters, counters);
  }

  private view(address: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, this.layout.parameterCount);
  }
}

function isSparseState(state: TrainerState): state is SparseState {
  return state.engine === engineName;
}
