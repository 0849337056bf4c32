import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { Prepared, Span, Task } from "../prepare/prepared.ts";
import type { Network } from "../network/network.ts";

/** How one call of `epoch` descends: Adam (Kingma and Ba, arXiv:1412.6980) with decoupled decay (arXiv:1711.05101). */
export interface Step {
  readonly batch: number; // rows a step; the last batch of an order may be smaller
  readonly rates: Float32Array; // learning rate of each step: ceil(order.length / batch) of them
  readonly decay: number; // w ← w · (1 − rate · decay), weights only
  readonly scaleRate: number; // the input scale learns at rate · scaleRate; 0 keeps it fixed
  readonly beta1: number;
  readonly beta2: number;
}

/** Weights, moments and step count at one moment; only the trainer that made it can read it. */
export type TrainerState = { readonly engine: string };

/** What an engine may use to compute less, with the same results up to rounding. */
export interface KnownInputs {
  /** A promise of how all rows that follow fill their inputs. */
  readonly spans?: readonly Span[] | undefined;
  /**
   * A trainer of this engine for the same inputs and spans, mostly asked for the same data: the two may share what they
   * hold of it.
   */
  readonly beside?: Trainer | undefined;
}

/** What the descent may ask of a numerics library. Engines draw no random numbers. */
export interface Engine {
  readonly name: string;
  load(start: Network, task: Task, known?: KnownInputs): Promise<Trainer>;
  /**
   * A trainer for each of several networks with the same inputs, number of layers, outputs and skip, for an engine that
   * pays by the call and not by the number: what several of them are asked for at the same time (Promise.all) over the
   * same data is computed as one. Each computes what it would alone, up to rounding. Without it every network is loaded
   * alone.
   */
  loadTogether?(starts: readonly Network[], task: Task): Promise<readonly Trainer[]>;
}

export interface Trainer {
  /**
   * One pass over the rows of `data` named by `order`, in that order. Mean loss per row before each step: nats, or
   * squared deviations.
   */
  epoch(data: Prepared, order: Uint32Array, step: Step): Promise<number>;
  /** Outputs for the named rows of `inputs` (all when null): rows × outputs, logits or deviations. */
  forward(inputs: Matrix, rows: RowIndex | null): Promise<Matrix>;
  read(): Promise<Network>;
  /**
   * Adam's second moment of each stored weight, its mean squared gradient, by layer in the order of `read()`; zeros
   * before the first step.
   */
  secondMoments(): Promise<readonly Float32Array[]>;
  /**
   * One byte per stored weight of each layer: 1 keeps. A dropped weight never returns and Adam forgets it. Then dead
   * units go, and inputs that nothing reads cost nothing: a hidden unit without weights in has its constant folded into
   * the biases it feeds, one without weights out is removed, until nothing changes. `read()` shows the smaller network.
   */
  prune(keep: readonly Uint8Array[]): Promise<void>;
  /** The whole state, to go back to: `restore` gives bit-identical weights, moments and step count. */
  save(): Promise<TrainerState>;
  restore(state: TrainerState): Promise<void>;
  /** Multiply-adds executed so far by epoch and forward, counted from the sizes really looped over. */
  readonly operations: number;
  dispose(): void;
}
