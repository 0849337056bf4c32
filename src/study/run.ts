import { createHash } from "node:crypto";
import { runJobs } from "../run/pool.ts";
import { Threads, withThreads } from "../run/threads.ts";
import type { Study, StudyData } from "./study.ts";

/** Where finished cells are kept, so that an interrupted study continues where it stopped. */
export interface CellStore {
  /** What was written under this key; null where there is nothing, or something else. */
  read(key: string): Promise<readonly unknown[] | null>;
  write(key: string, results: readonly unknown[]): Promise<void>;
}

/** A cell on its way to a worker thread. */
export interface StudyJob {
  readonly study: string; // its id
  readonly cell: unknown;
}

export interface StudyRun {
  readonly data: StudyData;
  readonly identity: readonly unknown[]; // what else decides numbers: code, data, how they were read
  readonly store: CellStore;
  readonly fresh: boolean; // nothing that is kept is used
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly observe: (progress: { readonly share: number; readonly what: string }) => void;
}

/** The worker of a study. From the sources, as in tests, the built one runs: Node 20 cannot run TypeScript. */
const studyWorker = new URL(
  import.meta.url.endsWith(".ts") ? "../../dist/study/worker.js" : "./worker.js",
  import.meta.url,
);

/** Computes the cells that are not kept yet. Results are in the order of the cells, whatever the number of workers. */
export async function runStudy<Cell, Result>(study: Study<Cell, Result>, run: StudyRun): Promise<readonly unknown[]> {
  const { data, store, workers, signal } = run;
  const { seed, preset, engine, backend, made } = data.settings;
  const identity = [study.id, ...run.identity, seed, preset, engine, backend, made];
  const cells = study.cells(data).map((cell) => ({ cell, key: keyOf([...identity, cell]) }));
  const kept = await Promise.all(cells.map(async ({ key }) => (run.fresh ? null : store.read(key))));
  const results: (readonly unknown[])[] = kept.map((one) => one ?? []);
  const left = [...cells.keys()]
    .filter((index) => kept[index] === null)
    .sort((a, b) => study.work(cells[b]!.cell) - study.work(cells[a]!.cell));
  const total = cells.reduce((sum, { cell }) => sum + study.work(cell), 0);
  let done = total - left.reduce((sum, index) => sum + study.work(cells[index]!.cell), 0);
  const jobs = left.map((index): StudyJob => ({ study: study.id, cell: cells[index]!.cell }));
  const onResult = async (rows: readonly unknown[], job: number): Promise<void> => {
    const index = left[job]!;
    const { cell, key } = cells[index]!;
    results[index] = rows;
    await store.write(key, rows);
    done += study.work(cell);
    run.observe({ share: done / total, what: study.describe(cell) });
  };
  await withThreads(new Threads<StudyJob, readonly unknown[], StudyData>(workers, studyWorker), (threads) =>
    runJobs(jobs, { threads, shared: data, onResult, signal }),
  );
  return results.flat();
}

/** A file name for one cell: everything that decides its numbers is in the hash. */
function keyOf(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
