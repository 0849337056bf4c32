import { UserError } from "../base/errors.ts";
import { type Clock, secondsSince, systemClock } from "../base/clock.ts";
import type { Results } from "../evaluate/results/results.ts";
import { modelOf } from "../models/index.ts";
import type { Fold } from "../split/fold.ts";
import { assembleResults, compareModels } from "./assemble.ts";
import { resolveEngine } from "./engine.ts";
import type { Job, Outcome } from "./job.ts";
import { jobsOf, sortOutcomes, trainMessage } from "./jobs.ts";
import { runLate, withExplained } from "./late.ts";
import { learningCurvePart } from "./learning-curve.ts";
import { outOfFold, type OutOfFold } from "./out-of-fold.ts";
import { type Plan, planRun } from "./plan.ts";
import { progressOf } from "./progress.ts";
import type { FitRequest, Progress } from "./request.ts";
import { type JobRunner, onThreads } from "./runner.ts";
import { rowsWithin, samplePlan } from "./sampled-plan.ts";
import { type SavedModels, savedModels } from "./saved-models.ts";
import { shareData } from "./share.ts";
import { secondsKept, secondsOfJob } from "./time-limit.ts";

export interface FitOutcome extends SavedModels {
  readonly results: Results;
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

/**
 * The whole run: check, split, train every model on every fold and some on all rows, compare. Throws UserErrors
 * of its stages.
 */
export function fit(request: FitRequest, hooks: RunHooks = {}): Promise<FitOutcome> {
  const { runner } = hooks;
  if (runner !== undefined) return fitBy(runner, request, hooks);
  return onThreads(request.jobs, (threads) => fitBy(threads, request, hooks));
}

async function fitBy(runner: JobRunner, request: FitRequest, hooks: RunHooks): Promise<FitOutcome> {
  const { observe = () => {}, signal, clock = systemClock } = hooks;
  const started = clock.now();
  observe({ kind: "stage", stage: "check", message: "Checking the table and dealing the folds." });
  checkTimeLimit(request);
  const planned = planRun(request);
  const whole = { ...planned, run: shareData(planned.run) };
  const findings = [...request.source.findings, ...whole.check.findings];
  observe({ kind: "plan", task: whole.check.task.reason, split: whole.folds.reason, findings });
  const engine = await resolveEngine(request, clock);
  const secondsOf = jobSeconds(request, whole, { clock, started });
  const plan = samplePlan(whole, rowsWithin(secondsOf(0), whole.run.columns.length), request.seed);
  const jobs = jobsOf(plan, request, engine);
  observe({ kind: "stage", stage: "train", message: trainMessage(whole, request, jobs) });
  const report = progressOf(jobs.all, observe);
  const outcomes: Outcome[] = [];
  await runner([{ data: plan.run, jobs: jobs.all }], {
    onStart: (job, { job: number }) => ({ ...job, limit: limitOf(secondsOf(number), clock) }),
    onReport: (progress, { job: number }) => report(progress, number),
    onOutcome: (outcome, { job: number }) => void (outcomes[number] = outcome),
    ...(signal === undefined ? {} : { signal }),
  });
  observe({ kind: "stage", stage: "explain", message: "Comparing the models." });
  const { folds, shares, final } = sortOutcomes(outcomes, jobs);
  const predictions = outOfFold(plan, folds);
  const seconds = secondsSince(started, clock);
  const compared = compareModels({ request, plan, outcomes: folds });
  const done = { jobs, folds, final: final.models };
  const late = await runLate(compared.choice, { plan, done }, { observe, runner, signal });
  const explained = withExplained(folds, late.explained);
  const finished = { request, engine, plan, outcomes: explained, final, predictions, seconds };
  const learning = learningCurvePart(plan, jobs.shares, { parts: shares, whole: folds });
  const results = { ...assembleResults(finished, compared), ...learning };
  const models = savedModels({ request, plan, results, predictions }, [...final.models, ...late.final]);
  return { results, ...models, predictions, folds: whole.folds.folds };
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
