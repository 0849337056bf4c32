import { hash } from "../base/random.ts";
import { type ModelArtifact, modelBytes } from "../model/artifact.ts";
import type { Network } from "../network/network.ts";
import { outputCount, storedParameters, weightCount } from "../network/size.ts";
import type { OccamFit } from "../descent/fit-bag.ts";
import type { EpochRecord } from "../descent/learner.ts";
import type { OccamOptions } from "../descent/options.ts";
import { type Clock, clockOf, shareUntil } from "./clock.ts";
import { trainDummy } from "./dummy-model.ts";
import { openEngine } from "./engine.ts";
import { type Explanation, explainFold } from "./explain.ts";
import type { FoldJob, FoldModel, FoldReport } from "./job.ts";
import { trainForest } from "./forest-model.ts";
import { dealFold, type FoldRows, type PreparedFold, prepareFold } from "./network.ts";
import { scoreNetwork, train, type TrainedNetwork } from "./network-model.ts";
import { roundRowsWithin } from "./pace.ts";
import { type FoundSize, isNetwork, type NetworkModel, needsSize, type Recipe, recipeFor } from "./recipe.ts";
import type { ModelId } from "./request.ts";
import type { RunData } from "./run-data.ts";

/** A fold after its work: no functions, so that it can leave a worker thread. */
export interface FoldOutcome {
  readonly fold: number;
  readonly models: readonly Omit<FoldModel, "predict">[];
  readonly explanation: Explanation | null;
  readonly artifact: ModelArtifact | null; // of `occam`, when the job is the final model
}

/** Trains and scores the models of one job, in order. A rival that needs the size of `occam` gets it from this fold. */
export async function runFold(job: FoldJob, run: RunData, report: (report: FoldReport) => void): Promise<FoldOutcome> {
  const stage = new FoldStage(job, run, report);
  const models: FoldModel[] = [];
  for (const id of job.models) {
    models.push(isNetwork(id) ? await stage.network(id) : await stage.other(id));
    stage.done(id);
  }
  const explanation = job.explain ? await explainFold(run, job, models, stage.clock) : null;
  return {
    fold: job.fold,
    models: models.map(withoutPredict),
    explanation,
    artifact: job.fold === -1 ? stage.artifact : null,
  };
}

/** Functions cannot leave a worker thread. */
function withoutPredict(model: FoldModel): Omit<FoldModel, "predict"> {
  const { predict, ...plain } = model;
  void predict;
  return plain;
}

/** What the models of one fold share: encodings, the found size, the clock. */
class FoldStage {
  artifact: ModelArtifact | null = null;
  private readonly job: FoldJob;
  private readonly run: RunData;
  private readonly report: (report: FoldReport) => void;
  readonly clock: Clock;
  private readonly encodings = new Map<string, { readonly prepared: PreparedFold; readonly seconds: number }>();
  private readonly dealt = new Map<number, FoldRows>(); // by number of inner parts
  private found: FoundSize | null = null;

  constructor(job: FoldJob, run: RunData, report: (report: FoldReport) => void) {
    this.job = job;
    this.run = run;
    this.report = report;
    this.clock = clockOf(job.limit);
  }

  async other(id: ModelId): Promise<FoldModel> {
    if (id === "dummy") return trainDummy(this.run, this.job);
    return trainForest(this.run, this.job, id, {
      report: (share) => this.tell(id, 0, Number.NaN, 1, share),
      clock: this.clock,
    });
  }

  async network(id: NetworkModel): Promise<FoldModel> {
    if (needsSize(id) && this.found === null) await this.trainModel("occam");
    const trained = await this.trainModel(id);
    const artifact = artifactOf(this.run, trained);
    if (id === "occam") this.artifact = artifact;
    const engine = await openEngine(this.job.settings);
    return scoreNetwork(this.run, this.job, id, trained, engine, modelBytes(artifact), this.clock);
  }

  private async trainModel(id: NetworkModel): Promise<TrainedNetwork> {
    const { settings } = this.job;
    const plain = recipeFor(id, settings.preset, this.found, { inputs: 0, outputs: 1 });
    const { prepared, seconds } = this.encoding(plain);
    const shape = { inputs: prepared.encoder.inputs, outputs: outputCount(prepared.task) };
    const { options } = recipeFor(id, settings.preset, this.found, shape);
    const recipe = { ...plain, options: id === "occam" ? this.limited(options, shape) : options };
    const seed = hash([settings.seed, "network", this.job.fold]);
    const trained = await train(prepared, seconds, await openEngine(this.job.settings), recipe, seed, (record) =>
      this.watch(id, record, recipe),
    );
    if (id === "occam") this.found = sizeOf(trained.fit);
    return trained;
  }

  /** The options of `occam` within the budgets of the run. */
  private limited(options: OccamOptions, shape: { inputs: number; outputs: number }): OccamOptions {
    const { limit, train, settings } = this.job;
    const { maxParameters, maxOperations } = settings;
    if (limit === null) return { ...options, maxParameters, maxOperations };
    const left = limit.seconds * this.networkShare("occam");
    const roundRows = roundRowsWithin(left, train.length, shape, options);
    return { ...options, maxParameters, maxOperations, roundRows };
  }

  private encoding({ options, encoder }: Recipe): {
    readonly prepared: PreparedFold;
    readonly seconds: number;
  } {
    const key = JSON.stringify([encoder, options.parts]);
    let made = this.encodings.get(key);
    if (made === undefined) {
      const began = performance.now();
      const prepared = prepareFold(this.run, this.rows(options.parts), encoder);
      made = { prepared, seconds: (performance.now() - began) / 1000 };
      this.encodings.set(key, made);
    }
    return made;
  }

  private rows(parts: number): FoldRows {
    const { settings, fold, train } = this.job;
    const seed = hash([settings.seed, "fold", fold]);
    const rows = this.dealt.get(parts) ?? dealFold(this.run, train, parts, seed);
    this.dealt.set(parts, rows);
    return rows;
  }

  private watch(id: ModelId, record: EpochRecord, { options }: Recipe): boolean {
    const expected = options.denseRounds + (options.descent.kind === "guarded" ? 6 * options.recoveryRounds : 0);
    const share = Math.min(1, (record.round + 1) / expected);
    this.tell(id, record.round, record.holdoutLoss ?? Number.NaN, record.weights, share);
    return this.clock(this.networkShare(id));
  }

  private networkShare(id: ModelId): number {
    if (this.job.models.length === 1) return shareUntil.networkAlone;
    return id === "occam" ? shareUntil.network : shareUntil.others;
  }

  done(model: ModelId): void {
    this.report({
      model,
      fold: this.job.fold,
      round: 0,
      holdoutLoss: Number.NaN,
      weights: 1,
      share: 1,
      done: true,
    });
  }

  private tell(model: ModelId, round: number, holdoutLoss: number, weights: number, share: number): void {
    this.report({ model, fold: this.job.fold, round, holdoutLoss, weights, share, done: false });
  }
}

/** All that is needed to predict raw rows with a trained bag. */
function artifactOf(run: RunData, { prepared, fit }: TrainedNetwork): ModelArtifact {
  return {
    target: run.target.name,
    task: prepared.task,
    columns: run.schema,
    encoder: prepared.encoder,
    sharpness: fit.model.sharpness,
    networks: fit.model.networks,
    origin: run.origin,
  };
}

function sizeOf(fit: OccamFit): FoundSize {
  const { networks } = fit.model;
  const total = (count: (network: Network) => number) => networks.reduce((sum, network) => sum + count(network), 0);
  return {
    keep: total(weightCount) / fit.startWeights,
    parametersPerMember: total(storedParameters) / networks.length,
  };
}
