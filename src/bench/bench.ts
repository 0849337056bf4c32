import { hash } from "../base/random.ts";
import type { SuiteFold, SuiteModel, SuiteSet } from "./scores.ts";
import { type BenchStore, keyOf } from "./store.ts";
import { Workload } from "./workload.ts";
import type { BenchSet } from "./plan.ts";
import { type ModelId, modelOf } from "../models/index.ts";
import type { RunData } from "../models/run-data.ts";
import type { FoldJob, JobSettings, ScoredModel } from "../run/job.ts";

/** What a job gives back of each model. */
export type BenchedModel = Pick<ScoredModel, "id" | "result" | "encodedInputs">;

/** Runs the jobs of one set, in any order; `done` is awaited for each job that ended. */
export type RunFolds = (
  run: RunData,
  jobs: readonly FoldJob[],
  hooks: {
    readonly done: (job: number, models: readonly BenchedModel[]) => Promise<void>;
    readonly report: (job: number, share: number) => void;
  },
) => Promise<void>;

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
  readonly runFolds: RunFolds;
  readonly observe: (progress: BenchProgress) => void;
}

interface Pending {
  readonly set: BenchSet;
  readonly stored: Map<string, SuiteFold>; // by key
  readonly jobs: readonly FoldJob[];
}

/** Every model on every fold of every set, set by set; what is in the store is not computed again. */
export async function runBench(request: BenchRequest): Promise<SuiteSet[]> {
  const pending: Pending[] = [];
  for (const set of request.sets) pending.push(await lookUp(set, request));
  const workload = new Workload(pending);
  const results: SuiteSet[] = [];
  for (const [i, one] of pending.entries()) {
    const reused = one.stored.size;
    if (one.jobs.length > 0) await runSet(one, request, workload);
    const set = assemble(one, request);
    results.push(set);
    request.observe({ kind: "set", set, reused, finished: i + 1, of: pending.length });
  }
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
      return [{ kind: "fold", fold, models, settings, limit: null, explain: false }];
    }),
  );
}

/** Each round has its own seed: a forest takes no other random numbers from the number of a fold. */
function settingsOf(set: BenchSet, fold: number, settings: JobSettings): JobSettings {
  const round = Math.floor(fold / set.foldsPerRound);
  return round === 0 ? settings : { ...settings, seed: hash([settings.seed, "round", round]) };
}

async function runSet({ set, stored, jobs }: Pending, request: BenchRequest, workload: Workload): Promise<void> {
  const keyFor = keysFor(request);
  await request.runFolds(set.run, jobs, {
    report: (job, share) => {
      const { fold, models } = jobs[job]!;
      const whole = workload.share(set, job, share);
      request.observe({ kind: "work", set: set.facts.name, model: models[0]!, fold: fold.id, share: whole });
    },
    done: async (job, models) => {
      const { fold } = jobs[job]!;
      for (const model of models) {
        if (!jobs[job]!.models.includes(model.id)) continue;
        const key = keyFor(set, fold.id, model.id);
        const result = { ...model.result, encodedInputs: model.encodedInputs };
        await request.store.write(key, result);
        stored.set(key, result);
      }
      const whole = workload.share(set, job, 1);
      request.observe({ kind: "work", set: set.facts.name, model: models[0]?.id ?? "", fold: fold.id, share: whole });
    },
  });
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
