import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { runJobs } from "../../src/run/pool.ts";
import type { Column } from "../../src/ingest/table.ts";
import { shareColumn } from "../../src/run/share.ts";

interface Job {
  readonly value?: number;
  readonly wait?: number;
  readonly exit?: number;
  readonly exitOnce?: number;
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

function run(jobs: readonly Job[], workers = 2, signal?: AbortSignal): Promise<Answer[]> {
  const options = { workers, workerUrl, shared: shared() };
  return runJobs<Job, Answer, unknown>(jobs, signal === undefined ? options : { ...options, signal });
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
    const answers = await runJobs<Job, Answer, unknown>(jobs, {
      workers: 1,
      workerUrl,
      shared: shared(),
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
    await runJobs<Job, Answer, unknown, { seen: number }>([{ value: 3 }, { value: 5 }], {
      workers: 2,
      workerUrl,
      shared: shared(),
      onProgress: (report, job) => heard.push([report.seen, job]),
    });
    expect(heard.sort((a, b) => a[1] - b[1])).toEqual([
      [3, 0],
      [5, 1],
    ]);
  });

  it("shares memory with its workers instead of copying it", async () => {
    const memory = shared();
    await runJobs<Job, Answer, unknown>([{ value: 1, exitOnce: 2 }], {
      workers: 1,
      workerUrl,
      shared: memory,
    });
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
    const workerUrl = new URL(`data:text/javascript,${encodeURIComponent(failing)}`);
    const jobs = runJobs([{}], { workers: 1, workerUrl, shared: null });
    await expect(jobs).rejects.toMatchObject({
      name: "UserError",
      message: "The system does not let this process open enough files for its worker threads.",
      hint: expect.stringContaining("--jobs"),
    });
  });

  it("fails with the reason when the worker's module cannot be loaded", async () => {
    const jobs = runJobs([{}], { workers: 1, workerUrl: new URL("nowhere.mjs", workerUrl), shared: null });
    await expect(jobs).rejects.toThrow(/lost its worker thread 2 times: Cannot find module/u);
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
    const jobs = runJobs<Job, Answer, unknown>([{ spin: true }, { spin: true }], {
      workers: 2,
      workerUrl,
      shared: memory,
      signal: abort.signal,
    });
    while (Atomics.load(memory.counts, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    abort.abort(new UserError("Interrupted.", { exitCode: 130 }));
    await expect(jobs).rejects.toMatchObject({ message: "Interrupted.", exitCode: 130 });
    const after = Atomics.load(memory.counts, 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(Atomics.load(memory.counts, 0)).toBe(after);
  });

  it("starts nothing when the signal is aborted already", async () => {
    await expect(run([{ value: 1 }], 1, AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
  });

  it("ends the other workers when one job fails", async () => {
    await expect(run([{ spin: true }, { bug: true }])).rejects.toThrow("undefined is not a row");
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
