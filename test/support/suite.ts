import type { SuiteFold, SuiteScores, SuiteSet } from "../../src/bench/scores.ts";
import { summariseSuite } from "../../src/bench/summary.ts";
import type { MetricId } from "../../src/evaluate/results/models.ts";

type Values = Readonly<Partial<Record<MetricId, readonly number[]>>>; // by fold

/** A set whose models have the given scores by fold; costs are round figures. */
export function suiteSet(
  name: string,
  models: Readonly<Record<string, Values>>,
  facts: Partial<SuiteSet> & { readonly parameters?: Readonly<Record<string, number>> } = {},
): SuiteSet {
  const { parameters, ...rest } = facts;
  const count = Math.max(
    ...Object.values(models).flatMap((values) => Object.values(values).map((list) => list.length)),
  );
  const folds = Array.from({ length: count }, (_, fold) => fold);
  return {
    name,
    task: "binary",
    target: "y",
    rows: 100,
    inputs: 4,
    classes: 2,
    sha256: `data of ${name}`,
    foldsSha256: `folds of ${name}`,
    folds: folds.map((fold) => ({ fold, train: 80, test: 20 })),
    models: Object.entries(models).map(([id, values]) => ({
      id,
      source: "run",
      folds: folds.map((fold) => suiteFold(fold, values, parameters?.[id] ?? 100)),
    })),
    ...rest,
  };
}

function suiteFold(fold: number, values: Values, parameters: number): SuiteFold {
  const metrics = Object.entries(values).flatMap(([metric, list]) =>
    list[fold] === undefined ? [] : [[metric, list[fold]]],
  );
  return {
    fold,
    metrics: Object.fromEntries(metrics),
    parameters,
    bytes: 1000,
    trainOperations: 10_000,
    trainSeconds: 1,
    predictOperationsPerRow: 10,
    predictMicrosecondsPerRow: 2,
    encodedInputs: 6,
  };
}

/** Scores of a suite with fixed facts about the run. */
export function suiteScores(sets: readonly SuiteSet[], facts: Partial<SuiteScores> = {}): SuiteScores {
  return {
    schema: "occam-tab/scores@1",
    version: "0.1.0",
    suite: "small",
    command: "occam-tab bench small",
    time: "2026-01-02T03:04:05.000Z",
    seconds: 12,
    seed: 1,
    repeats: 1,
    preset: "balanced",
    trees: 500,
    machine: {
      node: "v20.19.0",
      platform: "linux x64",
      processor: "A processor",
      cores: 2,
      memoryBytes: 8e9,
      jobs: 2,
    },
    sets,
    summary: summariseSuite(sets),
    ...facts,
  };
}
