import { mean } from "../base/statistics.ts";
import type { Ensemble, EnsembleState } from "./ensemble.ts";
import type { Rates } from "./learner.ts";
import { phaseRates } from "./rates.ts";

/** What a round was part of. */
export interface RoundLabel {
  readonly phase: "dense" | "prune" | "final";
  readonly pruneFraction: number; // λ of this rung; 0 before the first pruning and in the final descent
}

/** One round of a descent. */
export interface RoundRecord extends RoundLabel {
  readonly round: number; // 0-based; rounds that were rolled back count
  readonly trainLoss: number;
  readonly holdoutLoss: number | null; // null: the holdout was trained on
  readonly weights: number;
  readonly parameters: number;
  readonly operations: number; // multiply-adds since the start
}

/** Sees every round; answers false when a limit is reached, and the descent ends with the best so far. */
export type Watch = (record: RoundRecord) => boolean;

/** An ensemble that was evaluated, and may be returned to. */
export interface Evaluated<State> {
  readonly round: number; // the last round before it
  readonly state: EnsembleState<State>;
  readonly losses: Float64Array; // holdout rows; after rounds that trained on them, those from before
  readonly mean: number;
  readonly weights: number;
  readonly parameters: number;
}

/** An evaluated ensemble that a descent may end in, if it was accepted. */
export interface Candidate<State> extends Evaluated<State> {
  readonly accepted: boolean;
}

/** How a descent ended: the ensemble is left in the chosen state. */
export interface Descended<State> {
  readonly candidates: readonly Candidate<State>[]; // in order
  readonly chosen: Candidate<State>;
}

/** An ensemble in training, the history of its rounds, and its limits. */
export class Training<State> {
  readonly ensemble: Ensemble<State>;
  readonly history: RoundRecord[] = [];
  private readonly maxOperations: number;
  private readonly watch: Watch;
  private isSpent = false;

  /** `maxOperations`: multiply-adds after which no further round begins; null is no limit. */
  constructor(ensemble: Ensemble<State>, maxOperations: number | null, watch: Watch) {
    this.ensemble = ensemble;
    this.maxOperations = maxOperations ?? Infinity;
    this.watch = watch;
  }

  /** Whether the limits allow another round. */
  get open(): boolean {
    return !this.isSpent;
  }

  /** Multiply-adds before the limit; Infinity without one. */
  get operationsLeft(): number {
    return this.maxOperations - this.ensemble.operations;
  }

  async round(rates: Rates, label: RoundLabel): Promise<RoundRecord> {
    const { ensemble, history } = this;
    const loss = await ensemble.round(rates);
    const record: RoundRecord = {
      round: history.length,
      phase: label.phase,
      trainLoss: loss.train,
      holdoutLoss: loss.holdout,
      pruneFraction: label.pruneFraction,
      weights: ensemble.weights,
      parameters: ensemble.parameters,
      operations: ensemble.operations,
    };
    history.push(record);
    this.isSpent = !this.watch(record) || ensemble.operations >= this.maxOperations;
    return record;
  }

  /** Rounds at a rate that warms up to `rate` and falls once over all of them; fewer when a limit is reached. */
  async descend(rounds: number, rate: number, label: RoundLabel): Promise<void> {
    for (let index = 0; index < rounds && this.open; index++) {
      await this.round((steps) => phaseRates(rate, { from: index * steps, steps, total: rounds * steps }), label);
    }
  }

  /** Ends a phase: the ensemble in the best of its rounds. */
  async settle(): Promise<Evaluated<State>> {
    await this.ensemble.settle();
    return this.evaluate();
  }

  /** The ensemble as it is, with its losses since the last pruning. */
  async evaluate(): Promise<Evaluated<State>> {
    const { ensemble, history } = this;
    const losses = ensemble.rowLosses();
    return {
      round: history.length - 1,
      state: await ensemble.save(),
      losses,
      mean: losses.length > 0 ? mean(losses) : 0,
      weights: ensemble.weights,
      parameters: ensemble.parameters,
    };
  }
}
