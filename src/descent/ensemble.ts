import { joined } from "../base/join.ts";
import { mean } from "../base/statistics.ts";
import type { Learner, Rates } from "./learner.ts";
import { Phase } from "./phase.ts";

/** An ensemble at one moment. */
export interface EnsembleState<State> {
  readonly rounds: number;
  readonly learners: readonly State[];
}

/** Shares of the loss of guessing, by the holdout of a learner. */
export interface Learnt {
  readonly share: number; // that is saved; below 0 when guessing is better
  readonly error: number; // standard error of it
}

export interface RoundLoss {
  readonly train: number; // mean loss per row: nats or squared deviations
  readonly holdout: number | null; // null: the holdout was trained on
}

/** Decides which weights of a learner stay: a byte for each remaining weight, by layer. */
export type Pruning = (learner: Learner<unknown>) => Promise<readonly Uint8Array[]>;

/**
 * Learners that each train on their own rows, and are pruned, accepted and rolled back together. One alone is an
 * ensemble too.
 */
export class Ensemble<State> {
  private learners: readonly Learner<State>[];
  private readonly together: boolean;
  private phases: readonly Phase<State>[];
  private rounds = 0;
  private spent = 0; // multiply-adds of learners that were left out

  /** `together`: calls that are made at the same time are computed as one. */
  constructor(learners: readonly Learner<State>[], together = false) {
    this.learners = learners;
    this.together = together;
    this.phases = learners.map(() => new Phase());
  }

  /** Trains all learners for one round. */
  async round(rates: Rates): Promise<RoundLoss> {
    const losses = await this.each(async (learner, index) => {
      const train = await learner.descend(rates, this.rounds);
      const holdout = await learner.evaluate();
      if (holdout !== null) await this.phases[index]!.add(learner, holdout);
      return { train, holdout };
    });
    this.rounds++;
    const holdouts = losses.flatMap(({ holdout }) => (holdout === null ? [] : [holdout.mean]));
    return {
      train: mean(losses.map(({ train }) => train)),
      holdout: holdouts.length > 0 ? mean(holdouts) : null,
    };
  }

  /** What each learner has learnt in its best round since the last pruning. */
  get learnt(): readonly Learnt[] {
    return this.learners.map(({ guessLoss }, index) => {
      const { loss, error } = this.phases[index]!.least;
      return { share: 1 - loss / guessLoss, error: error / guessLoss };
    });
  }

  /** Whether this learner was not left out. */
  has(learner: Learner<State>): boolean {
    return this.learners.includes(learner);
  }

  /** Goes on without some of the learners, for good. */
  keep(isKept: readonly boolean[]): void {
    const before = this.operations;
    this.learners = this.learners.filter((_, index) => isKept[index]);
    this.phases = this.phases.filter((_, index) => isKept[index]);
    this.spent += before - this.operations;
  }

  /** Puts each learner back into its best round since the last pruning. */
  async settle(): Promise<void> {
    await this.each((learner, index) => this.phases[index]!.settle(learner));
  }

  /**
   * Loss of every holdout row since the last pruning, in the same order each time; no row judges a round that it helped
   * to choose.
   */
  rowLosses(): Float64Array {
    const parts = this.phases.map((phase) => phase.losses);
    return joined(Float64Array, parts);
  }

  async prune(pruning: Pruning): Promise<void> {
    await this.each(async (learner) => learner.keep(await pruning(learner)));
    this.startPhases();
  }

  get canLearnHoldout(): boolean {
    return this.learners.every((learner) => learner.learnHoldout !== undefined);
  }

  /** From now on every learner trains on its holdout too. */
  async learnHoldout(): Promise<void> {
    await this.each(async (learner) => learner.learnHoldout?.());
    this.startPhases();
  }

  async save(): Promise<EnsembleState<State>> {
    return { rounds: this.rounds, learners: await this.each((learner) => learner.save()) };
  }

  async restore(state: EnsembleState<State>): Promise<void> {
    await this.each((learner, index) => learner.restore(state.learners[index]!));
    this.rounds = state.rounds;
    this.startPhases();
  }

  get weights(): number {
    return this.sum((learner) => learner.weights);
  }

  get parameters(): number {
    return this.sum((learner) => learner.parameters);
  }

  get operations(): number {
    return this.spent + this.sum((learner) => learner.operations);
  }

  get ampleWeights(): number {
    return this.sum((learner) => learner.ampleWeights);
  }

  /** Mean over the learners. */
  get guessLoss(): number {
    return this.sum((learner) => learner.guessLoss) / this.learners.length;
  }

  private startPhases(): void {
    this.phases = this.learners.map(() => new Phase());
  }

  /** Runs learners one after another, or at the same time where that becomes one computation. */
  private async each<T>(work: (learner: Learner<State>, index: number) => Promise<T>): Promise<readonly T[]> {
    if (this.together) return Promise.all(this.learners.map(work));
    const results: T[] = [];
    for (const [index, learner] of this.learners.entries()) results.push(await work(learner, index));
    return results;
  }

  private sum(count: (learner: Learner<State>) => number): number {
    return this.learners.reduce((sum, learner) => sum + count(learner), 0);
  }
}
