import { UserError } from "../base/errors.ts";
import { orAborted } from "./aborted.ts";
import { ask, jobThread, startThread, type Thread, ThreadLost } from "./thread.ts";

export interface PoolOptions<Shared, Report, Result = never, Job = never> {
  readonly workers: number; // at most; never more than there are jobs
  readonly shared: Shared; // handed to each worker once; arrays over SharedArrayBuffer are not copied
  readonly workerUrl?: URL; // a module that calls `serveJobs`
  readonly onStart?: (job: Job, number: number) => Job; // data for each worker, passed unchanged
  readonly onProgress?: (report: Report, job: number) => void;
  /** As each job ends; its worker waits for it. */
  readonly onResult?: (result: Result, job: number) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** How often a job is started when its worker dies. */
const attempts = 2;

/**
 * Runs jobs on worker threads, one at a time each, and returns the results in job order whatever the number of workers.
 * An error that a job throws ends the run with that error; a `UserError` stays one. When a worker dies, its job starts
 * once more on a new one; after that the run fails with the reason. An abort ends all threads and throws the signal's
 * reason.
 */
export async function runJobs<Job, Result, Shared, Report = never>(
  jobs: readonly Job[],
  options: PoolOptions<Shared, Report, Result, Job>,
): Promise<Result[]> {
  options.signal?.throwIfAborted();
  const results = Array.from<Result>({ length: jobs.length });
  const threads = new Set<Thread>();
  let next = 0;
  let stopped = false;

  const start = (): Thread => {
    const thread = startThread(options.workerUrl ?? jobThread, options.shared);
    threads.add(thread);
    return thread;
  };
  const work = async (): Promise<void> => {
    let thread = start();
    while (next < jobs.length && !stopped) {
      const number = next++;
      for (let attempt = 1; ; attempt++) {
        try {
          const report = (value: Report): void => options.onProgress?.(value, number);
          const job = options.onStart?.(jobs[number]!, number) ?? jobs[number]!;
          const result = await ask<Job, Result, Report>(thread, { job }, report);
          results[number] = result;
          await options.onResult?.(result, number);
          break;
        } catch (error) {
          if (stopped || !(error instanceof ThreadLost)) throw error;
          if (attempt === attempts) throw lost(error, number);
          threads.delete(thread);
          thread = start();
        }
      }
    }
  };

  const count = Math.min(Math.max(1, options.workers), jobs.length);
  try {
    await orAborted(Promise.all(Array.from({ length: count }, work)), options.signal);
  } finally {
    stopped = true;
    await Promise.all([...threads].map(({ worker }) => worker.terminate()));
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
