import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { type PoolOptions, runJobs } from "../../src/run/pool.ts";
import { Threads, withThreads } from "../../src/run/threads.ts";
import type { Column } from "../../src/ingest/table.ts";
import { shareColumn } from "../../src/run/share.ts";

interface Job {
  readonly value?: number;
  readonly wait?: number;
  readonly exit?: number;
  readonly exitOnce?: number;
  readonly exitLater?: boolean;
  readonly raiseLater?: boolean;
  readonly spin?: boolean;
  readonly userError?: boolean;
  readonly bug?: boolean;
}

interface Answer {
  readonly square: number;
  readonly thread: number;
}

const workerUrl = new URL("../support/pool-worker.mjs", import.meta.url);

function shared(): { factor: number; counts: Int32Array } {
  return { factor: 10, counts: new Int32Array(new SharedArrayBuffer(16)) };
}

interface Seen {
  readonly seen: number;
}

type Options = Omit<PoolOptions<Job, Answer, unknown, Seen>, "threads">;

/** Runs jobs on threads that end with them. */
function run(jobs: readonly Job[], workers = 2, options: Partial<Options> = {}): Promise<Answer[]> {
  return withThreads(new Threads<Job, Answer, unknown, Seen>(workers, workerUrl), (threads) =>
    runJobs(jobs, { threads, shared: shared(), ...options }),
  );
}

/** Runs a job on a thread of another module. */
function runOn(url: URL): Promise<unknown> {
  return withThreads(new Threads(1, url), (threads) => runJobs([{}], { threads, shared: null }));
}

/** Resolves when a job spins. */
async function spinning({ counts }: { counts: Int32Array }): Promise<void> {
  while (Atomics.load(counts, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Whether no job spins any more. */
async function isStill({ counts }: { counts: Int32Array }): Promise<boolean> {
  const after = Atomics.load(counts, 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return Atomics.load(counts, 0) === after;
}

describe("runJobs", () => {
  it("gives the same results in job order with 1, 2 and 5 workers, though later jobs end first", async () => {
    const jobs = [60, 40, 20, 0, 0, 0].map((wait, value) => ({ value, wait }));
    for (const workers of [1, 2, 5]) {
      const squares = (await run(jobs, workers)).map((answer) => answer.square);
      expect(squares).toEqual([0, 10, 40, 90, 160, 250]);
    }
  });

  it("runs jobs in other threads, as many as asked for and no more than there are jobs", async () => {
    const threads = async (workers: number, jobs: number): Promise<number> => {
      const answers = await run(
        Array.from({ length: jobs }, (_, value) => ({ value, wait: 100 })),
        workers,
      );
      expect(answers.every((answer) => answer.thread > 0)).toBe(true);
      return new Set(answers.map((answer) => answer.thread)).size;
    };
    expect(await threads(1, 3)).toBe(1);
    expect(await threads(2, 6)).toBe(2);
    expect(await threads(8, 2)).toBe(2);
  });

  it("hands out a job as it is when its worker is free, not when the run began", async () => {
    const started: number[] = [];
    const jobs = [30, 0, 0].map((wait, value) => ({ value, wait }));
    const answers = await run(jobs, 1, {
      onStart: (job, number) => {
        started.push(number);
        return { ...job, value: (job.value ?? 0) + 10 * started.length };
      },
    });
    expect(started).toEqual([0, 1, 2]);
    expect(answers.map((answer) => answer.square)).toEqual([1000, 4410, 10_240]);
  });

  it("runs no job when there is none", async () => {
    expect(await run([])).toEqual([]);
  });

  it("tells progress with the number of its job", async () => {
    const heard: [number | undefined, number][] = [];
    await run([{ value: 3 }, { value: 5 }], 2, {
      onProgress: (report, job) => heard.push([report.seen, job]),
    });
    expect(heard.sort((a, b) => a[1] - b[1])).toEqual([
      [3, 0],
      [5, 1],
    ]);
  });

  it("shares memory with its workers instead of copying it", async () => {
    const memory = shared();
    await run([{ value: 1, exitOnce: 2 }], 1, { shared: memory });
    expect(memory.counts[2]).toBe(2);
  });

  it("begins the job of a lost worker once more", async () => {
    const answers = await run([{ value: 1 }, { value: 2, exitOnce: 1 }, { value: 3 }]);
    expect(answers.map((answer) => answer.square)).toEqual([10, 40, 90]);
  });

  it("fails with the reason when a job loses its worker twice", async () => {
    await expect(run([{ value: 1 }, { exit: 3 }])).rejects.toThrow(
      "Job 2 lost its worker thread 2 times: it stopped with code 3",
    );
    await expect(run([{ raiseLater: true }])).rejects.toThrow(/2 times: raised outside a job/u);
  });

  it("says what to do where the system allows too few files", async () => {
    const failing = 'throw new Error("Worker initialization failure: EMFILE")';
    await expect(runOn(new URL(`data:text/javascript,${encodeURIComponent(failing)}`))).rejects.toMatchObject({
      name: "UserError",
      message: "The system does not let this process open enough files for its worker threads.",
      hint: expect.stringContaining("--jobs"),
    });
  });

  it("fails with the reason when the worker's module cannot be loaded", async () => {
    await expect(runOn(new URL("nowhere.mjs", workerUrl))).rejects.toThrow(
      /lost its worker thread 2 times: Cannot find module/u,
    );
  });

  it("keeps sentence, hint and exit code of a UserError across threads", async () => {
    const error = await run([{ value: 1 }, { userError: true }]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ message: "The target has one class.", hint: "Name another.", exitCode: 4 });
  });

  it("keeps name and stack of a bug across threads", async () => {
    const error = await run([{ bug: true }]).catch((reason: unknown) => reason);
    expect(error).not.toBeInstanceOf(UserError);
    expect(error).toMatchObject({ name: "TypeError", message: "undefined is not a row" });
    expect(String(error instanceof Error && error.stack)).toContain("pool-worker.mjs");
  });

  it("ends workers in an endless loop when it is aborted, and throws the reason", async () => {
    const memory = shared();
    const abort = new AbortController();
    const jobs = run([{ spin: true }, { spin: true }], 2, { shared: memory, signal: abort.signal });
    await spinning(memory);
    abort.abort(new UserError("Interrupted.", { exitCode: 130 }));
    await expect(jobs).rejects.toMatchObject({ message: "Interrupted.", exitCode: 130 });
    expect(await isStill(memory)).toBe(true);
  });

  it("starts nothing when the signal is aborted already", async () => {
    await expect(run([{ value: 1 }], 1, { signal: AbortSignal.abort(new Error("too late")) })).rejects.toThrow(
      "too late",
    );
  });

  it("ends the other workers when one job fails", async () => {
    const memory = shared();
    await expect(run([{ spin: true }, { bug: true }], 2, { shared: memory })).rejects.toThrow("undefined is not a row");
    expect(await isStill(memory)).toBe(true);
  });
});

describe("threads", () => {
  const kept = (count: number) => new Threads<Job, Answer, unknown, Seen>(count, workerUrl);
  const three = [1, 2, 3].map((value) => ({ value, wait: 100 }));
  const threadsOf = (answers: readonly Answer[]) => new Set(answers.map(({ thread }) => thread));

  it("stay for jobs that come later, which may read something else", async () => {
    const [first, later] = await withThreads(kept(3), async (threads) => [
      await runJobs(three, { threads, shared: shared() }),
      await runJobs([{ value: 3 }], { threads, shared: { ...shared(), factor: 2 } }),
    ]);
    expect(threadsOf(first!).size).toBe(3);
    expect(threadsOf(first!)).toContain(later![0]!.thread);
    expect(later![0]!.square).toBe(18);
  });

  it("are handed what jobs read once, however many there are", async () => {
    let clones = 0;
    const counted = Object.defineProperty({ counts: new Int32Array(16) }, "factor", {
      get: () => ++clones,
      enumerable: true,
    });
    await withThreads(kept(1), async (threads) => {
      for (const jobs of [three, three]) await runJobs(jobs, { threads, shared: counted });
    });
    expect(clones).toBe(1);
  });

  it("are replaced where one ended between two jobs", async () => {
    const answers = await withThreads(kept(1), async (threads) => {
      await runJobs([{ value: 1, exitLater: true }], { threads, shared: shared() });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return runJobs([{ value: 2 }], { threads, shared: shared() });
    });
    expect(answers.map(({ square }) => square)).toEqual([40]);
  });

  it("end with the work, when a later job fails as when all is done", async () => {
    const memory = shared();
    const work = withThreads(kept(2), async (threads) => {
      await runJobs(three, { threads, shared: memory });
      await runJobs([{ spin: true }, { bug: true }], { threads, shared: memory });
    });
    await expect(work).rejects.toThrow("undefined is not a row");
    expect(await isStill(memory)).toBe(true);
    const spin = withThreads(kept(1), async (threads) => {
      void threads.run({ spin: true }, memory, { report: () => {} }).catch(() => {});
      await spinning(memory);
    });
    await spin;
    expect(await isStill(memory)).toBe(true);
  });
});

describe("a shared column", () => {
  it("keeps every value and has its numbers in shared memory", () => {
    const columns: readonly Column[] = [
      { kind: "numeric", name: "a", values: Float64Array.of(1, Number.NaN) },
      { kind: "category", name: "b", codes: Int32Array.of(0, -1), levels: ["x"] },
      { kind: "date", name: "c", values: Float64Array.of(3, 4), hasTime: false },
    ];
    for (const column of columns) {
      const copy = shareColumn(column);
      expect(copy).toEqual(column);
      const numbers = copy.kind === "category" ? copy.codes : copy.values;
      expect(numbers.buffer).toBeInstanceOf(SharedArrayBuffer);
    }
  });
});
