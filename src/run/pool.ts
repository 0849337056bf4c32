import { Worker } from "node:worker_threads";
import { fromFailure, type Reply, type Request } from "./messages.ts";

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

/** The worker of a fit. From the sources, as in tests, the built one runs: Node 20 cannot run TypeScript. */
const fitWorker = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/worker.js" : "./worker.js",
  import.meta.url,
);

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
    const thread = startThread(options.workerUrl ?? fitWorker, options.shared);
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
          const result = await ask<Job, Result, Report>(thread, job, report);
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

interface Thread {
  readonly worker: Worker;
  readonly ended: Promise<ThreadLost>; // listens from the start: a thread may die between two jobs
}

/** A thread ended without an answer; `cause` is what Node says about it. */
class ThreadLost extends Error {}

function startThread(url: URL, shared: unknown): Thread {
  // Options of the main program, such as --input-type of `node --eval`, may forbid a worker's file.
  const worker = new Worker(url, { workerData: shared, execArgv: [] });
  const ended = new Promise<ThreadLost>((resolve) => {
    const onError = (cause: unknown): void => resolve(new ThreadLost(asError(cause).message, { cause }));
    worker.on("error", onError).on("messageerror", onError);
    worker.on("exit", (code) => resolve(new ThreadLost(`it stopped with code ${code}`)));
  });
  return { worker, ended };
}

function lost(error: ThreadLost, number: number): Error {
  return new Error(`Job ${number + 1} lost its worker thread ${attempts} times: ${error.message}`, {
    cause: error.cause,
  });
}

function ask<Job, Result, Report>(
  { worker, ended }: Thread,
  job: Job,
  onReport: (report: Report) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onMessage = (reply: Reply<Result, Report>): void => {
      if (reply.kind === "report") return onReport(reply.report);
      worker.off("message", onMessage);
      if (reply.kind === "result") resolve(reply.result);
      else reject(fromFailure(reply.failure));
    };
    worker.on("message", onMessage);
    void ended.then(reject);
    const request: Request<Job> = { job };
    worker.postMessage(request);
  });
}

/** `work`, or the reason of the signal as soon as it aborts. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(asError(signal.reason));
    signal.addEventListener("abort", stop, { once: true });
  });
  work.catch(() => {}); // after an abort nobody waits for it
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
