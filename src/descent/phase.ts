import { variance } from "../base/statistics.ts";
import { fairLosses } from "./fair-losses.ts";
import type { HoldoutLoss, Learner } from "./learner.ts";

/** The rounds of one learner since it was last pruned or put back. */
export class Phase<State> {
  private readonly rounds: Float64Array[] = []; // losses of the holdout rows after each
  private best: { readonly loss: number; readonly rows: Float64Array; readonly state: State } | null = null;

  /** Adds the round that the learner has just done. */
  async add(learner: Learner<State>, holdout: HoldoutLoss): Promise<void> {
    this.rounds.push(holdout.rows);
    if (this.best === null || holdout.mean < this.best.loss) {
      this.best = { loss: holdout.mean, rows: holdout.rows, state: await learner.save() };
    }
  }

  /** Puts the learner back into the best round, judged on its holdout. */
  async settle(learner: Learner<State>): Promise<void> {
    if (this.best !== null) await learner.restore(this.best.state);
  }

  /** Loss of the best round on the holdout, with its standard error; Infinity before the first. */
  get least(): { readonly loss: number; readonly error: number } {
    if (this.best === null) return { loss: Infinity, error: 0 };
    const { loss, rows } = this.best;
    return { loss, error: rows.length > 1 ? Math.sqrt(variance(rows) / rows.length) : Infinity };
  }

  /** Losses of the holdout rows that flatter neither a long phase nor a lucky round. */
  get losses(): Float64Array {
    return fairLosses(this.rounds);
  }
}
