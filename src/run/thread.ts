import { Worker } from "node:worker_threads";
import { fromFailure, type Reply, type Request } from "./messages.ts";

/** A worker thread that runs `serveJobs`, one job at a time. */
export interface Thread {
  readonly worker: Worker;
  readonly ended: Promise<ThreadLost>; // listens from the start: a thread may die between two jobs
}

/** A thread ended without an answer; `cause` is what Node says about it. */
export class ThreadLost extends Error {}

/** The module of a thread that runs jobs. From the sources, as in tests, the built one: Node 20 runs no TypeScript. */
export const jobThread = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/worker.js" : "./worker.js",
  import.meta.url,
);

/** Starts a thread; `shared` is what its jobs read. */
export function startThread(url: URL, shared: unknown): Thread {
  // Options of the main program, such as --input-type of `node --eval`, may forbid a worker's file.
  const worker = new Worker(url, { workerData: shared, execArgv: [] });
  const ended = new Promise<ThreadLost>((resolve) => {
    const onError = (cause: unknown): void => resolve(new ThreadLost(asError(cause).message, { cause }));
    worker.on("error", onError).on("messageerror", onError);
    worker.on("exit", (code) => resolve(new ThreadLost(`it stopped with code ${code}`)));
  });
  return { worker, ended };
}

/** Gives a thread a job and waits for its result; throws what the job threw, or `ThreadLost`. */
export function ask<Job, Result, Report, Shared = never>(
  { worker, ended }: Thread,
  request: Request<Job, Shared>,
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
    worker.postMessage(request);
  });
}

export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
