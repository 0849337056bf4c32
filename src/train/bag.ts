import type { Matrix } from "../base/matrix.ts";
import { Random } from "../base/random.ts";
import type { Step, Trainer, TrainerState } from "../engine/engine.ts";
import type { Network } from "../engine/network.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { fitSharpness, type HeldOut } from "./calibrate.ts";
import type { Learner, Round, RoundLoss } from "./learner.ts";
import { meanLoss, rowLosses } from "./loss.ts";
import { batchFor, type OccamOptions } from "./options.ts";
import { keepLargest, keepRandom, keptCounts, keptCountsPaper, scores } from "./prune.ts";
import { constantRates, passesPerRound, phaseRates } from "./schedule.ts";

/** One network of a bag and its own rows: `fit` trains it, `holdout` steers it. */
export interface Member {
  readonly trainer: Trainer;
  readonly fit: Uint32Array; // rows of the prepared data
  readonly holdout: Uint32Array;
}

interface MemberMoment {
  readonly trainer: TrainerState;
  readonly sharpness: number;
}

/** Rows that a member's sharpness is fitted on while it trains; more would cost more than they tell. */
const rowsForSharpness = 1000;

/** All members of a bag as one learner: they train apart and are pruned, accepted and rolled back together. */
export class Bag implements Learner<BagState> {
  private readonly members: readonly Member[];
  private readonly data: Prepared;
  private readonly options: OccamOptions;
  private readonly seed: number;
  private rounds = 0;
  private networks: Network[];
  private sharpness: number[];
  private best: (MemberMoment & { loss: number })[] = [];
  private phase: Float64Array[][] = []; // by member: row losses of each round since the last pruning

  private constructor(
    data: Prepared,
    members: readonly Member[],
    options: OccamOptions,
    seed: number,
    networks: Network[],
  ) {
    this.data = data;
    this.members = members;
    this.options = options;
    this.seed = seed;
    this.networks = networks;
    this.sharpness = members.map(() => 1);
  }

  static async of(
    data: Prepared,
    members: readonly Member[],
    options: OccamOptions,
    seed: number,
  ): Promise<Bag> {
    return new Bag(
      data,
      members,
      options,
      seed,
      await Promise.all(members.map((member) => member.trainer.read())),
    );
  }

  async round(round: Round): Promise<RoundLoss> {
    let train = 0;
    let holdout = 0;
    for (const [index, member] of this.members.entries()) {
      train += await this.trainMember(member, index, round);
      const losses = await this.measureMember(member, index);
      (this.phase[index] ??= []).push(losses);
      const loss = meanLoss(losses, member.holdout, this.data.weights);
      holdout += loss;
      if (!(loss >= (this.best[index]?.loss ?? Infinity))) {
        this.best[index] = { loss, trainer: await member.trainer.save(), sharpness: this.sharpness[index]! };
      }
    }
    this.rounds++;
    return { train: train / this.members.length, holdout: holdout / this.members.length };
  }

  private trainMember(member: Member, index: number, round: Round): Promise<number> {
    const { fit, trainer } = member;
    const batch = Math.min(
      fit.length,
      this.options.batch === "auto" ? batchFor(fit.length) : this.options.batch,
    );
    const passes = passesPerRound(fit.length, batch);
    const order = new Uint32Array(passes * fit.length);
    const random = Random.of(this.seed, "order", index, this.rounds);
    for (let pass = 0; pass < passes; pass++) order.set(random.shuffle(fit.slice()), pass * fit.length);
    const steps = Math.ceil(order.length / batch);
    const rates =
      this.options.descent.kind === "paper"
        ? constantRates(round.rate, steps)
        : phaseRates(round.rate, round.index * steps, steps, round.count * steps);
    const { decay, inputScale, beta1, beta2 } = this.options;
    const step: Step = { batch, rates, decay, scaleRate: inputScale ? 6 : 0, beta1, beta2 };
    return trainer.epoch(this.data, order, step);
  }

  /** Holdout row losses of one member after its sharpness is fitted. */
  private async measureMember(member: Member, index: number): Promise<Float64Array> {
    const outputs = await member.trainer.forward(this.data.inputs, member.holdout);
    this.sharpness[index] = this.fitMemberSharpness(member, outputs);
    return rowLosses(outputs, this.data.targets, member.holdout, this.data.task, this.sharpness[index]);
  }

  private fitMemberSharpness(member: Member, outputs: Matrix): number {
    if (this.data.task.kind === "regression" || this.options.calibrate === "none") return 1;
    const rows = Math.min(rowsForSharpness, outputs.rows);
    const head = { rows, columns: outputs.columns, data: outputs.data.subarray(0, rows * outputs.columns) };
    const targets = Float32Array.from(member.holdout.subarray(0, rows), (row) => this.data.targets[row]!);
    return fitSharpness([{ outputs: head, targets }]);
  }

  async settle(): Promise<void> {
    if (!this.options.keepBest) return;
    for (const [index, member] of this.members.entries()) {
      const best = this.best[index];
      if (best === undefined) continue;
      await member.trainer.restore(best.trainer);
      this.sharpness[index] = best.sharpness;
    }
  }

  async rowLosses(): Promise<Float64Array> {
    const parts = this.phase.map((rounds) => (this.options.keepBest ? fairLosses(rounds) : rounds.at(-1)!));
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  async prune(fraction: number): Promise<void> {
    const { descent } = this.options;
    for (const [index, member] of this.members.entries()) {
      const network = await member.trainer.read();
      const counts =
        descent.kind === "paper"
          ? keptCountsPaper(network.layers, fraction)
          : keptCounts(network.layers, fraction);
      const random = Random.of(this.seed, "mask", index, this.rounds);
      const keep =
        descent.kind === "random"
          ? network.layers.map((layer, l) => keepRandom(layer.weight.length, counts[l]!, random))
          : scores(network).map((score, l) => keepLargest(score, counts[l]!));
      await member.trainer.prune(keep);
      this.networks[index] = await member.trainer.read();
    }
    this.best = [];
    this.phase = [];
  }

  async save(): Promise<BagState> {
    const members: MemberMoment[] = [];
    for (const [index, { trainer }] of this.members.entries()) {
      members.push({ trainer: await trainer.save(), sharpness: this.sharpness[index]! });
    }
    return { rounds: this.rounds, members, networks: await this.read() };
  }

  async restore(state: BagState): Promise<void> {
    for (const [index, moment] of state.members.entries()) {
      await this.members[index]!.trainer.restore(moment.trainer);
      this.sharpness[index] = moment.sharpness;
    }
    this.rounds = state.rounds;
    this.networks = [...state.networks];
    this.best = [];
    this.phase = [];
  }

  read(): Promise<Network[]> {
    return Promise.all(this.members.map(({ trainer }) => trainer.read()));
  }

  /** Outputs of each member on its own holdout, for the temperature of the bag. */
  async heldOut(): Promise<readonly HeldOut[]> {
    const all: HeldOut[] = [];
    for (const { trainer, holdout } of this.members) {
      const targets = Float32Array.from(holdout, (row) => this.data.targets[row]!);
      all.push({ outputs: await trainer.forward(this.data.inputs, holdout), targets });
    }
    return all;
  }

  get weights(): number {
    return this.networks.reduce(
      (sum, network) => sum + network.layers.reduce((s, layer) => s + layer.weight.length, 0),
      0,
    );
  }

  get parameters(): number {
    return (
      this.weights +
      this.networks.reduce(
        (sum, network) => sum + network.layers.reduce((s, layer) => s + layer.outputs, 0),
        0,
      )
    );
  }

  get targetBits(): number {
    return this.members.reduce((sum, { fit }) => sum + targetBits(this.data, fit), 0);
  }

  get operations(): number {
    return this.members.reduce((sum, { trainer }) => sum + trainer.operations, 0);
  }
}

/**
 * Row losses of a phase without the luck of its best round: each half of the holdout rows is scored in the round that the other
 * half finds best. A minimum over many rounds would flatter itself, and a long phase more than a short one.
 */
export function fairLosses(rounds: readonly Float64Array[]): Float64Array {
  const best = [0, 1].map((half) => {
    const sums = rounds.map((losses) =>
      losses.reduce((sum, loss, i) => sum + (i % 2 === half ? loss : 0), 0),
    );
    return sums.reduce((least, sum, round) => (sum < sums[least]! ? round : least), 0);
  });
  return rounds[0]!.map((_, i) => rounds[best[1 - (i % 2)]!]![i]!);
}

/** Entropy of the classes among the rows, in bits, times the rows; for numbers one bit a row. */
export function targetBits({ task, targets }: Prepared, rows: Uint32Array): number {
  if (task.kind === "regression") return rows.length;
  const counts = new Float64Array(task.classes.length);
  for (const row of rows) counts[targets[row]!]!++;
  return counts.reduce(
    (bits, count) => (count > 0 ? bits - (count * Math.log(count / rows.length)) / Math.LN2 : bits),
    0,
  );
}

/** A bag at one moment. */
export interface BagState {
  readonly rounds: number;
  readonly members: readonly MemberMoment[];
  readonly networks: readonly Network[]; // as they were, to be scored or saved without the trainers
}
