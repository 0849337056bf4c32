import { Worker } from "node:worker_threads";
import { fromFailure, type Reply, type Request } from "./messages.ts";

/** A thread ended without an answer; `cause` is what Node says about it. */
export class ThreadLost extends Error {}

/** The module of a thread that runs jobs. From the sources, as in tests, the built one: Node 20 runs no TypeScript. */
export const jobThread = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/run/worker.js" : "./worker.js",
  import.meta.url,
);

/** A job that a thread is at. */
interface Asked<Result, Report> {
  readonly onReport: (report: Report) => void;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** A worker thread that runs `serveJobs`, one job at a time. */
export class Thread<Job, Result, Shared, Report> {
  private readonly worker: Worker;
  private asked: Asked<Result, Report> | null = null;
  private lost: ThreadLost | null = null; // it may end between two jobs

  constructor(url: URL) {
    // Options of the main program, such as --input-type of `node --eval`, may forbid a worker's file.
    this.worker = new Worker(url, { execArgv: [] });
    const onError = (cause: unknown): void => this.lose(new ThreadLost(asError(cause).message, { cause }));
    this.worker.on("error", onError).on("messageerror", onError);
    this.worker.on("exit", (code) => this.lose(new ThreadLost(`it stopped with code ${code}`)));
    this.worker.on("message", (reply: Reply<Result, Report>) => this.receive(reply));
  }

  /** Gives the thread a job and waits for its result; throws what the job threw, or `ThreadLost`. */
  ask(request: Request<Job, Shared>, onReport: (report: Report) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.lost !== null) return reject(this.lost);
      this.asked = { onReport, resolve, reject };
      this.worker.postMessage(request);
    });
  }

  /** Ends the thread, whatever it is at. */
  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private receive(reply: Reply<Result, Report>): void {
    if (reply.kind === "report") return this.asked?.onReport(reply.report);
    const { asked } = this;
    this.asked = null;
    if (reply.kind === "result") asked?.resolve(reply.result);
    else asked?.reject(fromFailure(reply.failure));
  }

  private lose(error: ThreadLost): void {
    this.lost ??= error;
    this.asked?.reject(this.lost);
    this.asked = null;
  }
}

export function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
