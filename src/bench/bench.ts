import { hash } from "../base/random.ts";
import type { SuiteFold, SuiteModel, SuiteSet } from "./scores.ts";
import { type BenchStore, keyOf } from "./store.ts";
import { Workload } from "./workload.ts";
import type { BenchSet } from "./plan.ts";
import { type ModelId, modelOf } from "../models/index.ts";
import type { FoldJob, JobReport, JobSettings, Outcome } from "../run/job.ts";
import type { JobRunner } from "../run/runner.ts";

export type BenchProgress =
  | {
      readonly kind: "work";
      readonly set: string;
      readonly model: string;
      readonly fold: number;
      readonly share: number;
    }
  | {
      readonly kind: "set";
      readonly set: SuiteSet;
      readonly reused: number;
      readonly finished: number;
      readonly of: number;
    };

export interface BenchRequest {
  readonly sets: readonly BenchSet[];
  readonly models: readonly ModelId[];
  readonly settings: JobSettings;
  readonly code: string; // fingerprint of the program: other code never takes over its results
  readonly fresh: boolean; // compute again what is stored
  readonly store: BenchStore;
  readonly runner: JobRunner;
  readonly signal?: AbortSignal;
  readonly observe: (progress: BenchProgress) => void;
}

interface Pending {
  readonly set: BenchSet;
  readonly stored: Map<string, SuiteFold>; // by key
  readonly jobs: readonly FoldJob[];
}

/** Every model on every fold of every set; what is in the store is not computed again. */
export async function runBench(request: BenchRequest): Promise<SuiteSet[]> {
  const pending: Pending[] = [];
  for (const set of request.sets) pending.push(await lookUp(set, request));
  const reused = pending.map(({ stored }) => stored.size);
  const results: SuiteSet[] = [];
  const finish = (place: number): void => {
    const set = assemble(pending[place]!, request);
    results[place] = set;
    const finished = Object.keys(results).length;
    request.observe({ kind: "set", set, reused: reused[place]!, finished, of: pending.length });
  };
  for (const [place, { jobs }] of pending.entries()) if (jobs.length === 0) finish(place);
  await runPending(pending, request, finish);
  return results;
}

type FoldKey = (set: BenchSet, fold: number, model: ModelId) => string;

function keysFor({ code, settings }: BenchRequest): FoldKey {
  return (set, fold, model) => keyOf({ set, fold, model, code, settings });
}

/** Models that can run on a set: one that refuses larger ones must not end the whole run. */
function modelsOn(set: BenchSet, { models }: Pick<BenchRequest, "models">): readonly ModelId[] {
  const rows = Math.max(...set.folds.map((fold) => fold.train.length));
  return models.filter((model) => rows <= (modelOf(model).mostRows ?? Infinity));
}

async function lookUp(set: BenchSet, request: BenchRequest): Promise<Pending> {
  const stored = new Map<string, SuiteFold>();
  const keyFor = keysFor(request);
  for (const { id } of set.folds) {
    for (const model of modelsOn(set, request)) {
      const key = keyFor(set, id, model);
      const found = request.fresh ? null : await request.store.read(key);
      if (found !== null) stored.set(key, found);
    }
  }
  return { set, stored, jobs: jobsFor(set, request, stored) };
}

/**
 * One job a model and fold, so that workers end together; models that need another run in one job with it. The dearest
 * models first, for the same reason.
 */
function jobsFor(set: BenchSet, request: BenchRequest, stored: ReadonlyMap<string, SuiteFold>): FoldJob[] {
  const wanted = modelsOn(set, request);
  const keyFor = keysFor(request);
  const needing = wanted.filter((model) => modelOf(model).needs !== undefined);
  const needed = wanted.filter((model) => needing.some((one) => modelOf(one).needs?.includes(model)));
  const together = [...new Set([...needed, ...needing])];
  const alone = wanted.filter((model) => !together.includes(model)).map((model) => [model]);
  const groups = together.length > 0 ? [together, ...alone] : alone;
  return groups.flatMap((group) =>
    set.folds.flatMap((fold): FoldJob[] => {
      const models = group.filter((model) => !stored.has(keyFor(set, fold.id, model)));
      if (models.length === 0) return [];
      const settings = settingsOf(set, fold.id, request.settings);
      return [{ kind: "fold", fold, models, settings, limit: null, scoresOnly: true }];
    }),
  );
}

/** Each round has its own seed: a forest takes no other random numbers from the number of a fold. */
function settingsOf(set: BenchSet, fold: number, settings: JobSettings): JobSettings {
  const round = Math.floor(fold / set.foldsPerRound);
  return round === 0 ? settings : { ...settings, seed: hash([settings.seed, "round", round]) };
}

/** Runs all jobs that are left; `finish` is called with the place of each set whose last job ended. */
async function runPending(
  pending: readonly Pending[],
  request: BenchRequest,
  finish: (place: number) => void,
): Promise<void> {
  const open = [...pending.keys()].filter((place) => pending[place]!.jobs.length > 0);
  const left = open.map((place) => pending[place]!.jobs.length);
  const workload = new Workload(pending);
  const observe = (group: number, number: number, { model, share }: { model: string; share: number }): void => {
    const { set, jobs } = pending[open[group]!]!;
    const whole = workload.share(set, number, share);
    request.observe({ kind: "work", set: set.facts.name, model, fold: jobs[number]!.fold.id, share: whole });
  };
  await request.runner(
    open.map((place) => ({ data: pending[place]!.set.run, jobs: pending[place]!.jobs })),
    {
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      onReport: (report, { group, job }) => {
        const share = shareOfJob(pending[open[group]!]!.jobs[job]!, report);
        observe(group, job, { model: report.model, share });
      },
      onOutcome: async (outcome, { group, job }) => {
        const one = pending[open[group]!]!;
        await keep(one, { job: one.jobs[job]!, outcome }, request);
        observe(group, job, { model: one.jobs[job]!.models[0]!, share: 1 });
        left[group]!--;
        if (left[group] === 0) finish(open[group]!);
      },
    },
  );
}

/** How far a job is by a report of one of its models, which it trains one after the other. */
function shareOfJob({ models }: FoldJob, { model, share }: JobReport): number {
  const place = models.findIndex((id) => id === model);
  return (Math.max(0, place) + share) / models.length;
}

/** Stores what a job found out about the models that it was asked for. */
async function keep(
  { set, stored }: Pending,
  { job, outcome }: { readonly job: FoldJob; readonly outcome: Outcome },
  request: BenchRequest,
): Promise<void> {
  if (outcome.kind !== "fold") throw new Error("A bench has jobs of folds only.");
  const keyFor = keysFor(request);
  for (const { id, result, encodedInputs } of outcome.models) {
    if (!job.models.includes(id)) continue;
    const key = keyFor(set, job.fold.id, id);
    const fold = { ...result, encodedInputs };
    await request.store.write(key, fold);
    stored.set(key, fold);
  }
}

function assemble({ set, stored }: Pending, request: BenchRequest): SuiteSet {
  const keyFor = keysFor(request);
  const models = modelsOn(set, request).map((model): SuiteModel => {
    const folds = set.folds.map(({ id }) => {
      const found = stored.get(keyFor(set, id, model));
      if (found === undefined) throw new Error(`${model} gave no result for fold ${id} of ${set.facts.name}.`);
      return found;
    });
    return { id: model, source: "run", folds };
  });
  return { ...set.facts, models };
}
