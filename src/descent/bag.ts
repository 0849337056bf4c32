import { hash, Random } from "../base/random.ts";
import { mean } from "../base/statistics.ts";
import type { Engine, Trainer } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { storedParameters, weightCount } from "../network/size.ts";
import type { Prepared } from "../prepare/prepared.ts";
import type { HeldOut } from "./calibrate.ts";
import type { Learner, Round, RoundLoss } from "./learner.ts";
import { Member, type MemberRows, type MemberState } from "./member.ts";
import { densityFor, type OccamOptions, widthsFor } from "./options.ts";
import { startNetwork } from "./start.ts";
import { targetBits } from "./target-bits.ts";

/** A bag at one moment. */
export interface BagState {
  readonly rounds: number;
  readonly members: readonly MemberState[];
}

/** All members of a bag as one learner: each trains on its own rows, and they are pruned, accepted and rolled back together. */
export class Bag implements Learner<BagState> {
  readonly targetBits: number;
  private readonly members: readonly Member[];
  private readonly together: boolean; // the engine computes what members ask for at the same time as one
  private rounds = 0;

  private constructor(members: readonly Member[], together: boolean, bits: number) {
    this.members = members;
    this.together = together;
    this.targetBits = bits;
  }

  /** A bag with one untrained network for each entry of `rows`. */
  static async start(
    data: Prepared,
    rows: readonly MemberRows[],
    engine: Engine,
    options: OccamOptions,
    seed: number,
  ): Promise<Bag> {
    const starts: Network[] = [];
    let total = 0;
    for (const [index, own] of rows.entries()) {
      const widths = options.widths === "auto" ? widthsFor(own.fit.length) : options.widths;
      const bits = targetBits(data, own.fit);
      const density = densityFor(data.inputs.columns, options);
      const shape = { widths, skip: options.skip, density };
      starts.push(startNetwork(data, own.fit, shape, Random.of(seed, "start", index)));
      total += bits;
    }
    const trainers = await (engine.loadTogether?.(starts, data.task) ?? loadApart(starts, engine, data));
    const members = rows.map(
      (own, index) => new Member(data, own, trainers[index]!, starts[index]!, options, hash([seed, "member", index])),
    );
    return new Bag(members, engine.loadTogether !== undefined, total);
  }

  async round(round: Round): Promise<RoundLoss> {
    const losses = await this.each(async (member) => ({
      train: await member.train(round, this.rounds),
      holdout: await member.measure(),
    }));
    this.rounds++;
    const holdouts = losses.flatMap(({ holdout }) => (holdout === null ? [] : [holdout]));
    return {
      train: mean(losses.map(({ train }) => train)),
      holdout: holdouts.length > 0 ? mean(holdouts) : null,
    };
  }

  async settle(): Promise<void> {
    await this.each((member) => member.settle());
  }

  rowLosses(): Promise<Float64Array> {
    const parts = this.members.map((member) => member.losses());
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return Promise.resolve(all);
  }

  async learnHoldout(): Promise<void> {
    await this.each((member) => member.learnHoldout());
  }

  async prune(fraction: number): Promise<void> {
    await this.each((member) => member.prune(fraction, this.rounds));
  }

  async save(): Promise<BagState> {
    return { rounds: this.rounds, members: await this.each((member) => member.save()) };
  }

  async restore(state: BagState): Promise<void> {
    await this.each((member, index) => member.restore(state.members[index]!));
    this.rounds = state.rounds;
  }

  /** Outputs of each member on its own holdout, from before it was learnt. */
  heldOut(): Promise<readonly HeldOut[]> {
    return this.each((member) => member.heldOut());
  }

  get weights(): number {
    return this.sum((member) => weightCount(member.network));
  }

  get parameters(): number {
    return this.sum((member) => storedParameters(member.network));
  }

  get operations(): number {
    return this.sum((member) => member.trainer.operations);
  }

  dispose(): void {
    for (const { trainer } of this.members) trainer.dispose();
  }

  /** Members one after another, or at the same time where the engine makes one computation of it. */
  private async each<T>(work: (member: Member, index: number) => Promise<T>): Promise<readonly T[]> {
    if (this.together) return Promise.all(this.members.map(work));
    const results: T[] = [];
    for (const [index, member] of this.members.entries()) results.push(await work(member, index));
    return results;
  }

  private sum(count: (member: Member) => number): number {
    return this.members.reduce((sum, member) => sum + count(member), 0);
  }
}

async function loadApart(
  starts: readonly Network[],
  engine: Engine,
  { task, inputs }: Prepared,
): Promise<readonly Trainer[]> {
  const trainers: Trainer[] = [];
  for (const start of starts) trainers.push(await engine.load(start, task, inputs.spans, trainers[0]));
  return trainers;
}
