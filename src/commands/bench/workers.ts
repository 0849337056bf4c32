import type { RunFolds } from "../../bench/bench.ts";
import type { RunData } from "../../models/run-data.ts";
import type { FoldJob, FoldOutcome, JobReport } from "../../run/job.ts";
import { runJobs } from "../../run/pool.ts";

/** Runs the folds of a bench on worker threads. An abort ends all threads and throws the signal's reason. */
export function runOnWorkers(workers: number, signal: AbortSignal): RunFolds {
  return async (run, jobs, hooks) => {
    await runJobs<FoldJob, FoldOutcome, RunData, JobReport>(jobs, {
      workers,
      shared: run,
      signal,
      onProgress: (report, job) => {
        const place = jobs[job]!.models.findIndex((model) => model === report.model);
        hooks.report(job, (Math.max(0, place) + report.share) / jobs[job]!.models.length);
      },
      onResult: (outcome, job) => hooks.done(job, outcome.models),
    });
  };
}
