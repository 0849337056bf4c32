import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared, Span } from "../../prepare/prepared.ts";
import { checkEpoch, checkInputs } from "../check.ts";
import { compact } from "../../network/compact.ts";
import type { Step, Trainer, TrainerState } from "../engine.ts";
import type { Network } from "../../network/network.ts";
import { panelRows } from "./blocks.ts";
import { carry } from "./prune.ts";
import { type CounterValues, Residence } from "./residence.ts";
import { type Shape, shapeOf } from "./shape.ts";
import { type RowCodes, structureOf } from "./structure.ts";
import { networkOf, writeValues } from "./values.ts";
import type { Workspace } from "./workspace.ts";

export const engineName = "sparse";

interface SparseState extends TrainerState {
  readonly shape: Shape;
  readonly network: Network;
  readonly moments: readonly Float32Array[]; // means, squares
  readonly powers: Pick<CounterValues, "beta1Power" | "beta2Power">;
}

/** How a trainer begins: its network, the loss as a number of schema.ts, and how all rows fill their inputs. */
export interface SparseStart {
  readonly network: Network;
  readonly loss: number;
  readonly spans: readonly Span[];
}

/** A network in a workspace, alone or beside others. */
export class SparseTrainer implements Trainer {
  readonly workspace: Workspace;
  private readonly residence: Residence;
  private scale: Float32Array; // of all inputs; live ones are in the parameters
  private seen: Network | null = null; // as the parameters are, once the type was given

  constructor(workspace: Workspace, { network, loss, spans }: SparseStart) {
    this.workspace = workspace;
    const shape = shapeOf(network);
    this.residence = new Residence(workspace, { shape, structure: structureOf(shape, spans), loss });
    this.scale = network.scale.slice();
    const { layout } = this.residence;
    writeValues(network, layout, this.residence.view(layout.values));
  }

  get operations(): number {
    return this.residence.counters().operations;
  }

  /** Panels of 32 rows that the SIMD kernel has worked on. */
  get panels(): number {
    return this.residence.counters().panels;
  }

  /** Of the workspace. */
  get bytes(): number {
    return this.workspace.arena.memory.buffer.byteLength;
  }

  /** Of rows, while they are read through the structure. */
  private get codes(): RowCodes | null {
    const { structure } = this.residence.layout;
    return structure === null ? null : this.workspace.codesOf(structure.structure);
  }

  async epoch(data: Prepared, order: Uint32Array, step: Step): Promise<number> {
    const { shape, layout } = this.residence;
    checkEpoch(shape.inputs, { data, order, step });
    this.workspace.enter(this, layout);
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
    const { staging, kernel } = this.workspace;
    for (const chunk of staging.chunks(demand)) {
      const taken = Math.ceil(chunk.rows / step.batch);
      staging.placeTargets(chunk, { data, order, rates: step.rates.subarray(steps, steps + taken) });
      steps += taken;
      sum += kernel.descend(
        layout.plan,
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
    const { shape, layout } = this.residence;
    checkInputs(shape.inputs, inputs, rows);
    this.workspace.enter(this, layout);
    const count = rows?.length ?? inputs.rows;
    const columns = shape.layers.at(-1)!.outputs;
    const data = new Float32Array(count * columns);
    const demand = {
      inputs,
      order: rows ?? count,
      batch: panelRows,
      outputs: columns,
      isKept: false,
      codes: this.codes,
    };
    const { staging, kernel, arena } = this.workspace;
    for (const chunk of staging.chunks(demand)) {
      kernel.predict(layout.plan, chunk.table, chunk.rowNumber, chunk.rows, chunk.result);
      data.set(new Float32Array(arena.memory.buffer, chunk.result, chunk.rows * columns), chunk.first * columns);
    }
    return { rows: count, columns, data };
  }

  async read(): Promise<Network> {
    return (this.seen ??= this.network());
  }

  async secondMoments(): Promise<readonly Float32Array[]> {
    const { shape, layout } = this.residence;
    const squares = this.residence.view(layout.squares);
    return shape.layers.map(({ column }, index) => {
      const { first } = layout.layers[index]!;
      return squares.slice(first, first + column.length);
    });
  }

  async prune(keep: readonly Uint8Array[]): Promise<void> {
    const { layers, scale, skip } = await this.read();
    const before = this.residence.layout;
    const smaller = compact(layers, keep);
    const shape = { inputs: this.residence.shape.inputs, skip, layers: smaller };
    const after = this.residence.layOut(shape);
    const parameters = this.residence.parameters().map((old) => carry(old, { before, after, smaller }));
    smaller.forEach((left, index) => parameters[0]!.set(left.bias, after.layers[index]!.firstBias));
    this.residence.install(shape, after, parameters);
    this.scale = scale.slice();
    this.seen = null;
  }

  async save(): Promise<SparseState> {
    const { beta1Power, beta2Power } = this.residence.counters();
    return {
      engine: engineName,
      shape: this.residence.shape,
      network: await this.read(),
      moments: this.residence.parameters().slice(1),
      powers: { beta1Power, beta2Power },
    };
  }

  async restore(state: TrainerState): Promise<void> {
    if (!isSparseState(state)) throw new Error(`State of engine "${state.engine}" is not ours.`);
    const { residence } = this;
    const layout = state.shape === residence.shape ? residence.layout : residence.layOut(state.shape);
    const values = new Float32Array(layout.parameterCount);
    writeValues(state.network, layout, values);
    residence.install(state.shape, layout, [values, ...state.moments]);
    residence.setCounters({ ...residence.counters(), ...state.powers });
    this.scale = state.network.scale.slice();
    this.seen = null;
  }

  dispose(): void {}

  private network(): Network {
    const { shape, layout } = this.residence;
    return networkOf({ shape, layout, values: this.residence.view(layout.values), scale: this.scale });
  }
}

function isSparseState(state: TrainerState): state is SparseState {
  return state.engine === engineName;
}
