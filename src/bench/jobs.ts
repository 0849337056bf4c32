import { hash } from "../base/random.ts";
import { modelOf } from "../models/index.ts";
import type { ModelId } from "../models/names.ts";
import { costOf } from "../run/cost.ts";
import type { FoldJob, JobSettings } from "../run/job.ts";
import type { BenchSet } from "./plan.ts";

/** What is run on every set. */
interface Wanted {
  readonly models: readonly ModelId[];
  readonly settings: JobSettings;
}

/** Models that can run on a set: one that refuses larger ones must not end the whole run. */
export function modelsOn(set: BenchSet, models: readonly ModelId[]): readonly ModelId[] {
  const rows = Math.max(...set.folds.map((fold) => fold.train.length));
  return models.filter((model) => rows <= (modelOf(model).mostRows ?? Infinity));
}

/**
 * One job a model and fold, so that workers end together; models that need another run in one job with it. The dearest
 * models first, for the same reason.
 */
export function jobsOf(set: BenchSet, { models, settings }: Wanted): FoldJob[] {
  const wanted = modelsOn(set, models);
  const needing = wanted.filter((model) => modelOf(model).needs !== undefined);
  const needed = wanted.filter((model) => needing.some((one) => modelOf(one).needs?.includes(model)));
  const together = [...new Set([...needed, ...needing])];
  const alone = wanted.filter((model) => !together.includes(model)).map((model) => [model]);
  const groups = together.length > 0 ? [together, ...alone] : alone;
  return groups.flatMap((group) =>
    set.folds.map(
      (fold): FoldJob => ({
        ...{ kind: "fold", fold, models: group, settings: settingsOf(set, fold.id, settings) },
        ...{ limit: null, explain: null },
      }),
    ),
  );
}

/** Each round has its own seed: a forest takes no other random numbers from the number of a fold. */
function settingsOf(set: BenchSet, fold: number, settings: JobSettings): JobSettings {
  const round = Math.floor(fold / set.foldsPerRound);
  return round === 0 ? settings : { ...settings, seed: hash([settings.seed, "round", round]) };
}

/** A job of a suite as a plan names it. */
export interface PlannedJob {
  readonly set: string;
  readonly fold: number;
  readonly models: readonly string[];
  readonly cost: number; // about how long it takes, against others
}

export function plannedJob(set: BenchSet, job: FoldJob): PlannedJob {
  return { set: set.facts.name, fold: job.fold.id, models: job.models, cost: costOf(job, set.run) };
}

/** The same text for the same job, and for no other. */
export function jobName({ set, fold, models }: PlannedJob): string {
  return JSON.stringify([set, fold, models]);
}

/**
 * Deals jobs to parts that take about as long each: the dearest job first, always to the part that has the least so far
 * (Graham's rule: at worst a third longer than the best deal). The same jobs are dealt alike everywhere.
 */
export function dealJobs(jobs: readonly PlannedJob[], parts: number): readonly (readonly PlannedJob[])[] {
  const dealt = Array.from({ length: parts }, () => ({ cost: 0, jobs: [] as PlannedJob[] }));
  for (const job of jobs.toSorted((a, b) => b.cost - a.cost)) {
    const least = dealt.reduce((best, one) => (one.cost < best.cost ? one : best));
    least.jobs.push(job);
    least.cost += job.cost;
  }
  return dealt.map((part) => part.jobs);
}
