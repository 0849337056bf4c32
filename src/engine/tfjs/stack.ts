import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { checkEpoch, checkInputs } from "../check.ts";
import type { Loss } from "../loss.ts";
import type { Backend } from "./backend.ts";
import { matricesOf, passForward } from "./descend.ts";
import { Device } from "./device.ts";
import { allFinite, feedOf, type Run, rowsFor, sizeOf } from "./feed.ts";
import type { EpochShape } from "./graph/epoch.ts";
import type { Layout } from "./layout.ts";
import { learningOf, paceOf } from "./learning.ts";
import { meanLosses, notANumber } from "./losses.ts";
import { arrange, gather } from "./moments.ts";
import { type NetworkState, prunedState } from "./network-state.ts";
import { type EpochWork, takeSteps } from "./steps.ts";
import type { Tensor } from "./tensorflow.ts";

/** Rows of all models together that `forward` computes at once: activations need memory for these only. */
const slabRows = 8192;

/**
 * Networks of one shape, trained at once: every tensor has a leading axis of models, so a step launches as many kernels
 * for twenty networks as for one. Matrices are dense, with zeros where weights were pruned; a unit is removed when it
 * is dead in all networks. Numbers are uploaded when something is computed and downloaded when they are asked for, once
 * for all networks.
 */
export class Stack {
  /**
   * Multiply-adds so far of each network: of dense matrices and filled-up batches, because that is what is executed.
   */
  readonly operations: Float64Array;
  private readonly backend: Backend;
  private readonly loss: Loss;
  private readonly inputs: number;
  private states: readonly NetworkState[]; // outdated while `isMoved`, but for the patterns of the layers
  private isMoved = false;
  private readonly device: Device;

  /** `states` have the same inputs, number of layers, outputs and skip. */
  constructor(backend: Backend, states: readonly NetworkState[], loss: Loss) {
    arrange(states);
    this.backend = backend;
    this.device = new Device(backend);
    this.loss = loss;
    this.inputs = states[0]!.inputs;
    this.operations = new Float64Array(states.length);
    this.states = states;
  }

  get models(): number {
    return this.states.length;
  }

  /** One pass of each network over its own order; null stands still. Mean loss per row of each network. */
  async epoch(data: Prepared, runs: readonly (Run | null)[]): Promise<Float64Array> {
    if (runs.length !== this.models) throw new Error(`${this.models} networks need as many orders.`);
    for (const run of runs) if (run !== null) checkEpoch(this.inputs, { data, ...run });
    if (sizeOf(runs).steps === 0) return new Float64Array(this.models).fill(Number.NaN);
    const { backend } = this;
    const { arrangement, optimizer } = this.device.hold(this.states);
    const table = this.device.holdTable(data.inputs);
    const feed = backend.compute(() => feedOf(backend.tf, data, { runs, loss: this.loss }));
    const each = runs.map((run) => run?.step ?? null);
    const powers = this.states.map((state) => state.powers);
    const pace = backend.guard(() => paceOf(backend.tf, each, powers));
    const learning = backend.compute(() => learningOf(backend.tf, arrangement, each));
    this.isMoved = true;
    const work = { arrangement, optimizer, table, feed, learning, pace, shape: this.shapeOf(arrangement.layout, runs) };
    let losses: Tensor | null = null;
    try {
      losses = takeSteps(backend, work);
      this.states = this.states.map((state, model) => ({ ...state, powers: pace.powers[model]! }));
      this.countSteps(work);
      const means = await meanLosses(backend, losses, runs);
      if (means.some(Number.isNaN) && allFinite(data, runs)) throw notANumber(backend);
      return means;
    } finally {
      for (const tensor of [...Object.values(feed), learning.factor, learning.decay, pace.tensor]) tensor.dispose();
      losses?.dispose();
    }
  }

  private shapeOf({ outputs, hidden, skip }: Layout, runs: readonly (Run | null)[]): EpochShape {
    const fixedScale = runs.every((run) => (run?.step.scaleRate ?? 0) === 0);
    return { models: this.models, outputs, loss: this.loss, fixedScale, depth: hidden.length, hasSkip: skip !== null };
  }

  private countSteps({ arrangement: { layout }, shape, feed }: EpochWork): void {
    const [, steps = 0, width = 0] = feed.rows.shape;
    // Forward, gradients of the weights, gradients of what each matrix reads; the last are not needed for inputs
    // without a scale to learn.
    const perRow = 3 * layout.weights - (shape.fixedScale ? layout.inputWeights : 0);
    for (let model = 0; model < this.models; model++) this.operations[model]! += perRow * steps * width;
  }

  /** Outputs of each network for its rows; null skips the network. */
  async forward(inputs: Matrix, asked: readonly (RowIndex | null)[]): Promise<readonly (Matrix | null)[]> {
    for (const rows of asked) if (rows !== null) checkInputs(this.inputs, inputs, rows);
    const columns = this.device.hold(this.states).arrangement.layout.outputs;
    const outputs = asked.map((rows) =>
      rows === null ? null : { rows: rows.length, columns, data: new Float32Array(rows.length * columns) },
    );
    const models = asked.flatMap((rows, model) => (rows === null ? [] : [model]));
    const [first, count] = models.length === 1 ? [models[0]!, 1] : [0, this.models];
    const longest = asked.reduce((most, rows) => Math.max(most, rows?.length ?? 0), 0);
    const slab = Math.max(1, Math.floor(slabRows / count));
    for (let from = 0; from < longest; from += slab) {
      const width = Math.min(slab, longest - from);
      const index = new Int32Array(count * width).fill(inputs.rows);
      for (const model of models) {
        index.set(asked[model]!.subarray(from, from + width), (model - first) * width);
      }
      const values = await this.outputsOf(inputs, index, { from: first, models: count });
      for (const model of models) {
        const own = Math.max(0, Math.min(width, asked[model]!.length - from)) * columns;
        const start = (model - first) * width * columns;
        outputs[model]!.data.set(values.subarray(start, start + own), from * columns);
        this.operations[model]! += this.device.hold(this.states).arrangement.layout.weights * width;
      }
    }
    return outputs;
  }

  private async outputsOf(
    inputs: Matrix,
    index: Int32Array,
    some: { readonly from: number; readonly models: number },
  ): Promise<Float32Array> {
    const { backend } = this;
    const { tf } = backend;
    const table = this.device.tableOf(inputs);
    const { arrangement, optimizer } = this.device.hold(this.states);
    const outputs = backend.compute(() => {
      const matrices = matricesOf(tf, arrangement.layout, { ...some, parameters: optimizer.values() });
      const read =
        table !== null
          ? tf.gather(table, tf.tensor(index, [some.models, index.length / some.models], "int32"))
          : rowsFor(tf, inputs, { index, models: some.models });
      return passForward(tf, matrices, read).outputs;
    });
    return backend.read(outputs).finally(() => outputs.dispose());
  }

  /** The state of each network. */
  async save(): Promise<readonly NetworkState[]> {
    if (this.isMoved) {
      const { arrangement, optimizer } = this.device.hold(this.states);
      const moments = await optimizer.read((tensor) => this.backend.read(tensor));
      this.states = this.states.map((state, model) => ({ ...state, ...gather(moments, model, arrangement) }));
      this.isMoved = false;
    }
    return this.states;
  }

  /** Puts one network into another state; the others stay as they are. */
  async restore(model: number, state: NetworkState): Promise<void> {
    const states = await this.save();
    this.states = states.map((one, at) => (at === model ? state : one));
    this.device.drop();
  }

  /** `Trainer.prune` of one network. */
  async prune(model: number, keep: readonly Uint8Array[]): Promise<void> {
    const states = await this.save();
    await this.restore(model, prunedState(states[model]!, keep));
  }

  dispose(): void {
    this.isMoved = false; // what was computed since the last read is lost with the device
    this.device.dispose();
  }
}
