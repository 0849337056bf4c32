import type { BenchRequest } from "../../src/bench/bench.ts";
import type { BenchStore } from "../../src/bench/store.ts";
import { type BenchSet, planSet } from "../../src/bench/plan.ts";
import { systemClock } from "../../src/base/clock.ts";
import type { JobReport } from "../../src/run/job.ts";
import type { FitRequest } from "../../src/run/request.ts";
import { runJob } from "../../src/run/fold.ts";
import type { JobRunner } from "../../src/run/runner.ts";
import type { SuiteFold, SuiteSet } from "../../src/bench/scores.ts";
import { requestFor as requestForFile } from "./fit-request.ts";

/** A request for a table that ships with the project, with small models. */
export function requestFor(name: string, facts: Partial<FitRequest> = {}): FitRequest {
  const small = { preset: "tiny", models: [], trees: 5, jobs: 1 } as const;
  return { ...requestForFile(`${name}.csv`, { ...small, ...facts }), name };
}

export function planned(name: string, facts: Partial<FitRequest> = {}): BenchSet {
  return planSet(name, requestFor(name, facts));
}

/** A store in memory that ends the run, as a killed process would, before the given number of writes is exceeded. */
export class MemoryStore implements BenchStore {
  readonly kept = new Map<string, string>();
  writesLeft = Number.POSITIVE_INFINITY;
  async read(key: string): Promise<SuiteFold | null> {
    const text = this.kept.get(key);
    return text === undefined ? null : JSON.parse(text);
  }
  async write(key: string, fold: SuiteFold): Promise<void> {
    if (this.writesLeft-- <= 0) throw new Error("killed");
    this.kept.set(key, JSON.stringify(fold));
  }
}

/** Runs jobs in this thread, one after the other. */
export const runHere: JobRunner = async (groups, { onReport, onOutcome }) => {
  for (const [group, { data, jobs }] of groups.entries()) {
    for (const [job, one] of jobs.entries()) {
      const place = { group, job };
      const report = (said: JobReport): void => onReport(said, place);
      await onOutcome(await runJob(one, data, { report, clock: systemClock }), place);
    }
  }
};

export function benchRequest(sets: readonly BenchSet[], facts: Partial<BenchRequest> = {}): BenchRequest {
  return {
    sets,
    models: ["forest", "dummy"],
    settings: { seed: 1, preset: "tiny", trees: 5, maxParameters: null, maxOperations: null, engine: "auto" },
    code: "code",
    fresh: false,
    store: new MemoryStore(),
    runner: runHere,
    observe: () => {},
    ...facts,
  };
}

/** What must be equal between two runs of one seed: all but seconds. */
export function timeless(sets: readonly SuiteSet[]): unknown {
  return JSON.parse(
    JSON.stringify(sets, (key, value: unknown) => (/seconds$/iu.test(key) || /microseconds/iu.test(key) ? 0 : value)),
  );
}
