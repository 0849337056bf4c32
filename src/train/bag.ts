import { hash, Random } from "../base/random.ts";
import type { Engine } from "../engine/engine.ts";
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

/** All members of a bag as one learner: they train apart and are pruned, accepted and rolled back together. */
export class Bag implements Learner<BagState> {
  readonly targetBits: number;
  private readonly members: readonly Member[];
  private rounds = 0;

  private constructor(members: readonly Member[], bits: number) {
    this.members = members;
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
    const members: Member[] = [];
    let total = 0;
    for (const [index, own] of rows.entries()) {
      const widths = options.widths === "auto" ? widthsFor(own.fit.length) : options.widths;
      const bits = targetBits(data, own.fit);
      const weights = data.inputs.columns * (widths[0] ?? 0);
      const density = densityFor(data.inputs.rows, weights, bits, options.startDensity);
      const shape = { widths, skip: options.skip, density };
      const start = startNetwork(data, own.fit, shape, Random.of(seed, "start", index));
      const trainer = await engine.load(start, data.task);
      total += bits;
      members.push(new Member(data, own, trainer, start, options, hash([seed, "member", index])));
    }
    return new Bag(members, total);
  }

  async round(round: Round): Promise<RoundLoss> {
    let train = 0;
    let holdout = 0;
    for (const member of this.members) {
      train += await member.train(round, this.rounds);
      holdout += await member.measure();
    }
    this.rounds++;
    return { train: train / this.members.length, holdout: holdout / this.members.length };
  }

  async settle(): Promise<void> {
    for (const member of this.members) await member.settle();
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

  async prune(fraction: number): Promise<void> {
    for (const member of this.members) await member.prune(fraction, this.rounds);
  }

  async save(): Promise<BagState> {
    const members: MemberState[] = [];
    for (const member of this.members) members.push(await member.save());
    return { rounds: this.rounds, members };
  }

  async restore(state: BagState): Promise<void> {
    for (const [index, member] of this.members.entries()) await member.restore(state.members[index]!);
    this.rounds = state.rounds;
  }

  /** Outputs of each member on its own holdout. */
  async heldOut(): Promise<readonly HeldOut[]> {
    const all: HeldOut[] = [];
    for (const member of this.members) all.push(await member.heldOut());
    return all;
  }

  get weights(): number {
    return this.sum((member) => member.network.layers.reduce((sum, layer) => sum + layer.weight.length, 0));
  }

  get parameters(): number {
    return (
      this.weights +
      this.sum((member) => member.network.layers.reduce((sum, layer) => sum + layer.outputs, 0))
    );
  }

  get operations(): number {
    return this.sum((member) => member.trainer.operations);
  }

  dispose(): void {
    for (const { trainer } of this.members) trainer.dispose();
  }

  private sum(count: (member: Member) => number): number {
    return this.members.reduce((sum, member) => sum + count(member), 0);
  }
}
