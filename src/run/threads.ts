import { jobThread, Thread, ThreadLost } from "./thread.ts";

interface Slot<Job, Result, Shared, Report> {
  thread: Thread<Job, Result, Shared, Report> | null; // started with its first job
  shared: Shared | null; // that the thread has
  isBusy: boolean;
}

/** How a job is watched. */
interface JobHooks<Report> {
  readonly report: (report: Report) => void;
  readonly signal?: AbortSignal; // ends the job, and its thread
}

/** Threads that stay for many jobs; one that has what a job reads already is preferred. */
export class Threads<Job, Result, Shared, Report = never> {
  readonly count: number; // jobs that may run at once
  private readonly url: URL;
  private readonly slots: readonly Slot<Job, Result, Shared, Report>[];

  /** `url` is a module that calls `serveJobs`. */
  constructor(count: number, url: URL = jobThread) {
    this.count = Math.max(1, count);
    this.url = url;
    this.slots = Array.from({ length: this.count }, () => ({ thread: null, shared: null, isBusy: false }));
  }

  /**
   * Runs a job, which reads `shared`: it is handed to a thread once, and arrays over SharedArrayBuffer are not copied.
   * Throws what the job throws, `ThreadLost` when its thread ends, and the signal's reason after an abort.
   */
  async run(job: Job, shared: Shared, { report, signal }: JobHooks<Report>): Promise<Result> {
    signal?.throwIfAborted();
    const free = this.slots.filter(({ isBusy }) => !isBusy);
    const slot = free.find((one) => one.shared === shared) ?? free.find(({ thread }) => thread === null) ?? free[0];
    if (slot === undefined) throw new Error("More jobs than threads.");
    slot.isBusy = true;
    const request = slot.thread !== null && slot.shared === shared ? { job } : { job, shared };
    const thread = (slot.thread ??= new Thread(this.url));
    slot.shared = shared;
    const stop = (): void => void thread.end();
    signal?.addEventListener("abort", stop);
    try {
      return await thread.ask(request, report);
    } catch (error) {
      if (error instanceof ThreadLost) {
        Object.assign(slot, { thread: null, shared: null });
        await thread.end(); // what it sent may have been unreadable
      }
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
      slot.isBusy = false;
    }
  }

  /** Ends all threads, whatever they are at. */
  async end(): Promise<void> {
    await Promise.all(this.slots.map(async ({ thread }) => thread?.end()));
  }
}

/** Lets `work` run jobs on threads, which end with it, however it ends. */
export async function withThreads<Job, Result, Shared, Report, T>(
  threads: Threads<Job, Result, Shared, Report>,
  work: (threads: Threads<Job, Result, Shared, Report>) => Promise<T>,
): Promise<T> {
  try {
    return await work(threads);
  } finally {
    await threads.end();
  }
}
