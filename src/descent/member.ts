import type { Matrix } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import type { Step, Trainer, TrainerState } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { fitSharpness, type HeldOut } from "./calibrate.ts";
import { fairLosses } from "./fair-losses.ts";
import type { Round } from "./learner.ts";
import { meanLoss, rowLosses } from "./loss.ts";
import { batchFor, type OccamOptions } from "./options.ts";
import { keepLargest, keepRandom, keptCounts, keptCountsPaper, magnitudes, saliencies } from "./prune.ts";
import { roundOrder } from "./round-order.ts";
import { constantRates, phaseRates } from "./schedule.ts";

/** The rows of one network of a bag: `fit` trains it, `holdout` steers it. */
export interface MemberRows {
  readonly fit: Uint32Array; // rows of the prepared data
  readonly holdout: Uint32Array;
}

export interface MemberState {
  readonly trainer: TrainerState;
  readonly sharpness: number;
  readonly network: Network; // as it was, to be scored or saved without the trainer
}

/** Rows that the sharpness is fitted on during training; more would cost more than they tell. */
const rowsForSharpness = 1000;

/** The input scale learns so many times as fast as the weights, as in RealMLP (D. Holzmüller et al., 2024). */
const scaleRate = 6;

/** One network of a bag with its trainer, its rows and the rounds since it was last pruned. */
export class Member {
  readonly trainer: Trainer;
  readonly rows: MemberRows;
  network: Network;
  private readonly data: Prepared;
  private readonly holdoutTargets: Float32Array;
  private readonly options: OccamOptions;
  private readonly seed: number;
  private sharpness = 1;
  private best: { readonly loss: number; readonly trainer: TrainerState; readonly sharpness: number } | null = null;
  private rounds: Float64Array[] = []; // row losses on the holdout after each round since the last pruning
  private taught: Uint32Array; // rows that it learns from: `fit`, at the end the holdout too
  private unlearnt: HeldOut | null = null; // the last honest look at the holdout, once it is learnt too

  constructor(
    data: Prepared,
    rows: MemberRows,
    trainer: Trainer,
    network: Network,
    options: OccamOptions,
    seed: number,
  ) {
    this.data = data;
    this.holdoutTargets = Float32Array.from(rows.holdout, (row) => data.targets[row]!);
    this.rows = rows;
    this.taught = rows.fit;
    this.trainer = trainer;
    this.network = network;
    this.options = options;
    this.seed = seed;
  }

  /** One round of descent; `number` counts the rounds of the whole run and decides the order of the rows. Mean training loss. */
  train(round: Round, number: number): Promise<number> {
    const fit = this.taught;
    const { batch: asked, roundRows, descent, decay, inputScale, beta1, beta2 } = this.options;
    const batch = Math.min(fit.length, asked === "auto" ? batchFor(fit.length) : asked);
    const order = roundOrder(fit, batch, roundRows, Random.of(this.seed, "order", number));
    const steps = Math.ceil(order.length / batch);
    const rates =
      descent.kind === "paper"
        ? constantRates(round.rate, steps)
        : phaseRates(round.rate, round.index * steps, steps, round.count * steps);
    const step: Step = { batch, rates, decay, scaleRate: inputScale ? scaleRate : 0, beta1, beta2 };
    return this.trainer.epoch(this.data, order, step);
  }

  /** Mean holdout loss after the sharpness is fitted, null once the holdout is learnt; the best round since the last pruning is remembered. */
  async measure(): Promise<number | null> {
    if (this.unlearnt !== null) return null;
    const { task, targets, weights, inputs } = this.data;
    const { holdout } = this.rows;
    const outputs = await this.trainer.forward(inputs, holdout);
    this.sharpness = this.fitted(outputs);
    const losses = rowLosses(outputs, targets, holdout, task, this.sharpness);
    this.rounds.push(losses);
    const loss = meanLoss(losses, holdout, weights);
    if (this.best === null || loss < this.best.loss) {
      this.best = { loss, trainer: await this.trainer.save(), sharpness: this.sharpness };
    }
    return loss;
  }

  private fitted(outputs: Matrix): number {
    if (this.data.task.kind === "regression" || this.options.calibrate === "none") return 1;
    const rows = Math.min(rowsForSharpness, outputs.rows);
    const head = { rows, columns: outputs.columns, data: outputs.data.subarray(0, rows * outputs.columns) };
    return fitSharpness([{ outputs: head, targets: this.holdoutTargets.subarray(0, rows) }], this.sharpness);
  }

  /** From now on rounds train on the holdout too; it cannot judge them any more. */
  async learnHoldout(): Promise<void> {
    const { fit, holdout } = this.rows;
    this.unlearnt = await this.heldOut();
    this.taught = new Uint32Array(fit.length + holdout.length);
    this.taught.set(fit);
    this.taught.set(holdout, fit.length);
    this.forget();
  }

  /** Goes back to the best round since the last pruning. */
  async settle(): Promise<void> {
    if (this.best === null || !this.options.keepBest) return;
    await this.trainer.restore(this.best.trainer);
    this.sharpness = this.best.sharpness;
  }

  /** Row losses on the holdout that flatter neither a long phase nor a lucky round. */
  losses(): Float64Array {
    return this.options.keepBest ? fairLosses(this.rounds) : this.rounds.at(-1)!;
  }

  /** Drops this share of the surviving weights of every layer; `number` seeds a random mask. */
  async prune(fraction: number, number: number): Promise<void> {
    const network = await this.trainer.read();
    const { layers } = network;
    const { kind } = this.options.descent;
    const counts = kind === "paper" ? keptCountsPaper(layers, fraction) : keptCounts(layers, fraction);
    const random = Random.of(this.seed, "mask", number);
    const keep =
      kind === "random"
        ? layers.map((layer, l) => keepRandom(layer.weight.length, counts[l]!, random))
        : (await this.scores(network)).map((score, l) => keepLargest(score, counts[l]!));
    await this.trainer.prune(keep);
    this.network = await this.trainer.read();
    this.forget();
  }

  private async scores(network: Network): Promise<readonly Float32Array[]> {
    if (this.options.descent.kind === "paper") return magnitudes(network);
    return saliencies(network, await this.trainer.secondMoments());
  }

  async save(): Promise<MemberState> {
    const network = await this.trainer.read();
    return { trainer: await this.trainer.save(), sharpness: this.sharpness, network };
  }

  async restore(state: MemberState): Promise<void> {
    await this.trainer.restore(state.trainer);
    this.sharpness = state.sharpness;
    this.network = state.network;
    this.forget();
  }

  /** Outputs on the holdout with their targets, for the temperature of the bag; from before it was learnt. */
  async heldOut(): Promise<HeldOut> {
    if (this.unlearnt !== null) return this.unlearnt;
    const outputs = await this.trainer.forward(this.data.inputs, this.rows.holdout);
    return { outputs, targets: this.holdoutTargets };
  }

  private forget(): void {
    this.best = null;
    this.rounds = [];
  }
}
