import { joined } from "../base/join.ts";
import type { Matrix } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import type { Step, Trainer, TrainerState } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { storedParameters, weightCount } from "../network/size.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { ampleWeights } from "./ample-weights.ts";
import { fitInverseTemperature, type HeldOutRows } from "./calibrate.ts";
import { confidenceOf, logitSpread, type Unlearnt } from "./confidence.ts";
import { guessLoss } from "./guess-loss.ts";
import type { CountedLayer, HoldoutLoss, Learner, Rates } from "./learner.ts";
import { meanLoss, rowLosses } from "./loss.ts";
import { batchFor, type OccamOptions } from "./options.ts";
import { importanceBy } from "./prune-by.ts";
import { gradientStep, magnitudes, sensitivities } from "./prune.ts";
import { roundOrder } from "./round-order.ts";

/** The rows of one network of an ensemble: `fit` trains it, `holdout` steers it. */
export interface MemberRows {
  readonly fit: Uint32Array; // rows of the prepared data
  readonly holdout: Uint32Array;
}

/** A network at one moment. */
export interface Snapshot {
  readonly trainer: TrainerState;
  readonly inverseTemperature: number;
  readonly network: Network; // to be scored or saved without the trainer
  readonly confidence: number; // what a model multiplies its outputs by
}

/** A network that has not been trained, and what it is to be trained with. */
export interface NetworkStart {
  readonly data: Prepared;
  readonly rows: MemberRows;
  readonly network: Network;
  readonly trainer: Trainer; // of that network
  readonly options: OccamOptions;
  readonly seed: number;
}

/** Rows that the temperature is fitted to during training; more would not be worth their cost. */
const rowsForTemperature = 1000;

/** The input scale learns this many times as fast as the weights, as in RealMLP (D. Holzmüller et al., 2024). */
const scaleRate = 6;

/** One network of an ensemble with its trainer and its rows. */
export class NetworkLearner implements Learner<Snapshot> {
  readonly seed: number;
  readonly ampleWeights: number;
  readonly guessLoss: number;
  private readonly start: NetworkStart;
  private readonly holdoutTargets: Float32Array;
  private readonly holdoutWeights: Float32Array | null;
  private network: Network; // as it was when it was last pruned or restored
  private inverseTemperature = 1;
  private taught: Uint32Array; // rows that it learns from: `fit`, at the end the holdout too
  private unlearnt: Unlearnt | null = null; // once the holdout is learnt too

  constructor(start: NetworkStart) {
    const { data, rows } = start;
    this.seed = start.seed;
    this.ampleWeights = ampleWeights(data, rows.fit);
    this.guessLoss = guessLoss(data, rows.fit);
    this.start = start;
    this.holdoutTargets = Float32Array.from(rows.holdout, (row) => data.targets[row]!);
    const { weights } = data;
    this.holdoutWeights = weights === null ? null : Float32Array.from(rows.holdout, (row) => weights[row]!);
    this.network = start.network;
    this.taught = rows.fit;
  }

  descend(rates: Rates, round: number): Promise<number> {
    const { data, trainer, options } = this.start;
    const { batch: asked, roundRows, decay, beta1, beta2 } = options.descent;
    const rows = this.taught;
    const batch = Math.min(rows.length, asked === "auto" ? batchFor(rows.length) : asked);
    const order = roundOrder(rows, { batch, most: roundRows }, Random.of(this.seed, "order", round));
    const step: Step = {
      ...{ batch, decay, beta1, beta2 },
      rates: rates(Math.ceil(order.length / batch)),
      scaleRate: options.network.inputScale ? scaleRate : 0,
    };
    return trainer.epoch(data, order, step);
  }

  /** Losses after the temperature is fitted to the holdout. */
  async evaluate(): Promise<HoldoutLoss | null> {
    if (this.unlearnt !== null) return null;
    const { task, targets, weights } = this.start.data;
    const { holdout } = this.start.rows;
    const { outputs } = await this.heldOut();
    this.inverseTemperature = this.fitted(outputs);
    const rows = rowLosses(outputs, holdout, { targets, task, inverseTemperature: this.inverseTemperature });
    return { rows, mean: meanLoss(rows, holdout, weights) };
  }

  private fitted(outputs: Matrix): number {
    if (this.isUncalibrated) return 1;
    const rows = Math.min(rowsForTemperature, outputs.rows);
    const head = { rows, columns: outputs.columns, data: outputs.data.subarray(0, rows * outputs.columns) };
    const targets = this.holdoutTargets.subarray(0, rows);
    const weights = this.holdoutWeights?.subarray(0, rows) ?? null;
    return fitInverseTemperature([{ outputs: head, targets, weights }], this.inverseTemperature);
  }

  async learnHoldout(): Promise<void> {
    const { fit, holdout } = this.start.rows;
    this.unlearnt = { heldOut: await this.heldOut(), spread: await this.spread() };
    this.taught = joined(Uint32Array, [fit, holdout]);
  }

  async importance(): Promise<readonly Float32Array[]> {
    const { data, trainer, options } = this.start;
    const { network: before, taught: rows } = this;
    return importanceBy(options.ladder.pruneBy, { trainer, before, inputs: data.inputs, rows });
  }

  async sensitivities(rows: number): Promise<readonly Float32Array[]> {
    const { data, trainer } = this.start;
    const order = this.taught.subarray(0, Math.max(1, rows));
    const before = await trainer.save();
    await trainer.epoch(data, order, gradientStep(order.length));
    const squares = await trainer.secondMoments();
    await trainer.restore(before);
    return sensitivities(await trainer.read(), squares);
  }

  async magnitudes(): Promise<readonly Float32Array[]> {
    return magnitudes(await this.start.trainer.read());
  }

  async keep(bytes: readonly Uint8Array[]): Promise<void> {
    const { trainer } = this.start;
    await trainer.prune(bytes);
    this.network = await trainer.read();
  }

  async save(): Promise<Snapshot> {
    const { trainer } = this.start;
    const network = await trainer.read();
    const { inverseTemperature } = this;
    return { trainer: await trainer.save(), inverseTemperature, network, confidence: await this.confidence() };
  }

  private async confidence(): Promise<number> {
    return this.unlearnt === null || this.isUncalibrated ? 1 : confidenceOf(await this.spread(), this.unlearnt);
  }

  private async spread(): Promise<number> {
    const { data, rows, trainer, options } = this.start;
    return logitSpread(await trainer.forward(data.inputs, rows.fit.subarray(0, options.descent.roundRows)));
  }

  private get isUncalibrated(): boolean {
    const { data, options } = this.start;
    return data.task.kind === "regression" || options.ensemble.calibrate === "none";
  }

  async restore(state: Snapshot): Promise<void> {
    await this.start.trainer.restore(state.trainer);
    this.inverseTemperature = state.inverseTemperature;
    this.network = state.network;
  }

  /** Outputs on the holdout with their targets, for the temperature of the ensemble; from before it was learnt. */
  async heldOut(): Promise<HeldOutRows> {
    if (this.unlearnt !== null) return this.unlearnt.heldOut;
    const { data, rows, trainer } = this.start;
    const outputs = await trainer.forward(data.inputs, rows.holdout);
    return { rows: rows.holdout, outputs, targets: this.holdoutTargets, weights: this.holdoutWeights };
  }

  get layers(): readonly CountedLayer[] {
    return this.network.layers;
  }

  get weights(): number {
    return weightCount(this.network);
  }

  get parameters(): number {
    return storedParameters(this.network);
  }

  get operations(): number {
    return this.start.trainer.operations;
  }

  dispose(): void {
    this.start.trainer.dispose();
  }
}
