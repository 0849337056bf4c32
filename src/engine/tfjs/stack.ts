import type { Matrix, RowIndex } from "../../base/matrix.ts";
import type { Prepared } from "../../prepare/prepared.ts";
import { checkEpoch, checkInputs } from "../check.ts";
import { compact } from "../compact.ts";
import type { Step } from "../engine.ts";
import type { Loss } from "../loss.ts";
import type { Network } from "../network.ts";
import { type Learning, learningOf, type Moments, type Optimizer, type Pace } from "./adam.ts";
import type { Backend } from "./backend.ts";
import { matricesOf, passBackward, passForward } from "./descend.ts";
import { allFinite, batchOf, type Feed, feedOf, longest, withOnes } from "./feed.ts";
import { type Layout, layoutOf, type Pattern, type Places, placesOf } from "./layout.ts";
import { carryOver, checkAlike, forgetUnread, networkOf, place, startMoments } from "./moments.ts";
import { unavailable } from "./packages.ts";
import type { Tensor } from "./tensorflow.ts";

/** Rows that `forward` computes at once: activations need memory for these only. */
const slabRows = 8192;

/** Everything that training changes, on the host. */
export interface StackState {
  readonly layers: readonly (readonly Pattern[])[];
  readonly moments: Moments;
  readonly powers: readonly [number, number];
}

/**
 * Networks of one shape, trained at once: every tensor has a leading axis of models, so a step launches as many kernels for twenty
 * networks as for one. Matrices are dense, with zeros where weights were pruned; a unit goes when it is dead in all networks.
 */
export class Stack {
  /** Multiply-adds so far of each network: of dense matrices, pruned weights too, because that is what is executed. */
  readonly operations: Float64Array;
  private readonly backend: Backend;
  private readonly loss: Loss;
  private readonly skip: boolean;
  private readonly inputs: number;
  private layers: readonly (readonly Pattern[])[];
  private layout: Layout;
  private places: readonly Places[];
  private optimizer: Optimizer;
  private powers: readonly [number, number] = [1, 1]; // β₁ᵗ, β₂ᵗ

  /** `networks` have the same inputs, number of layers, outputs and skip. */
  constructor(backend: Backend, networks: readonly Network[], loss: Loss) {
    const first = checkAlike(networks);
    this.backend = backend;
    this.loss = loss;
    this.skip = first.skip;
    this.inputs = first.scale.length;
    this.operations = new Float64Array(networks.length);
    this.layers = networks.map((network) => network.layers);
    this.layout = layoutOf(this.layers, this.inputs, this.skip);
    this.places = this.layers.map((layers) => placesOf(this.layout, layers));
    this.optimizer = this.upload(startMoments(networks, this.layout, this.places));
  }

  get models(): number {
    return this.layers.length;
  }

  /** One pass of each network over its own order; all orders have as many steps. Mean loss per row of each network. */
  async epoch(data: Prepared, orders: readonly Uint32Array[], step: Step): Promise<Float64Array> {
    if (orders.length !== this.models) throw new Error(`${this.models} networks need as many orders.`);
    for (const order of orders) checkEpoch(this.inputs, data, order, step);
    const { backend } = this;
    const feed = backend.compute(() => feedOf(backend.tf, data, orders, step.batch, this.loss));
    const learning = backend.compute(() => learningOf(backend.tf, this.layout, this.places, step));
    const held: { full: Tensor | null; last: Tensor | null } = { full: null, last: null };
    try {
      for (const [index, rate] of step.rates.entries()) {
        const rows = Math.min(step.batch, longest(orders) - index * step.batch);
        const loss = this.descend(feed, learning, step, rate, { from: index * step.batch, rows });
        if (index === step.rates.length - 1) held.last = loss;
        else if (held.full === null) held.full = loss;
        else {
          const { full } = held;
          held.full = backend.compute(() => backend.tf.add(full, loss));
          full.dispose();
          loss.dispose();
        }
      }
      const losses = await this.meanLosses(held, orders, step);
      if (losses.some(Number.isNaN) && allFinite(data, orders) && longest(orders) > 0)
        throw this.notANumber();
      return losses;
    } finally {
      for (const tensor of [...Object.values(feed), ...Object.values(learning)]) tensor.dispose();
      held.full?.dispose();
      held.last?.dispose();
    }
  }

  /** One step of all networks; the sum of share · loss of each. */
  private descend(
    feed: Feed,
    learning: Learning,
    step: Step,
    rate: number,
    { from, rows }: { readonly from: number; readonly rows: number },
  ): Tensor {
    const { tf } = this.backend;
    const { beta1, beta2 } = step;
    this.powers = [this.powers[0] * beta1, this.powers[1] * beta2];
    const pace: Pace = {
      rate,
      beta1,
      beta2,
      mend1: 1 / (1 - this.powers[0]),
      mend2: 1 / (1 - this.powers[1]),
    };
    const fixedScale = step.scaleRate === 0;
    const { gradient, loss } = this.backend.compute(() => {
      const matrices = matricesOf(tf, this.layout, this.optimizer.values(), 0, this.models);
      return passBackward(tf, matrices, batchOf(tf, feed, from, rows), this.loss, fixedScale);
    });
    this.backend.guard(() => this.optimizer.step(gradient, learning, pace));
    gradient.dispose();
    // Forward, slopes of the weights, slopes of what each matrix reads; the last are not needed for inputs without a scale to learn.
    const perRow = 3 * this.layout.weights - (fixedScale ? this.layout.inputWeights : 0);
    for (let model = 0; model < this.models; model++) this.operations[model]! += perRow * rows;
    return loss;
  }

  private async meanLosses(
    { full, last }: { readonly full: Tensor | null; readonly last: Tensor | null },
    orders: readonly Uint32Array[],
    step: Step,
  ): Promise<Float64Array> {
    const ofFull = full === null ? null : await this.backend.read(full);
    const ofLast = last === null ? null : await this.backend.read(last);
    return Float64Array.from(orders, (order, model) => {
      const rest = order.length - (step.rates.length - 1) * step.batch;
      return ((ofFull?.[model] ?? 0) * step.batch + (ofLast?.[model] ?? 0) * rest) / order.length;
    });
  }

  private notANumber(): Error {
    return unavailable(
      `The ${this.backend.name} backend gave a loss that is not a number, though all inputs are numbers.`,
      "Lower the learning rate, or take another backend with --backend.",
    );
  }

  /** Outputs of one network for the named rows (all when null). */
  async forward(model: number, inputs: Matrix, rows: RowIndex | null): Promise<Matrix> {
    checkInputs(this.inputs, inputs, rows);
    const { backend } = this;
    const { tf } = backend;
    const count = rows?.length ?? inputs.rows;
    const columns = this.layout.outputs;
    const data = new Float32Array(count * columns);
    for (let from = 0; from < count; from += slabRows) {
      const until = Math.min(count, from + slabRows);
      const slab =
        rows?.subarray(from, until) ?? Uint32Array.from({ length: until - from }, (_, i) => from + i);
      const outputs = backend.compute(() => {
        const matrices = matricesOf(tf, this.layout, this.optimizer.values(), model, 1);
        const read = tf.reshape(withOnes(tf, inputs, slab), [1, slab.length, this.inputs + 1]);
        return passForward(tf, matrices, read).outputs;
      });
      try {
        data.set(await backend.read(outputs), from * columns);
      } finally {
        outputs.dispose();
      }
    }
    this.operations[model]! += this.layout.weights * count;
    return { rows: count, columns, data };
  }

  async read(): Promise<readonly Network[]> {
    const { value } = await this.moments();
    return this.layers.map((layers, model) =>
      networkOf(this.row(value, model), layers, this.places[model]!, this.skip),
    );
  }

  /** `keep` of each network, as `Trainer.prune` takes it. */
  async prune(keep: readonly (readonly Uint8Array[])[]): Promise<void> {
    const before = await this.moments();
    const networks = await this.read();
    const smaller = networks.map(({ layers }, model) => compact(layers, keep[model]!));
    const layout = layoutOf(smaller, this.inputs, this.skip);
    const places = smaller.map((layers) => placesOf(layout, layers));
    const vectors = [before.value, before.mean, before.square].map((vector) => {
      const after = new Float32Array(this.models * layout.size);
      for (const [model, layers] of smaller.entries()) {
        const row = after.subarray(model * layout.size, (model + 1) * layout.size);
        const from = { row: this.row(vector, model), places: this.places[model]! };
        carryOver(from, { row, places: places[model]! }, layers);
        if (vector !== before.value) forgetUnread(row, places[model]!, layers);
        else
          for (const [at, layer] of layers.entries())
            place(row, places[model]!.layers[at]!.biases, layer.bias);
      }
      return after;
    });
    this.install(smaller, { value: vectors[0]!, mean: vectors[1]!, square: vectors[2]! });
  }

  async save(): Promise<StackState> {
    return { layers: this.layers, moments: await this.moments(), powers: this.powers };
  }

  async restore({ layers, moments, powers }: StackState): Promise<void> {
    this.install(layers, moments);
    this.powers = powers;
  }

  dispose(): void {
    this.optimizer.dispose();
  }

  private install(layers: readonly (readonly Pattern[])[], moments: Moments): void {
    this.layers = layers;
    this.layout = layoutOf(layers, this.inputs, this.skip);
    this.places = layers.map((each) => placesOf(this.layout, each));
    this.optimizer.dispose();
    this.optimizer = this.upload(moments);
  }

  private upload(moments: Moments): Optimizer {
    return this.backend.guard(() => this.backend.optimizer(moments, [this.models, this.layout.size]));
  }

  private moments(): Promise<Moments> {
    return this.optimizer.read((tensor) => this.backend.read(tensor));
  }

  private row(vector: Float32Array, model: number): Float32Array {
    return vector.subarray(model * this.layout.size, (model + 1) * this.layout.size);
  }
}
