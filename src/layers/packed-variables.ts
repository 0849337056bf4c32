import { joined } from "../base/join.ts";
import type { Moments, Move, Optimizer } from "../engine/tfjs/adam.ts";
import type { Backend } from "../engine/tfjs/backend.ts";
import { type Learning, type Pace, paceOf } from "../engine/tfjs/learning.ts";
import type { Tensor, Variable } from "../engine/tfjs/tensorflow.ts";
import { type Kernel, kernelsOf, type ModelLike, variableOf } from "./layers-model.ts";

/** Everything that training changes, on the host. */
export interface ModelState {
  readonly moments: Moments;
  readonly keep: Uint8Array; // a byte a trainable number: 1 learns
  readonly powers: readonly [number, number]; // β₁ᵗ, β₂ᵗ
  readonly others: readonly Float32Array[]; // weights that are not trained but change, such as moving means
}

/** A kernel's place in the vector of all trainable numbers. */
export interface Part {
  readonly kernel: Kernel;
  readonly start: number;
  readonly end: number;
}

/**
 * All trainable numbers of a model one after another, so that one Adam with the mask in it moves them; the model's
 * variables follow.
 */
export class PackedVariables {
  readonly parts: readonly Part[];
  readonly trained: readonly Variable[];
  keep: Uint8Array;
  private readonly backend: Backend;
  private readonly decay: number;
  private readonly others: readonly Variable[];
  private optimizer: Optimizer;
  private powers: readonly [number, number] = [1, 1];

  private constructor(
    { backend, model, decay }: { readonly backend: Backend; readonly model: ModelLike; readonly decay: number },
    values: readonly Float32Array[],
  ) {
    const { tf } = backend;
    this.backend = backend;
    this.decay = decay;
    this.trained = model.trainableWeights.map((weight) => variableOf(tf, weight));
    const trained = new Set(this.trained);
    this.others = model.weights.map((weight) => variableOf(tf, weight)).filter((one) => !trained.has(one));
    this.parts = partsOf(kernelsOf(tf, model), this.trained);
    const value = joined(Float32Array, values);
    this.keep = new Uint8Array(value.length).fill(1);
    const zeros = () => new Float32Array(value.length);
    this.optimizer = this.upload({ value, mean: zeros(), square: zeros() });
  }

  static async of(backend: Backend, model: ModelLike, decay: number): Promise<PackedVariables> {
    const values: Float32Array[] = [];
    for (const weight of model.trainableWeights) {
      values.push((await backend.read(variableOf(backend.tf, weight))).slice());
    }
    return new PackedVariables({ backend, model, decay }, values);
  }

  get size(): number {
    return this.keep.length;
  }

  /** Of each kernel, the places of the numbers that are not pruned. */
  survivors(): readonly Uint32Array[] {
    return this.parts.map(({ start, end }) => {
      const places: number[] = [];
      for (let at = start; at < end; at++) if (this.keep[at] === 1) places.push(at);
      return Uint32Array.from(places);
    });
  }

  /** Where the numbers of a trained variable begin. */
  startOf(variable: Variable): number {
    let start = 0;
    for (const one of this.trained) {
      if (one === variable) return start;
      start += one.size;
    }
    throw new Error(`${variable.name} is not trained.`);
  }

  /** Of each kernel by its name: a byte a weight, 1 is kept. */
  masks(): ReadonlyMap<string, Uint8Array> {
    return new Map(this.parts.map(({ kernel, start, end }) => [kernel.name, this.keep.slice(start, end)]));
  }

  /** Rates and decays for the steps of a round; the caller disposes of both. */
  learning(): Learning {
    const { tf } = this.backend;
    const decay = new Float32Array(this.size);
    for (const { start, end } of this.parts) decay.fill(this.decay, start, end);
    const shape = [1, this.size];
    const factor = Float32Array.from(this.keep);
    return { factor: tf.tensor(factor, shape, "float32"), decay: tf.tensor(decay, shape, "float32") };
  }

  /** The gradients of all variables as one row. */
  flat(gradients: Readonly<Record<string, Tensor | undefined>>): Tensor {
    const { tf } = this.backend;
    const rows = this.trained.map((one) => tf.reshape(gradients[one.name] ?? tf.zeros(one.shape), [1, -1]));
    return tf.concat(rows, 1);
  }

  /** Numbers for the steps of a round, which must follow; the caller disposes of the tensor. */
  pace(rates: Float32Array, beta1: number, beta2: number): Pace {
    const pace = paceOf(this.backend.tf, [{ rates, beta1, beta2 }], [this.powers]);
    this.powers = pace.powers[0]!;
    return pace;
  }

  step(gradient: Tensor, move: Move): void {
    this.backend.guard(() => this.optimizer.step(gradient, move));
    this.assign();
  }

  async save(): Promise<ModelState> {
    const others: Float32Array[] = [];
    for (const one of this.others) others.push((await this.backend.read(one)).slice());
    return { moments: await this.moments(), keep: this.keep, powers: this.powers, others };
  }

  restore(state: ModelState): void {
    this.keep = state.keep;
    this.powers = state.powers;
    this.replace(state.moments);
    const { tf } = this.backend;
    this.backend.compute(() => {
      for (const [at, one] of this.others.entries()) {
        one.assign(tf.tensor(state.others[at]!, one.shape, "float32"));
      }
    });
  }

  /** Drops the numbers whose byte is 0: they become zeros that Adam forgets. */
  async drop(keep: Uint8Array): Promise<void> {
    const moments = await this.moments();
    for (const vector of [moments.value, moments.mean, moments.square]) {
      for (const [at, byte] of keep.entries()) if (byte === 0) vector[at] = 0;
    }
    this.keep = keep;
    this.replace(moments);
  }

  /** Copies of values, means and squares. */
  async moments(): Promise<Moments> {
    const { value, mean, square } = await this.optimizer.read((tensor) => this.backend.read(tensor));
    return { value: value.slice(), mean: mean.slice(), square: square.slice() };
  }

  dispose(): void {
    this.optimizer.dispose();
  }

  private replace(moments: Moments): void {
    this.optimizer.dispose();
    this.optimizer = this.upload(moments);
    this.assign();
  }

  private upload(moments: Moments): Optimizer {
    return this.backend.guard(() => this.backend.optimizer(moments, [1, moments.value.length]));
  }

  private assign(): void {
    const { tf } = this.backend;
    this.backend.compute(() => {
      // Sliced as rows of one axis: wasm looks at the shape that numbers were made with, and a bias must have that one.
      const values = tf.reshape(this.optimizer.values(), [-1]);
      let start = 0;
      for (const variable of this.trained) {
        variable.assign(tf.reshape(tf.slice(values, [start], [variable.size]), variable.shape));
        start += variable.size;
      }
    });
  }
}

function partsOf(kernels: readonly Kernel[], variables: readonly Variable[]): readonly Part[] {
  const starts = new Map<Variable, number>();
  let size = 0;
  for (const variable of variables) {
    starts.set(variable, size);
    size += variable.size;
  }
  return kernels.map((kernel) => {
    const start = starts.get(kernel.variable)!;
    return { kernel, start, end: start + kernel.variable.size };
  });
}
