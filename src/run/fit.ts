import { UserError } from "../base/errors.ts";
import { type Clock, secondsSince, systemClock } from "../base/clock.ts";
import type { Results } from "../evaluate/results.ts";
import { graphOf } from "../export/graph.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import { modelOf, savedIds } from "../models/index.ts";
import type { Fold } from "../split/fold.ts";
import { assembleResults } from "./assemble.ts";
import { backgroundOf } from "./background.ts";
import { certaintyOf } from "./certainty.ts";
import { type EngineChoice, resolveEngine } from "./engine.ts";
import { expectedSeconds } from "./expected-time.ts";
import type { FinalModel, FinalOutcome, FoldOutcome, Job, JobSettings, Outcome } from "./job.ts";
import { learningCurvePart, shareJobs } from "./learning-curve.ts";
import { outOfFold, type OutOfFold } from "./out-of-fold.ts";
import { type Plan, planRun } from "./plan.ts";
import { progressOf } from "./progress.ts";
import type { FitRequest, Progress } from "./request.ts";
import { type JobGroup, type JobRunner, onThreads } from "./runner.ts";
import { rowsWithin, samplePlan } from "./sampled-plan.ts";
import { secondsKept, secondsOfJob } from "./time-limit.ts";

export interface FitOutcome {
  readonly results: Results;
  readonly model: ModelArtifact | null; // the network, or without one the recommended model, trained on all rows
  readonly modelId: string | null; // which that is
  readonly recommended: ModelArtifact | null; // the recommended model, where it is another one that can be saved
  readonly saved: ReadonlyMap<string, ModelArtifact>; // those that were asked for, by id
  readonly predictions: OutOfFold;
  readonly folds: readonly Fold[];
}

/** What a run may do besides returning its result. */
export interface RunHooks {
  readonly observe?: (progress: Progress) => void;
  readonly signal?: AbortSignal; // ends all jobs; the run then throws its reason
  readonly runner?: JobRunner; // without it, threads of this machine
  readonly clock?: Clock; // that the run is timed by; each worker thread has that of the machine
}

/** The model that is trained on all rows whatever the verdict. */
const network = "occam";

/**
 * The whole run: check, split, train every model on every fold and some on all rows, compare. Throws UserErrors
 * of its stages.
 */
export async function fit(request: FitRequest, hooks: RunHooks = {}): Promise<FitOutcome> {
  const { observe = () => {}, signal, clock = systemClock, runner = onThreads(request.jobs) } = hooks;
  const started = clock.now();
  observe({ kind: "stage", stage: "check", message: "Checking the table and dealing the folds." });
  checkTimeLimit(request);
  const whole = planRun(request);
  const findings = [...request.source.findings, ...whole.check.findings];
  observe({ kind: "plan", task: whole.check.task.reason, split: whole.folds.reason, findings });
  const engine = await resolveEngine(request, clock);
  const secondsOf = jobSeconds(request, whole, { clock, started });
  const plan = samplePlan(whole, rowsWithin(secondsOf(0), whole.run.columns.length), request.seed);
  const settings = settingsOf(request, engine);
  const shares = shareJobs(plan, request, settings);
  const trained = foldJobs(plan, request, settings);
  const parts = typeof shares === "string" ? [] : shares.map(({ job }) => job);
  const jobs = [...trained, ...parts, finalJob(plan, request, settings)];
  observe({ kind: "stage", stage: "train", message: trainMessage(whole, request, jobs) });
  const report = progressOf(jobs, observe);
  const outcomes: Outcome[] = [];
  await runner([{ data: plan.run, jobs }], {
    onStart: (job, { job: number }) => ({ ...job, limit: limitOf(secondsOf(number), clock) }),
    onReport: (said, { job: number }) => report(said, number),
    onOutcome: (outcome, { job: number }) => void (outcomes[number] = outcome),
    ...(signal === undefined ? {} : { signal }),
  });
  observe({ kind: "stage", stage: "explain", message: "Comparing the models." });
  const tested = outcomes.filter((outcome): outcome is FoldOutcome => outcome.kind === "fold");
  const folds = tested.slice(0, trained.length);
  const final = outcomes.find((outcome): outcome is FinalOutcome => outcome.kind === "final");
  if (final === undefined) throw new Error("The final models are missing.");
  const predictions = outOfFold(plan, folds);
  const seconds = secondsSince(started, clock);
  const finished = { request, engine, plan, outcomes: folds, final, predictions, seconds };
  const learning = learningCurvePart(plan, shares, { parts: tested.slice(trained.length), whole: folds });
  const results = { ...assembleResults(finished), ...learning };
  const chosen = savedIds.find((id) => id === results.choice?.model);
  const isThere = chosen === undefined || final.models.some(({ id }) => id === chosen);
  const job = { ...jobs.at(-1)!, models: chosen === undefined || isThere ? [] : [chosen] };
  const late = await trainLate({ data: plan.run, jobs: [job] }, { observe, runner, signal });
  const artifactOf = (id: string): ModelArtifact | null => {
    const artifact = [...final.models, ...late].find((model) => model.id === id)?.artifact ?? null;
    if (artifact === null) return null;
    const decision = results.decision?.models.find(({ model }) => model === id)?.rule ?? null;
    return {
      ...artifact,
      background: backgroundOf(graphOf(artifact), { data: plan.run, rows: plan.finalRows }),
      ...(decision === null ? {} : { decision }),
      ...certaintyOf(id, predictions, results),
      origin: { ...artifact.origin, scores: scoresOf(id, results) },
    };
  };
  const modelId = request.models.find((id) => id === network) ?? chosen ?? null;
  const model = modelId === null ? null : artifactOf(modelId);
  const recommended = chosen === undefined || chosen === modelId ? null : artifactOf(chosen);
  const saved = new Map(
    request.save.flatMap((id) => {
      const artifact = artifactOf(id);
      return artifact === null ? [] : [[id, artifact] as const];
    }),
  );
  return { results, model, modelId, recommended, saved, predictions, folds: whole.folds.folds };
}

/** The recommended model on all rows, where it was not trained before the verdict: a stage after all shares. */
async function trainLate(
  group: JobGroup,
  hooks: Required<Pick<RunHooks, "observe" | "runner">> & { readonly signal: AbortSignal | undefined },
): Promise<readonly FinalModel[]> {
  const { observe, runner, signal } = hooks;
  const labels = group.jobs.flatMap(({ models }) => models.map((id) => modelOf(id).label));
  if (labels.length === 0) return [];
  observe({ kind: "stage", stage: "train", message: `Training ${labels.join(", ")} on all rows.` });
  const late: FinalModel[] = [];
  await runner([group], {
    onReport: () => {},
    onOutcome: (outcome) => void (outcome.kind === "final" && late.push(...outcome.models)),
    ...(signal === undefined ? {} : { signal }),
  });
  return late;
}

/** Throws a UserError where a model of the run would not end by its time limit. */
function checkTimeLimit({ models, timeLimitSeconds }: FitRequest): void {
  const untimed = models.find((id) => "untimed" in modelOf(id));
  if (timeLimitSeconds === null || untimed === undefined) return;
  throw new UserError(`Model "${untimed}" cannot be ended by a time limit.`, {
    hint: "Leave it out of --models, or leave out --time-limit.",
  });
}

/** Seconds of each job as it begins; null without a time limit. */
function jobSeconds(
  { timeLimitSeconds: limit, jobs: workers, began }: FitRequest,
  plan: Plan,
  { clock, started }: { readonly clock: Clock; readonly started: number },
): (number: number) => number | null {
  if (limit === null) return () => null;
  const timed = { limit, kept: secondsKept(limit, plan), workers, count: plan.folds.folds.length + 1 };
  return (number) => secondsOfJob(timed, number, secondsSince(began ?? started, clock));
}

function limitOf(seconds: number | null, clock: Clock): Job["limit"] {
  return seconds === null ? null : { seconds, dealt: clock.now() };
}

function settingsOf(request: FitRequest, choice: EngineChoice): JobSettings {
  const { seed, preset, trees, maxParameters, maxOperations, engine, pruneBy } = request;
  const backend = choice.backend === null ? {} : { backend: choice.backend };
  const by = pruneBy === undefined ? {} : { pruneBy };
  return { seed, preset, trees, maxParameters, maxOperations, engine, ...backend, ...by };
}

/** A job for each fold. */
function foldJobs({ folds }: Plan, { models }: FitRequest, settings: JobSettings): readonly Job[] {
  return folds.folds.map((fold) => ({ kind: "fold", fold, models, settings, limit: null, scoresOnly: false }));
}

/**
 * Trains on all rows what will be saved. With a time limit that is every model, so that each has its part of the time;
 * without, the recommended one is trained when it is known.
 */
function finalJob(plan: Plan, { models, save, timeLimitSeconds }: FitRequest, settings: JobSettings): Job {
  const isTimed = timeLimitSeconds !== null;
  const saved = models.filter((id) => savedIds.includes(id) && (isTimed || id === network || save.includes(id)));
  return { kind: "final", rows: plan.finalRows, models: saved, settings, limit: null };
}

/** What is trained, and about how long that takes where no limit says so. */
function trainMessage({ check, folds }: Plan, request: FitRequest, jobs: readonly Job[]): string {
  const labels = request.models.map((id) => modelOf(id).label);
  const rows = `${folds.folds.length} folds of ${check.usedRows.length} rows`;
  const what = `Training ${labels.join(", ")} on ${rows}`;
  if (request.timeLimitSeconds !== null) return `${what}.`;
  const seconds = expectedSeconds(jobs, request.jobs);
  const time = seconds < 90 ? `${Math.ceil(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`;
  const shares = jobs.length - folds.folds.length - 1;
  const curve = shares > 0 ? `, a learning curve of ${shares} smaller fits` : "";
  return `${what}${curve} and a final fit: about ${time} on ${request.jobs} threads.`;
}

function scoresOf(id: string, { models }: Results): ModelArtifact["origin"]["scores"] {
  const saved = models.find((model) => model.id === id);
  return Object.entries(saved?.summary ?? {}).map(([metric, { mean, deviation }]) => ({ metric, mean, deviation }));
}
