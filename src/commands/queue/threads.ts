import type { RunData } from "../../models/run-data.ts";
import type { Job, JobReport, Outcome } from "../../run/job.ts";
import { ask, jobThread, startThread, type Thread } from "../../run/thread.ts";

interface Slot {
  thread: Thread | null; // started with its first job
  data: RunData | null; // that the thread has
  isBusy: boolean;
}

/** Threads that stay for many jobs; one that has the table of a job already is preferred. */
export class Threads {
  private readonly slots: readonly Slot[];

  /** At most `count` jobs may run at once. */
  constructor(count: number) {
    this.slots = Array.from({ length: count }, () => ({ thread: null, data: null, isBusy: false }));
  }

  /** Runs a job; an abort ends its thread and throws the signal's reason. Throws `ThreadLost` when the thread ends. */
  async run(
    job: Job,
    data: RunData,
    { report, signal }: { readonly report: (report: JobReport) => void; readonly signal: AbortSignal },
  ): Promise<Outcome> {
    signal.throwIfAborted();
    const free = this.slots.filter(({ isBusy }) => !isBusy);
    const slot = free.find((one) => one.data === data) ?? free.find(({ thread }) => thread === null) ?? free[0];
    if (slot === undefined) throw new Error("More jobs than threads.");
    slot.isBusy = true;
    const request = slot.data === data ? { job } : { job, shared: data };
    slot.thread ??= startThread(jobThread, null);
    slot.data = data;
    const { worker } = slot.thread;
    const stop = (): void => void worker.terminate();
    signal.addEventListener("abort", stop);
    try {
      return await ask<Job, Outcome, JobReport, RunData>(slot.thread, request, report);
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      signal.removeEventListener("abort", stop);
      if (signal.aborted || worker.threadId === -1) Object.assign(slot, { thread: null, data: null });
      slot.isBusy = false;
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.slots.map(async ({ thread }) => thread?.worker.terminate()));
  }
}
