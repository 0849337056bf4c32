import type { Queue, QueueEvents } from "bullmq";
import { readOutcome } from "../../fleet/outcome.ts";
import { orAborted } from "../../run/aborted.ts";
import type { JobGroup, JobRunner, JobWatch } from "../../run/runner.ts";
import type { QueueServer } from "./connect.ts";
import type { Contents } from "./contents.ts";
import { forget, takeGiven } from "./given-back.ts";
import { failedJobs, Notices } from "./notices.ts";
import { OpenJobs } from "./open-jobs.ts";
import { type JobNews, takenBack } from "./protocol.ts";

/** How a run gives its jobs to a queue. */
export interface GivingOptions {
  readonly contents: Contents;
  readonly say: (text: string) => void;
  readonly finishRest: boolean; // when a job has failed for good
  readonly fresh: boolean; // reuse nothing that an earlier run left in the queue
}

/**
 * Runs jobs on the workers of a queue, all groups at once, the longest jobs first. The queue is no more than the way
 * there: what it loses is given again, and a job that another run gave too is shared. Throws a `UserError` that names
 * the jobs that failed; whatever ends it, jobs that are left are taken back.
 */
export function onQueue(server: QueueServer, options: GivingOptions): JobRunner {
  return async (groups, watch) => {
    const giving = new Giving(server, options, watch);
    try {
      await orAborted(giving.whole(groups), watch.signal);
    } finally {
      await giving.close();
    }
  };
}

const milliseconds = { sweep: 3000, delayed: 15_000, contents: 60_000, takeBack: 900 };

class Giving {
  private readonly server: QueueServer;
  private readonly options: GivingOptions;
  private readonly watch: JobWatch;
  private readonly queue: Queue;
  private readonly events: QueueEvents;
  private readonly notices: Notices;
  private readonly open: OpenJobs;
  private readonly taking = new Set<string>(); // jobs whose outcome is being read
  private readonly delayedSince = new Map<string, number>();
  private readonly failures: string[] = [];
  private wake = (): void => {};
  private broken: unknown = null;
  private kept = performance.now();

  constructor(server: QueueServer, options: GivingOptions, watch: JobWatch) {
    const { bullmq, connection, queueName } = server;
    this.server = server;
    this.options = options;
    this.watch = watch;
    this.queue = new bullmq.Queue(queueName, { connection });
    this.events = new bullmq.QueueEvents(queueName, { connection });
    this.notices = new Notices(server, this.queue, { say: options.say, fail: (error) => this.fail(error) });
    this.open = new OpenJobs(server, this.queue, options.contents);
    this.queue.on("error", () => {}); // `notices` listens to the connection
    this.events.on("error", () => {});
    this.events.on("completed", ({ jobId, returnvalue }) => this.inBackground(this.collect(jobId, returnvalue)));
    this.events.on("failed", ({ jobId, failedReason }) => this.inBackground(this.failed(jobId, failedReason)));
    this.events.on("progress", ({ jobId, data }) => this.inBackground(this.receive(jobId, data as unknown as JobNews)));
  }

  /** Gives all jobs and waits for their outcomes. */
  async whole(groups: readonly JobGroup[]): Promise<void> {
    await this.events.waitUntilReady();
    for (const [number, group] of groups.entries()) await this.open.prepare(group, number);
    await this.discardOld();
    await this.open.add([...this.open.keys()]);
    while (this.goesOn()) {
      await this.sweep();
      if (this.goesOn()) await this.sleep();
    }
    if (this.broken !== null) throw this.broken;
    if (this.failures.length > 0) throw failedJobs(this.failures, this.options.finishRest);
  }

  /** Takes back what is left and closes the connections, within a second even where the server is gone. */
  async close(): Promise<void> {
    const late = new Promise<void>((resolve) => void setTimeout(resolve, milliseconds.takeBack));
    await Promise.race([this.open.takeBack().catch(() => {}), late]);
    this.notices.close();
    await Promise.race([Promise.all([this.queue.close(), this.events.close()]).catch(() => {}), late]);
  }

  private goesOn(): boolean {
    return this.open.size > 0 && this.broken === null;
  }

  private sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds.sweep);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Failures from before are tried again, and with `fresh` also what was found out before. */
  private async discardOld(): Promise<void> {
    const old = await this.queue.getRanges(this.options.fresh ? ["failed", "completed"] : ["failed"]);
    await Promise.all(old.filter((id) => this.open.has(id)).map((id) => this.queue.remove(id)));
  }

  /** Finds what no event reported: jobs that ended, were lost, or wait for a clock that is wrong. */
  private async sweep(): Promise<void> {
    const mine = async (state: "completed" | "failed" | "delayed"): Promise<readonly string[]> =>
      (await this.queue.getRanges([state])).filter((id) => this.open.has(id));
    for (const id of await mine("completed")) await this.collect(id, (await this.queue.getJob(id))?.returnvalue);
    for (const id of await mine("failed")) await this.failed(id, (await this.queue.getJob(id))?.failedReason ?? "");
    await this.promote(await mine("delayed"));
    const ids = [...this.open.keys()].filter((id) => !this.taking.has(id));
    const present = await Promise.all(ids.map((id) => this.server.redis.exists(this.queue.toKey(id))));
    const lost = ids.filter((_, i) => present[i] === 0);
    if (lost.length > 0) await this.giveAgain(lost);
    if (performance.now() - this.kept > milliseconds.contents) {
      await this.open.keepContents();
      this.kept = performance.now();
    }
    await this.notices.look();
  }

  /** A worker whose clock is ahead puts a job off for too long. */
  private async promote(delayed: readonly string[]): Promise<void> {
    const now = performance.now();
    for (const id of this.delayedSince.keys()) if (!delayed.includes(id)) this.delayedSince.delete(id);
    for (const id of delayed) {
      const since = this.delayedSince.get(id) ?? now;
      this.delayedSince.set(id, since);
      if (now - since < milliseconds.delayed) continue;
      await (await this.queue.getJob(id))?.promote().catch(() => {}); // it went on by itself meanwhile
    }
  }

  private async giveAgain(ids: readonly string[]): Promise<void> {
    await this.open.keepContents();
    await this.open.add(ids);
  }

  private async collect(id: string, given: unknown): Promise<void> {
    const one = this.open.get(id);
    if (one === undefined || this.taking.has(id)) return;
    this.taking.add(id);
    try {
      const { contents } = this.options;
      const outcome = readOutcome(await takeGiven(given, contents), one.message);
      await this.queue.remove(id);
      await forget(given, contents);
      if (outcome === null) return await this.giveAgain([id]);
      for (const place of one.places) await this.watch.onOutcome(outcome, place);
      this.open.delete(id);
      this.notices.answered();
    } finally {
      this.taking.delete(id);
    }
    if (this.open.size === 0) this.wake();
  }

  private async failed(id: string, reason: string): Promise<void> {
    const one = this.open.get(id);
    if (one === undefined) return;
    if (reason === takenBack) {
      await this.queue.remove(id);
      return this.giveAgain([id]); // another run gave it too, and was interrupted
    }
    this.open.delete(id);
    this.failures.push(`${one.message.models.join(", ")} on ${one.message.about}: ${reason}`);
    this.notices.answered();
    if (!this.options.finishRest) this.fail(failedJobs(this.failures, false));
    else if (this.open.size === 0) this.wake();
  }

  private async receive(id: string, news: JobNews): Promise<void> {
    const one = this.open.get(id);
    if (one === undefined) return;
    if (news.kind === "report") {
      this.notices.answered();
      for (const place of one.places) this.watch.onReport(news.report, place);
      return;
    }
    this.notices.once(`${news.worker} leaves a job to others: ${news.reason}`);
    await this.open.keepContents();
  }

  private inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => this.fail(error));
  }

  private fail(error: unknown): void {
    if (this.broken === null) this.broken = error;
    this.wake();
  }
}
