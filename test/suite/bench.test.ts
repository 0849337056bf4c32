import { describe, expect, it } from "vitest";
import { runBench } from "../../src/bench/bench.ts";
import type { BenchProgress } from "../../src/bench/bench.ts";
import { checkBaseline } from "../../src/bench/plan.ts";
import type { JobRunner } from "../../src/run/runner.ts";
import { Random } from "../../src/base/random.ts";
import { benchRequest, MemoryStore, planned, runHere, timeless } from "../support/bench.ts";
import { suiteScores, suiteSet } from "../support/suite.ts";

const iris = planned("iris");
const diabetes = planned("diabetes-progression");
const sets = [iris, diabetes];

/** Counts the jobs that are run. */
function counted(): { readonly runner: JobRunner; jobs: number } {
  const counter = {
    jobs: 0,
    runner: (async (groups, watch) => {
      counter.jobs += groups.reduce((sum, { jobs }) => sum + jobs.length, 0);
      await runHere(groups, watch);
    }) satisfies JobRunner,
  };
  return counter;
}

describe("a bench", () => {
  it("scores every model on every fold of every set", async () => {
    const result = await runBench(benchRequest(sets));
    expect(result.map((set) => [set.name, set.task, set.folds.length])).toEqual([
      ["iris", "multiclass", 3],
      ["diabetes-progression", "regression", 3],
    ]);
    for (const set of result) {
      expect(set.models.map((model) => model.id)).toEqual(["forest", "dummy"]);
      for (const model of set.models) expect(model.folds.map((fold) => fold.fold)).toEqual([0, 1, 2]);
    }
    const [forest, dummy] = result[0]!.models;
    expect(dummy!.folds[0]!.metrics.logLoss).toBeCloseTo(Math.log(3), 1);
    expect(forest!.folds[0]!.metrics.accuracy!).toBeGreaterThan(0.8);
  });

  it("computes nothing again that is stored, and everything with fresh", async () => {
    const store = new MemoryStore();
    const first = await runBench(benchRequest(sets, { store }));
    const again = counted();
    const second = await runBench(benchRequest(sets, { store, runner: again.runner }));
    expect(again.jobs).toBe(0);
    expect(second).toEqual(first);
    const fresh = counted();
    await runBench(benchRequest(sets, { store, runner: fresh.runner, fresh: true }));
    expect(fresh.jobs).toBe(2 * 2 * 3);
  });

  it("killed at 20 random moments and resumed, it ends with the result of an undisturbed run", async () => {
    const whole = timeless(await runBench(benchRequest(sets)));
    const random = Random.of("kills");
    for (let round = 0; round < 20; round++) {
      const store = new MemoryStore();
      store.writesLeft = random.below(12);
      await expect(runBench(benchRequest(sets, { store }))).rejects.toThrow("killed");
      store.writesLeft = Number.POSITIVE_INFINITY;
      const rest = counted();
      const kept = store.kept.size;
      expect(timeless(await runBench(benchRequest(sets, { store, runner: rest.runner })))).toEqual(whole);
      expect(rest.jobs).toBe(12 - kept);
    }
  });

  it("takes over no result of other data, folds, options, seed or code", async () => {
    const store = new MemoryStore();
    await runBench(benchRequest([iris], { store }));
    const { settings } = benchRequest([]);
    const changes = [
      benchRequest([planned("iris", { folds: 4 })], { store }),
      benchRequest([planned("iris", { ignore: [iris.run.sources[0]!] })], { store }),
      benchRequest([{ ...iris, facts: { ...iris.facts, sha256: "changed" } }], { store }),
      benchRequest([iris], { store, settings: { ...settings, trees: 6 } }),
      benchRequest([iris], { store, settings: { ...settings, seed: 2 } }),
      benchRequest([iris], { store, code: "another" }),
    ];
    for (const request of changes) {
      const run = counted();
      await runBench({ ...request, runner: run.runner });
      expect(run.jobs).toBe(2 * request.sets[0]!.folds.length);
    }
  });

  it("deals the same folds whatever the seed of the run", () => {
    expect(planned("iris", { seed: 7 }).facts.foldsSha256).toBe(iris.facts.foldsSha256);
    expect(planned("iris", { folds: 4 }).facts.foldsSha256).not.toBe(iris.facts.foldsSha256);
  });

  it("repeats the same folds under further numbers, with other random numbers", async () => {
    const twice = planned("iris", { repeats: 2 });
    expect(twice.facts.foldsSha256).toBe(iris.facts.foldsSha256);
    expect(twice.folds.map((fold) => fold.id)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(twice.folds[3]!.test).toEqual(iris.folds[0]!.test);
    const [set] = await runBench(benchRequest([twice]));
    const losses = set!.models[0]!.folds.map((fold) => fold.metrics.logLoss);
    expect(losses[3]).not.toBe(losses[0]);
  });

  it("tells a share of the work that rises to 1, and each finished set", async () => {
    const heard: BenchProgress[] = [];
    await runBench(benchRequest(sets, { observe: (progress) => void heard.push(progress) }));
    const shares = heard.flatMap((progress) => (progress.kind === "work" ? [progress.share] : []));
    expect(shares.at(-1)).toBeCloseTo(1, 10);
    expect(shares.every((share, i) => i === 0 || share >= shares[i - 1]! - 1e-9)).toBe(true);
    const finished = heard.flatMap((progress) => (progress.kind === "set" ? [progress.set.name] : []));
    expect(finished).toEqual(["iris", "diabetes-progression"]);
  });

  it("runs rivals that need the pruned size in one job with the network, others alone", async () => {
    const jobs: (readonly string[])[] = [];
    const runner: JobRunner = async ([group], { onOutcome }) => {
      for (const [job, { models }] of group!.jobs.entries()) {
        jobs.push(models);
        const result = {
          fold: 0,
          metrics: {},
          parameters: 1,
          bytes: 1,
          trainOperations: 1,
          trainSeconds: 0,
          predictOperationsPerRow: 1,
          predictMicrosecondsPerRow: 0,
        };
        const scored = { result, predictions: null, inputs: null, encodedInputs: null, interruption: null };
        const outcome = { kind: "fold", fold: 0, models: models.map((id) => ({ id, ...scored })) } as const;
        await onOutcome({ ...outcome, explanation: null }, { group: 0, job });
      }
    };
    await runBench(benchRequest([iris], { models: ["occam", "forest", "small", "pruned"], runner }));
    expect(jobs).toEqual([
      ...Array.from({ length: 3 }, () => ["occam", "small", "pruned"]),
      ...Array.from({ length: 3 }, () => ["forest"]),
    ]);
  });
});

describe("a model that cannot run on a set", () => {
  it("is left out there, and runs on the others", async () => {
    const large = planned("concrete", { folds: 40 });
    const asked: (readonly string[])[] = [];
    const runner: JobRunner = async (groups, watch) => {
      asked.push(...groups.map(({ jobs }) => [...new Set(jobs.flatMap((job) => job.models))]));
      await runHere(groups, watch);
    };
    const result = await runBench(benchRequest([iris, large], { models: ["dummy", "forest-mljs"], runner }));
    expect(asked).toEqual([["dummy", "forest-mljs"], ["dummy"]]);
    expect(result.map((set) => set.models.map((model) => model.id))).toEqual([["dummy", "forest-mljs"], ["dummy"]]);
  });
});

describe("checking a baseline before training", () => {
  const stored = (facts: { sha256?: string; foldsSha256?: string; name?: string } = {}) =>
    suiteScores([suiteSet(facts.name ?? "iris", { forest: { logLoss: [0.1] } }, { ...iris.facts, ...facts })]);
  const run = { sets, seed: 1, repeats: 1, anySeed: false };

  it("accepts the same data, folds and seed, and data that changed beside data that did not", () => {
    expect(() => checkBaseline(stored(), "b.json", run)).not.toThrow();
    const both = suiteScores([...stored().sets, ...stored({ name: "diabetes-progression", sha256: "old" }).sets]);
    expect(() => checkBaseline(both, "b.json", run)).not.toThrow();
  });

  it("refuses other folds, another seed unless told otherwise, and a suite with nothing in common", () => {
    expect(() => checkBaseline(stored({ foldsSha256: "x" }), "b.json", run)).toThrow(
      'b.json was made with other folds of "iris".',
    );
    expect(() => checkBaseline(stored(), "b.json", { ...run, seed: 2 })).toThrow(
      "made with seed 1, this run has seed 2",
    );
    expect(() => checkBaseline(stored(), "b.json", { ...run, seed: 2, anySeed: true })).not.toThrow();
    expect(() => checkBaseline(stored(), "b.json", { ...run, repeats: 3 })).toThrow(
      "made with 1 repeats, this run has 3",
    );
    expect(() => checkBaseline(stored({ name: "other" }), "b.json", run)).toThrow("no data set in common");
  });
});
