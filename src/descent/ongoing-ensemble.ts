import { hash } from "../base/random.ts";
import type { Engine, Trainer } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { type EnsembleFit, type FitTask, loadTrainers, trainEnsemble } from "./fit-ensemble.ts";
import { type MemberRows, NetworkLearner } from "./network-learner.ts";
import type { OccamOptions } from "./options.ts";

/** A megabatch: what each network learns and holds out of it, rows of earlier megabatches to be replayed among them. */
export interface Megabatch extends Omit<FitTask, "parts" | "engine"> {
  readonly rows: readonly MemberRows[]; // of each network; those that are new first
}

/**
 * Networks that go on learning while data arrive. Their trainers stay, with weights, moments and operations. Each
 * megabatch brings rows with the same inputs, and may bring another method.
 */
export class OngoingEnsemble {
  private readonly engine: Engine;
  private readonly trainers: readonly Trainer[];

  private constructor(engine: Engine, trainers: readonly Trainer[]) {
    this.engine = engine;
    this.trainers = trainers;
  }

  static async load(
    networks: readonly Network[],
    engine: Engine,
    known: Pick<Prepared, "task" | "inputs">,
  ): Promise<OngoingEnsemble> {
    return new OngoingEnsemble(engine, await loadTrainers(networks, engine, known));
  }

  /** Trains on a megabatch, from where the last one ended. */
  async learn({ data, rows, options, seed, watch }: Megabatch): Promise<EnsembleFit> {
    const { engine, trainers } = this;
    const learners: NetworkLearner[] = [];
    for (const [member, trainer] of trainers.entries()) {
      const network = await trainer.read();
      const start = { data, rows: rows[member]!, network, trainer, options };
      learners.push(new NetworkLearner({ ...start, seed: hash([seed, "member", member]) }));
    }
    return trainEnsemble(learners, { data, engine, options, ...(watch === undefined ? {} : { watch }) });
  }

  dispose(): void {
    for (const trainer of this.trainers) trainer.dispose();
  }
}

/**
 * The guarded descent of one megabatch among several: two small rungs, each tested, and none without a test. How many
 * bits future targets will hold is not known, and a dropped weight does not return.
 */
export function guardedMegabatch(options: OccamOptions): OccamOptions {
  const ladder = { ...options.ladder, weightsPerBit: null, pruneFraction: 0.5, maxRungs: 2, lookAhead: 0 };
  return { ...options, method: { kind: "guarded" }, ladder };
}
