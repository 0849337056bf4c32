/** Learning rates of the steps of a round, given their number. */
export type Rates = (steps: number) => Float32Array;

/** How a learner does on its holdout: nats or squared deviations. */
export interface HoldoutLoss {
  readonly rows: Float64Array; // of each holdout row, always in the same order
  readonly mean: number; // by the weights of the rows
}

/** A layer as counting sees it: the weights that are left, and its output units. */
export interface CountedLayer {
  readonly weight: { readonly length: number };
  readonly outputs: number;
}

/**
 * What a descent needs of a model: one network of an ensemble (`network-learner.ts`) or a TensorFlow.js model
 * (`layers/learner.ts`). A learner follows orders. When to prune, how much, and what to go back to is up to the
 * descents.
 */
export interface Learner<State> {
  /**
   * Trains one round at these rates; `round` (0-based) decides the order of its rows. Mean loss per row before each
   * step.
   */
  descend(rates: Rates, round: number): Promise<number>;
  /** Losses on the holdout as the learner is now; null once the holdout is learnt. */
  evaluate(): Promise<HoldoutLoss | null>;
  /**
   * From now on rounds train on the holdout rows too, and no row is left to judge them by. Absent where that is
   * impossible.
   */
  learnHoldout?(): Promise<void>;
  /** How much each remaining weight matters, by layer: the best estimate of the learner. */
  importance(): Promise<readonly Float32Array[]>;
  /**
   * How much the loss of the first `rows` training rows depends on each remaining weight w, by layer: |w · ∂L/∂w|. Does
   * not change the learner. Absent where there are no gradients.
   */
  sensitivities?(rows: number): Promise<readonly Float32Array[]>;
  /**
   * One byte per remaining weight, by layer, as `keep` takes them, to drop this share. Absent where single weights are
   * dropped by their importance.
   */
  keepMost?(fraction: number): Promise<readonly Uint8Array[]>;
  /** The magnitude of each remaining weight, by layer. */
  magnitudes(): Promise<readonly Float32Array[]>;
  /** One byte per remaining weight, by layer: 1 keeps it, 0 drops it for good. */
  keep(bytes: readonly Uint8Array[]): Promise<void>;
  save(): Promise<State>;
  restore(state: State): Promise<void>;
  readonly seed: number; // of all that is drawn for it
  readonly layers: readonly CountedLayer[]; // as they are left
  readonly weights: number; // left
  readonly parameters: number; // weights that are left, and live biases
  readonly operations: number; // multiply-adds so far, never rolled back
  /** The number of weights that sizes are measured by; Infinity where it is unknown. */
  readonly ampleWeights: number;
  /** Loss of predicting the same for all rows, as well as that can be done; Infinity where it is unknown. */
  readonly guessLoss: number;
}
