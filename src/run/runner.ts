import type { RunData } from "../models/run-data.ts";
import type { Job, JobReport, Outcome } from "./job.ts";
import { runJobs } from "./pool.ts";
import { Threads, withThreads } from "./threads.ts";

/** Jobs on one table. */
export interface JobGroup {
  readonly data: RunData;
  readonly jobs: readonly Job[];
}

/** A job by the number of its group and its number in it. */
export interface JobPlace {
  readonly group: number;
  readonly job: number;
}

/** What a runner reports of its jobs. */
export interface JobWatch {
  /** As a job begins on this machine: the job with what is only known then. */
  readonly onStart?: (job: Job, place: JobPlace) => Job;
  readonly onReport: (report: JobReport, place: JobPlace) => void;
  /** Once for each job, in any order. */
  readonly onOutcome: (outcome: Outcome, place: JobPlace) => void | Promise<void>;
  readonly signal?: AbortSignal; // ends all jobs; the run then throws its reason
}

/**
 * Where jobs run: on threads of this machine, or on other machines. Outcomes are the same wherever that is. Ends when
 * all outcomes were given, or throws what a job threw.
 */
export type JobRunner = (groups: readonly JobGroup[], watch: JobWatch) => Promise<void>;

/**
 * Lets `work` run jobs on worker threads of this machine, at most `count` at once: one group after the other, as its
 * threads share one copy of the table. Threads stay for the jobs that come later, and end with the work.
 */
export function onThreads<T>(count: number, work: (runner: JobRunner) => Promise<T>): Promise<T> {
  return withThreads(new Threads<Job, Outcome, RunData, JobReport>(count), (threads) =>
    work(async (groups, { onStart, onReport, onOutcome, signal }) => {
      for (const [group, { data, jobs }] of groups.entries()) {
        await runJobs(jobs, {
          ...{ threads, shared: data },
          ...(onStart === undefined ? {} : { onStart: (job, number) => onStart(job, { group, job: number }) }),
          onProgress: (report, job) => onReport(report, { group, job }),
          onResult: (outcome, job) => onOutcome(outcome, { group, job }),
          ...(signal === undefined ? {} : { signal }),
        });
      }
    }),
  );
}
