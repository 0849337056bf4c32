import { parentPort } from "node:worker_threads";
import { type Reply, type Request, toFailure } from "./messages.ts";

/**
 * Answers the jobs that a `Thread` sends to this worker thread, one at a time, until its owner ends it. `run` gets the
 * job, what all jobs share, and a function that reports progress.
 */
export function serveJobs<Job, Shared, Result, Report>(
  run: (job: Job, shared: Shared, report: (report: Report) => void) => Result | Promise<Result>,
): void {
  const port = parentPort;
  if (port === null) throw new Error("serveJobs runs in a worker thread only.");
  let current: Shared; // came with the first job
  const send = (reply: Reply<Result, Report>): void => port.postMessage(reply);
  const answer = async ({ job, shared = current }: Request<Job, Shared>): Promise<void> => {
    current = shared;
    try {
      send({ kind: "result", result: await run(job, shared, (report) => send({ kind: "report", report })) });
    } catch (error) {
      send({ kind: "failure", failure: toFailure(error) });
    }
  };
  port.on("message", (request: Request<Job, Shared>) => void answer(request));
}
