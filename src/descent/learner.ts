/** Where a round stands in its phase: the rate falls from `rate` over `count` rounds. */
export interface Round {
  readonly rate: number;
  readonly index: number;
  readonly count: number;
}

export interface RoundLoss {
  readonly train: number; // mean loss per row: nats or squared deviations
  readonly holdout: number | null; // null: the holdout was trained on
}

/** What the descent needs of a model: the bag of networks in `bag.ts`, or any TensorFlow.js model. */
export interface Learner<State> {
  /** Trains one round. */
  round(round: Round): Promise<RoundLoss>;
  /** Goes back to the best round since the last pruning, judged on the holdout. */
  settle(): Promise<void>;
  /** Loss of every holdout row since the last pruning, always in the same order; no row judges a round that it helped to choose. */
  rowLosses(): Promise<Float64Array>;
  /** From now on rounds train on the holdout rows too, and nothing is left to judge them. Absent where the holdout is not to be learnt. */
  learnHoldout?(): Promise<void>;
  /** Drops this share of the surviving weights, the least important first. */
  prune(fraction: number): Promise<void>;
  save(): Promise<State>;
  restore(state: State): Promise<void>;
  readonly weights: number; // surviving
  readonly parameters: number; // weights and live biases
  readonly operations: number; // multiply-adds so far, never rolled back
  /** Bits that the training targets hold: with more weights than these the model could store them. */
  readonly targetBits: number;
}

/** One look at the descent, for the report. */
export interface EpochRecord {
  readonly round: number;
  readonly phase: "dense" | "prune" | "final";
  readonly trainLoss: number;
  readonly holdoutLoss: number | null; // null: the holdout was trained on
  readonly pruneFraction: number; // λ of this rung; 0 before the first pruning and in the final descent
  readonly weights: number;
  readonly parameters: number;
  readonly operations: number;
}

/** Told of every round; answers false when a budget is spent, and the descent ends with the best so far. */
export type Watch = (record: EpochRecord) => boolean;

/** A state that the descent may return to. */
export interface Candidate<State> {
  readonly round: number; // the last round before it
  readonly state: State;
  readonly losses: Float64Array; // holdout rows; after rounds that trained on them, those from before
  readonly mean: number;
  readonly weights: number;
  readonly parameters: number;
  readonly accepted: boolean;
}

export interface Descended<State> {
  readonly history: readonly EpochRecord[];
  readonly candidates: readonly Candidate<State>[]; // in order; the first is the dense network
  readonly chosen: Candidate<State>; // the learner is left in this state
}
