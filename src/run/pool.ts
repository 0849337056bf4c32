import { UserError } from "../base/errors.ts";
import { orAborted } from "./aborted.ts";
import { ThreadLost } from "./thread.ts";
import type { Threads } from "./threads.ts";

export interface PoolOptions<Job, Result, Shared, Report> {
  readonly threads: Threads<Job, Result, Shared, Report>;
  readonly shared: Shared; // what all jobs read
  readonly onStart?: (job: Job, number: number) => Job;
  readonly onProgress?: (report: Report, job: number) => void;
  /** As each job ends; its thread waits for it. */
  readonly onResult?: (result: Result, job: number) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** How often a job is started when its thread dies. */
const attempts = 2;

/**
 * Runs jobs on threads, one at a time each, and returns the results in job order whatever the number of threads. An
 * error that a job throws ends the run with that error; a `UserError` stays one. When a thread dies, its job starts
 * once more on a new one; after that the run fails with the reason. An abort throws the signal's reason. After an error
 * or an abort, threads may still be at other jobs until whoever owns the threads ends them.
 */
export async function runJobs<Job, Result, Shared, Report = never>(
  jobs: readonly Job[],
  options: PoolOptions<Job, Result, Shared, Report>,
): Promise<Result[]> {
  const { threads, shared, signal } = options;
  signal?.throwIfAborted();
  const results = Array.from<Result>({ length: jobs.length });
  let next = 0;
  let stopped = false;

  const attempt = async (number: number): Promise<Result> => {
    const report = (value: Report): void => options.onProgress?.(value, number);
    for (let tries = 1; ; tries++) {
      try {
        const job = options.onStart?.(jobs[number]!, number) ?? jobs[number]!;
        return await threads.run(job, shared, { report });
      } catch (error) {
        if (stopped || !(error instanceof ThreadLost)) throw error;
        if (tries === attempts) throw lost(error, number);
      }
    }
  };
  const work = async (): Promise<void> => {
    while (next < jobs.length && !stopped) {
      const number = next++;
      const result = await attempt(number);
      results[number] = result;
      await options.onResult?.(result, number);
    }
  };

  const count = Math.min(threads.count, jobs.length);
  try {
    await orAborted(Promise.all(Array.from({ length: count }, work)), signal);
  } finally {
    stopped = true;
  }
  return results;
}

function lost(error: ThreadLost, number: number): Error {
  if (/\bE[MN]FILE\b/u.test(error.message)) {
    return new UserError("The system does not let this process open enough files for its worker threads.", {
      hint: "Use fewer threads with --jobs, or allow more files, for example with: ulimit -n 4096",
    });
  }
  return new Error(`Job ${number + 1} lost its worker thread ${attempts} times: ${error.message}`, {
    cause: error.cause,
  });
}
