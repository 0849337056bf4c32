import { hash, Random } from "../base/random.ts";
import { placesWhere } from "../base/select.ts";
import type { Engine, Trainer } from "../engine/engine.ts";
import type { Network } from "../network/network.ts";
import { foldScale, scaleOutputs } from "../network/scale.ts";
import type { Prepared } from "../prepare/prepared.ts";
import { fitInverseTemperature, type HeldOut, type HeldOutRows, inverseTemperaturesOf } from "./calibrate.ts";
import { descend } from "./descend.ts";
import { Ensemble } from "./ensemble.ts";
import { type MemberRows, NetworkLearner, type Snapshot } from "./network-learner.ts";
import { type OccamOptions, optionsFor, widthsFor } from "./options.ts";
import { startNetwork } from "./start.ts";
import { type Candidate, type RoundRecord, Training, type Watch } from "./training.ts";

/** Trained networks that predict together: all that predicting needs beside the encoder. */
export interface NetworkEnsemble {
  readonly networks: readonly Network[]; // input scale folded in
  readonly inverseTemperatures: readonly number[]; // probabilities are averaged over these
}

export interface EnsembleFit {
  readonly model: NetworkEnsemble;
  readonly history: readonly RoundRecord[];
  readonly rungs: readonly {
    readonly round: number;
    readonly accepted: boolean;
    readonly chosen: boolean;
    readonly model: NetworkEnsemble;
  }[];
  readonly heldOut: readonly HeldOutRows[]; // of each network, before it learnt any of these rows
  readonly startWeights: number;
  readonly operations: number; // multiply-adds of the whole descent
}

export interface FitTask {
  readonly data: Prepared;
  readonly parts: Uint8Array; // inner part of each row
  readonly engine: Engine;
  readonly options: OccamOptions;
  readonly seed: number;
  readonly watch?: Watch;
}

/** Trains an ensemble of networks. Member k trains without part k and is steered by it, until its last rounds. */
export async function fitEnsemble({ data, parts, engine, seed, watch, ...task }: FitTask): Promise<EnsembleFit> {
  const options = optionsFor(parts.length, task.options);
  const learners = await startLearners({ data, parts, engine, options, seed });
  try {
    return await trainEnsemble(learners, { data, engine, options, ...(watch === undefined ? {} : { watch }) });
  } finally {
    for (const learner of learners) learner.dispose();
  }
}

/** Trains learners, from where they are, by the method of the options. The learners are left in the chosen state. */
export async function trainEnsemble(
  learners: readonly NetworkLearner[],
  { data, engine, options, watch }: Omit<FitTask, "parts" | "seed">,
): Promise<EnsembleFit> {
  const ensemble = new Ensemble(learners, engine.loadTogether !== undefined);
  const startWeights = ensemble.weights;
  const training = new Training(ensemble, options.descent.maxOperations, watch ?? (() => true));
  const { candidates, chosen } = await descend(training, options);
  const heldOut = await Promise.all(
    learners.filter((learner) => ensemble.has(learner)).map((learner) => learner.heldOut()),
  );
  const inverseTemperatures = calibrate(heldOut, data, options);
  const modelOf = ({ state }: Candidate<Snapshot>): NetworkEnsemble => ({
    networks: state.learners.map(({ network, confidence }) => scaleOutputs(foldScale(network), confidence)),
    inverseTemperatures,
  });
  const rungs = candidates.map((candidate) => ({
    round: candidate.round,
    accepted: candidate.accepted,
    chosen: candidate === chosen,
    model: modelOf(candidate),
  }));
  const { history } = training;
  return { model: modelOf(chosen), history, rungs, heldOut, startWeights, operations: ensemble.operations };
}

/** One untrained network for each member. */
async function startLearners({ data, parts, engine, options, seed }: FitTask): Promise<readonly NetworkLearner[]> {
  const members = membersOf(parts, options.ensemble.members);
  const networks = members.map(({ fit }, member) => {
    const { skip, mostInputs } = options.network;
    const shape = { widths: widthsFor(fit.length, options.network), skip, mostInputs };
    return startNetwork({ data, rows: fit }, shape, Random.of(seed, "start", member));
  });
  const trainers = await loadTrainers(networks, engine, data);
  return members.map(
    (rows, member) =>
      new NetworkLearner({
        ...{ data, rows, options },
        network: networks[member]!,
        trainer: trainers[member]!,
        seed: hash([seed, "member", member]),
      }),
  );
}

/**
 * The rows of each member: member k holds out part k. Few large groups leave parts empty; the members of those hold out
 * the other parts in turn, since a holdout of no rows would judge nothing.
 */
export function membersOf(parts: Uint8Array, members: number): readonly MemberRows[] {
  const filled = [...new Set(parts)].sort((a, b) => a - b);
  return Array.from({ length: members }, (_, member) => {
    const own = filled.includes(member) || filled.length < 2 ? member : filled[member % filled.length];
    return {
      fit: placesWhere(parts.length, (row) => parts[row] !== own),
      holdout: placesWhere(parts.length, (row) => parts[row] === own),
    };
  });
}

/** A trainer for each network, which all learn from the same inputs. */
export async function loadTrainers(
  networks: readonly Network[],
  engine: Engine,
  { task, inputs }: Pick<Prepared, "task" | "inputs">,
): Promise<readonly Trainer[]> {
  if (engine.loadTogether !== undefined) return engine.loadTogether(networks, task);
  const trainers: Trainer[] = [];
  for (const network of networks)
    trainers.push(await engine.load(network, task, { spans: inputs.spans, beside: trainers[0] }));
  return trainers;
}

/** Inverse temperatures of the ensemble, fitted to each member's outputs on its holdout. */
function calibrate(heldOut: readonly HeldOut[], { task }: Prepared, options: OccamOptions): readonly number[] {
  const fitted = task.kind === "regression" ? 1 : fitInverseTemperature(heldOut);
  return inverseTemperaturesOf(fitted, options.ensemble.calibrate);
}
