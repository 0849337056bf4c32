import { UserError } from "../base/errors.ts";
import { jobName, jobsOf, modelsOn, type PlannedJob, plannedJob } from "./jobs.ts";
import type { SuiteFold, SuiteModel, SuiteSet } from "./scores.ts";
import { type BenchStore, keyOf } from "./store.ts";
import { Workload } from "./workload.ts";
import type { BenchSet } from "./plan.ts";
import type { ModelId } from "../models/names.ts";
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

/**
 * Every model on every fold of every set; what is in the store is not computed again. With `merge` nothing is computed
 * at all: throws a `UserError` that names what is missing.
 */
export async function runBench(request: BenchRequest, { merge = false } = {}): Promise<SuiteSet[]> {
  const pending = await lookUpAll(request);
  if (merge) refuseMissing(pending);
  const results: SuiteSet[] = [];
  const finish = (place: number): void => {
    const set = assemble(pending[place]!, request);
    results[place] = set;
    request.observe({ kind: "set", set });
  };
  for (const [place, { jobs }] of pending.entries()) if (jobs.length === 0) finish(place);
  await runPending(pending, request, finish);
  return results;
}

/** What a part of a suite did. */
export interface PartDone {
  readonly jobs: number; // of the part
  readonly stored: number; // of them, that were in the store already
}

/** Runs jobs of a suite and leaves their results in the store. */
export async function runPart(request: BenchRequest, part: readonly PlannedJob[]): Promise<PartDone> {
  const names = new Set(part.map(jobName));
  const isMine = (set: BenchSet) => (job: FoldJob) => names.has(jobName(plannedJob(set, job)));
  const pending = await lookUpAll(request, isMine);
  const left = pending.reduce((sum, { jobs }) => sum + jobs.length, 0);
  await runPending(pending, request, () => {});
  return { jobs: part.length, stored: part.length - left };
}

function refuseMissing(pending: readonly Pending[]): void {
  const missing = pending.flatMap(({ set, jobs }) => jobs.map((job) => ({ name: set.facts.name, job })));
  if (missing.length === 0) return;
  const [{ name, job }] = missing as [(typeof missing)[number]];
  const many = missing.length === 1 ? "1 job is" : `${missing.length} jobs are`;
  throw new UserError(`${many} not done, such as ${job.models.join(", ")} on fold ${job.fold.id + 1} of ${name}.`, {
    hint: "Run the parts that are missing again, or leave out --merge to compute the rest here.",
  });
}

type FoldKey = (set: BenchSet, fold: number, model: ModelId) => string;

function keysFor({ code, settings }: BenchRequest): FoldKey {
  return (set, fold, model) => keyOf({ set, fold, model, code, settings });
}

async function lookUpAll(
  request: BenchRequest,
  isMine: (set: BenchSet) => (job: FoldJob) => boolean = () => () => true,
): Promise<Pending[]> {
  const pending: Pending[] = [];
  for (const set of request.sets) {
    const jobs = jobsOf(set, request).filter(isMine(set));
    pending.push(await lookUp(set, jobs, request));
  }
  return pending;
}

async function lookUp(set: BenchSet, jobs: readonly FoldJob[], request: BenchRequest): Promise<Pending> {
  const stored = new Map<string, SuiteFold>();
  const keyFor = keysFor(request);
  for (const { fold, models } of jobs) {
    for (const model of models) {
      const key = keyFor(set, fold.id, model);
      const found = request.fresh ? null : await request.store.read(key);
      if (found !== null) stored.set(key, found);
    }
  }
  return { set, stored, jobs: withoutStored(jobs, ({ fold }, model) => stored.has(keyFor(set, fold.id, model))) };
}

/** The jobs without the models that are stored, and none that has no other. */
function withoutStored(jobs: readonly FoldJob[], isStored: (job: FoldJob, model: ModelId) => boolean): FoldJob[] {
  return jobs.flatMap((job) => {
    const models = job.models.filter((model) => !isStored(job, model));
    return models.length === 0 ? [] : [{ ...job, models }];
  });
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
  const models = modelsOn(set, request.models).map((model): SuiteModel => {
    const folds = set.folds.map(({ id }) => {
      const found = stored.get(keyFor(set, id, model));
      if (found === undefined) throw new Error(`${model} gave no result for fold ${id} of ${set.facts.name}.`);
      return found;
    });
    return { id: model, source: "run", folds };
  });
  return { ...set.facts, models };
}
