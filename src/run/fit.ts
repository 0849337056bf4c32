import type { Results } from "../evaluate/results.ts";
import type { ModelArtifact } from "../model/artifact.ts";
import type { Fold } from "../split/fold.ts";
import { assembleResults } from "./assemble.ts";
import { type EngineChoice, resolveEngine } from "./engine.ts";
import type { FoldJob, FoldReport } from "./job.ts";
import { type Plan, planRun } from "./plan.ts";
import { runJobs } from "./pool.ts";
import { labelOf } from "./model-words.ts";
import { outOfFold, type OutOfFold } from "./out-of-fold.ts";
import type { FitRequest, Progress } from "./request.ts";
import type { FoldOutcome } from "./fold.ts";
import { rowsWithin, samplePlan } from "./sampled-plan.ts";
import { limitOfJob, secondsKept } from "./time-limit.ts";

export interface FitOutcome {
  readonly results: Results;
  readonly model: ModelArtifact; // trained on all rows
  readonly predictions: OutOfFold;
  readonly folds: readonly Fold[];
}

/** The whole run: check, split, train every model on every fold and the network on all rows, compare. Throws UserErrors of its stages. */
export async function fit(
  request: FitRequest,
  observe: (progress: Progress) => void = () => {},
  signal?: AbortSignal,
): Promise<FitOutcome> {
  const started = performance.now();
  observe({ kind: "stage", stage: "check", message: "Checking the table and dealing the folds." });
  const whole = planRun(request);
  const findings = [...request.source.findings, ...whole.check.findings];
  observe({ kind: "plan", task: whole.check.task.reason, split: whole.folds.reason, findings });
  observe({ kind: "stage", stage: "train", message: trainMessage(whole, request) });
  const engine = await resolveEngine(request);
  const kept = secondsKept(request.timeLimitSeconds ?? 0, whole);
  const spent = (): number => (performance.now() - (request.began ?? started)) / 1000;
  const limit = limitOfJob(request, kept, spent(), 0, whole.folds.folds.length + 1);
  const most = limit === null ? Infinity : rowsWithin(limit.seconds, whole.run.columns.length);
  const plan = samplePlan(whole, most, request.seed);
  const jobs = makeJobs(plan, request, engine);
  const outcomes = await runJobs<FoldJob, FoldOutcome, Plan["run"], FoldReport>(jobs, {
    workers: request.jobs,
    shared: plan.run,
    onStart: (job, number) => ({
      ...job,
      limit: limitOfJob(request, kept, spent(), number, jobs.length),
    }),
    onProgress: progressOf(jobs, observe),
    ...(signal === undefined ? {} : { signal }),
  });
  observe({ kind: "stage", stage: "explain", message: "Comparing the models." });
  const final = outcomes.at(-1);
  if (final === undefined || final.artifact === null) throw new Error("The final model is missing.");
  const folds = outcomes.slice(0, -1);
  const predictions = outOfFold(plan, folds);
  const results = assembleResults(
    request,
    engine,
    plan,
    folds,
    final,
    predictions,
    (performance.now() - started) / 1000,
  );
  const scores = Object.entries(results.models[0]!.summary).map(([metric, interval]) => ({
    metric,
    mean: interval.mean,
    deviation: interval.deviation,
  }));
  const model = { ...final.artifact, origin: { ...final.artifact.origin, scores } };
  return { results, model, predictions, folds: whole.folds.folds };
}

function makeJobs(plan: Plan, request: FitRequest, choice: EngineChoice): readonly FoldJob[] {
  const { seed, preset, trees, maxParameters, maxOperations, engine } = request;
  const backend = choice.backend === null ? {} : { backend: choice.backend };
  const settings = { seed, preset, trees, maxParameters, maxOperations, engine, ...backend };
  const folds = plan.folds.folds;
  const models = [...new Set(["occam" as const, "forest" as const, ...request.models])];
  const trained = folds.map(
    ({ id, train, test }): FoldJob => ({
      fold: id,
      train,
      test,
      models,
      settings,
      limit: null,
      explain: true,
    }),
  );
  const final: FoldJob = {
    fold: -1,
    train: plan.finalRows,
    test: new Uint32Array(0),
    models: ["occam"],
    settings,
    limit: null,
    explain: false,
  };
  return [...trained, final];
}

function trainMessage({ check, folds }: Plan, request: FitRequest): string {
  const count = folds.folds.length;
  const models = ["occam", "forest", ...request.models.filter((id) => id !== "occam" && id !== "forest")] as const;
  return `Training ${models.map(labelOf).join(", ")} on ${count} folds of ${check.usedRows.length} rows.`;
}

/** Turns the reports of single jobs into the share of the whole. */
function progressOf(jobs: readonly FoldJob[], observe: (progress: Progress) => void) {
  const shares = jobs.map((job) => new Map(job.models.map((model) => [model, 0])));
  const starts = jobs.map(() => new Map<string, number>());
  const total = jobs.reduce((sum, job) => sum + job.models.length, 0);
  return (report: FoldReport, job: number): void => {
    const models = shares[job]!;
    models.set(report.model, report.share);
    const start = Math.max(starts[job]!.get(report.model) ?? 0, report.weights);
    starts[job]!.set(report.model, start);
    const share = shares.reduce((sum, one) => sum + [...one.values()].reduce((a, b) => a + b, 0), 0) / total;
    const { model, fold, round, holdoutLoss } = report;
    if (report.done) observe({ kind: "done", model, fold, share });
    else
      observe({
        kind: "round",
        model,
        fold,
        round,
        holdoutLoss,
        weightShare: report.weights / start,
        share,
      });
  };
}
