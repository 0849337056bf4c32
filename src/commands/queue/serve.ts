import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Job as QueuedJob, Worker } from "bullmq";
import { exitCode, reasonOf, UserError } from "../../base/errors.ts";
import { jobOf, readMessage } from "../../fleet/message.ts";
import type { Job, JobReport, Outcome } from "../../run/job.ts";
import type { RunData } from "../../models/run-data.ts";
import { ThreadLost } from "../../run/thread.ts";
import { Threads } from "../../run/threads.ts";
import { type QueueServer, versionOfQueue } from "./connect.ts";
import { fullServer, isFull } from "./refused.ts";
import type { Contents } from "./contents.ts";
import { otherVersions } from "./other-versions.ts";
import { watchOutages } from "./outage.ts";
import { giveBack } from "./given-back.ts";
import { type GivenBack, type JobNews, lock, mostLosses, takenBack, withdrawnKey } from "./protocol.ts";
import { Tables } from "./tables.ts";

export interface ServingOptions {
  readonly contents: Contents;
  readonly jobs: number; // at once
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds. */
const every = { report: 2000, withdrawn: 2000, otherVersions: 5000, refused: 2000, stop: 800 };

const stopped = "The worker was stopped.";

/** Takes jobs of a queue until the signal; those that run then go back to the queue at once. */
export async function serveQueue(server: QueueServer, options: ServingOptions): Promise<void> {
  const serving = new Serving(server, options);
  await serving.untilStopped();
}

class Serving {
  private readonly server: QueueServer;
  private readonly options: ServingOptions;
  private readonly threads: Threads<Job, Outcome, RunData, JobReport>;
  private readonly tables: Tables;
  private readonly worker: Worker<unknown, GivenBack>;
  private readonly running = new Set<string>();
  private readonly said = new Set<string>();
  private readonly name = `${hostname()}:${process.pid}`;

  constructor(server: QueueServer, options: ServingOptions) {
    const { bullmq, connection, queueName } = server;
    this.server = server;
    this.options = options;
    this.threads = new Threads(options.jobs);
    this.tables = new Tables(options.contents);
    this.worker = new bullmq.Worker(queueName, (job, token, signal) => this.work(job, token, signal!), {
      ...{ connection, name: this.name, concurrency: options.jobs },
      ...{ lockDuration: lock.duration, stalledInterval: lock.check, maxStalledCount: mostLosses },
      ...{ runRetryDelay: 1000, metrics: { maxDataPoints: 1440 } },
    });
    this.worker.on("error", (error) => this.trouble(error));
    // Another worker has the job now and gives its result; this one is dropped.
    this.worker.on("lockRenewalFailed", (ids) => ids.forEach((id) => this.worker.cancelJob(id, "The job was lost.")));
    this.worker.on("completed", (job) => this.quietly(this.removeWithdrawn(job)));
    this.worker.on("failed", (job) => job !== undefined && this.quietly(this.removeWithdrawn(job)));
  }

  async untilStopped(): Promise<void> {
    const { signal } = this.options;
    const unwatch = watchOutages(this.server, { say: this.options.say, onBack: () => this.said.clear() });
    const timers = [
      setInterval(() => this.quietly(this.stopWithdrawn()), every.withdrawn),
      setInterval(() => this.quietly(this.nameOtherVersions()), every.otherVersions),
    ];
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    for (const timer of timers) clearInterval(timer);
    unwatch();
    this.worker.cancelAllJobs(stopped);
    await Promise.race([this.worker.close(), setTimeout(every.stop)]);
    await this.threads.end();
  }

  private async work(
    queued: QueuedJob<unknown, GivenBack>,
    token: string | undefined,
    signal: AbortSignal,
  ): Promise<GivenBack> {
    const id = queued.id!;
    this.running.add(id);
    try {
      const message = readMessage(queued.data);
      const input = await this.tables.inputOf(message);
      if ("missing" in input) {
        const what = `${input.what} ${input.missing.slice(0, 12)}`;
        const reason = `its ${what} cannot be found in ${this.options.contents.place}, or not as it was put there.`;
        return await this.refuse(queued, token, reason);
      }
      const report = this.reporter(queued);
      const outcome = await this.threads.run(jobOf(message, input.rows), input.data, { report, signal });
      return await giveBack(outcome, this.options.contents);
    } catch (error) {
      throw await this.asFailure(error, { queued, token, signal });
    } finally {
      this.running.delete(id);
    }
  }

  /** What to throw, so that the queue does with the job what the error calls for. */
  private async asFailure(
    error: unknown,
    {
      queued,
      token,
      signal,
    }: { queued: QueuedJob<unknown, GivenBack>; token: string | undefined; signal: AbortSignal },
  ): Promise<unknown> {
    const { UnrecoverableError, WaitingError } = this.server.bullmq;
    if (signal.aborted) {
      if (signal.reason !== stopped) return new UnrecoverableError(String(signal.reason));
      await queued.moveToWait(token);
      return new WaitingError();
    }
    // Another machine may have what this one lacks; a mistake in the job is the same everywhere.
    if (error instanceof UserError && error.exitCode !== exitCode.unavailable) {
      return new UnrecoverableError([error.message, error.hint ?? ""].join("\n").trim());
    }
    if (error instanceof ThreadLost)
      return new Error(`The thread of the job ended: ${error.message}`, { cause: error });
    return error;
  }

  /** Gives a job back so that another worker takes it, without counting it as tried. */
  private async refuse(
    queued: QueuedJob<unknown, GivenBack>,
    token: string | undefined,
    reason: string,
  ): Promise<never> {
    this.sayOnce(`Left a job to others: ${reason}`);
    await queued.updateProgress({ kind: "refused", worker: this.name, reason } satisfies JobNews);
    await queued.moveToDelayed(Date.now() + every.refused, token);
    throw new this.server.bullmq.DelayedError();
  }

  /** Passes on what a job reports, but not too often. */
  private reporter(queued: QueuedJob<unknown, GivenBack>): (report: JobReport) => void {
    let last = performance.now();
    return (report) => {
      const now = performance.now();
      if (now - last < every.report) return;
      last = now;
      this.quietly(queued.updateProgress({ kind: "report", report } satisfies JobNews));
    };
  }

  private async removeWithdrawn(job: QueuedJob): Promise<void> {
    if (await this.server.redis.sismember(withdrawnKey, job.id!)) await job.remove();
  }

  private async stopWithdrawn(): Promise<void> {
    const ids = [...this.running];
    if (ids.length === 0) return;
    const are = await this.server.redis.smismember(withdrawnKey, ...ids);
    for (const [i, id] of ids.entries()) if (are[i] === 1) this.worker.cancelJob(id, takenBack);
  }

  /** Says which jobs at this server it refuses, and why. */
  private async nameOtherVersions(): Promise<void> {
    const own = versionOfQueue(this.server.queueName);
    for (const { version, waiting } of await otherVersions(this.server)) {
      const text = `Refused jobs of version ${version}: this worker has version ${own}, and leaves them to others.`;
      if (waiting > 0) this.sayOnce(text);
      else this.said.delete(text);
    }
  }

  /** An error that no job threw. A lost connection was reported before; another worker does a lost job. */
  private trouble(error: Error): void {
    if (isFull(error)) this.sayOnce(`${fullServer(this.server.shown).message} A result cannot be given back.`);
    else if (!isLoss(error)) this.sayOnce(`The queue at ${this.server.shown} has a problem: ${reasonOf(error)}.`);
  }

  private sayOnce(text: string): void {
    if (this.said.has(text)) return;
    this.said.add(text);
    this.options.say(text);
  }

  /** Work beside the jobs, which a server that is gone for a while may fail. */
  private quietly(work: Promise<unknown>): void {
    work.catch(() => {});
  }
}

const isLoss = (error: Error): boolean => "code" in error || /\b(?:lock|closed|Missing key)\b/iu.test(error.message);
