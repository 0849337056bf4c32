import { modelOf, networkId, shownInFull } from "../models/index.ts";
import { type ModelId, savedIds } from "../models/names.ts";
import { plural } from "../report/number.ts";
import type { EngineChoice } from "./engine.ts";
import { expectedSeconds } from "./expected-time.ts";
import type { FinalOutcome, FoldJob, FoldOutcome, Job, JobSettings, Outcome } from "./job.ts";
import { type ShareJob, shareJobs } from "./learning-curve.ts";
import type { Plan } from "./plan.ts";
import type { FitRequest } from "./request.ts";

/** The jobs of a run. They begin in the order of `all`: folds, shares of the learning curve, all rows. */
export interface RunJobs {
  readonly all: readonly Job[];
  readonly folds: readonly FoldJob[];
  readonly shares: readonly ShareJob[] | string; // or why there is no learning curve
  readonly final: Job;
}

export function jobsOf(plan: Plan, request: FitRequest, engine: EngineChoice): RunJobs {
  const settings = settingsOf(request, engine);
  const folds = foldJobs(plan, request, settings);
  const shares = shareJobs(plan, request, settings);
  const final = finalJob(plan, request, settings);
  const parts = typeof shares === "string" ? [] : shares.map(({ job }) => job);
  return { all: [...folds, ...parts, final], folds, shares, final };
}

/** The outcomes of all jobs, in their order, by what the jobs were for. */
export function sortOutcomes(outcomes: readonly Outcome[], { folds }: RunJobs) {
  const tested = outcomes.filter((outcome): outcome is FoldOutcome => outcome.kind === "fold");
  const final = outcomes.find((outcome): outcome is FinalOutcome => outcome.kind === "final");
  if (final === undefined) throw new Error("The final models are missing.");
  return { folds: tested.slice(0, folds.length), shares: tested.slice(folds.length), final };
}

function settingsOf(request: FitRequest, choice: EngineChoice): JobSettings {
  const { seed, preset, trees, maxParameters, maxOperations, engine, pruneBy } = request;
  const backend = choice.backend === null ? {} : { backend: choice.backend };
  const by = pruneBy === undefined ? {} : { pruneBy };
  return { seed, preset, trees, maxParameters, maxOperations, engine, ...backend, ...by };
}

/**
 * A job for each fold. It explains the models that the report shows whichever is chosen; with a time limit all, since
 * there is no time to explain the chosen one later, and so those that would take all other models to train again.
 */
function foldJobs({ folds }: Plan, request: FitRequest, settings: JobSettings): readonly FoldJob[] {
  const { models } = request;
  const readsNothing = (id: ModelId) => id === "dummy";
  const first: readonly ModelId[] = shownInFull(models.filter((id) => !readsNothing(id)));
  const isExplained = (id: ModelId) =>
    request.timeLimitSeconds !== null || first.includes(id) || readsNothing(id) || modelOf(id).needs !== undefined;
  const explain = { models: models.filter(isExplained), columns: null };
  return folds.folds.map((fold) => ({ kind: "fold", fold, models, settings, limit: null, explain }));
}

/**
 * Trains on all rows what will be saved. With a time limit that is every model, so that each has its part of the time;
 * without, the recommended one is trained when it is known.
 */
function finalJob(plan: Plan, { models, save, timeLimitSeconds }: FitRequest, settings: JobSettings): Job {
  const isTimed = timeLimitSeconds !== null;
  const saved = models.filter((id) => savedIds.includes(id) && (isTimed || id === networkId || save.includes(id)));
  return { kind: "final", rows: plan.finalRows, models: saved, settings, limit: null };
}

/** What is trained, and about how long that takes where no limit says so. */
export function trainMessage({ check, folds }: Plan, request: FitRequest, { all: jobs, shares }: RunJobs): string {
  const labels = request.models.map((id) => modelOf(id).label);
  const rows = `${folds.folds.length} folds of ${check.usedRows.length} rows`;
  const what = `Training ${labels.join(", ")} on ${rows}`;
  if (request.timeLimitSeconds !== null) return `${what}.`;
  const seconds = expectedSeconds(jobs, request.jobs);
  const time = seconds < 90 ? `${Math.ceil(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`;
  const curve = typeof shares === "string" ? "" : `, a learning curve of ${shares.length} smaller fits`;
  return `${what}${curve} and a final fit: about ${time} on ${plural(request.jobs, "thread")}.`;
}
