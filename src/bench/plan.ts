import { createHash } from "node:crypto";
import { UserError } from "../base/errors.ts";
import type { SuiteScores, SuiteSet } from "./scores.ts";
import type { Fold } from "../split/fold.ts";
import type { RunData } from "../models/run-data.ts";
import { planRun } from "../run/plan.ts";
import type { FitRequest } from "../run/request.ts";
import { shareData } from "../run/share.ts";

/** A set that was read, checked and split, ready for its folds to be run. */
export interface BenchSet {
  readonly facts: Omit<SuiteSet, "models">;
  readonly run: RunData;
  readonly folds: readonly Fold[]; // of all rounds
  readonly foldsPerRound: number;
  readonly ignore: readonly string[];
}

/**
 * Checks a set and deals its folds. Folds that are not given are dealt from a fixed seed: another seed of the run must
 * meet the same folds, or scores could not be compared. Repeats take the same folds again under further numbers, and so
 * with other random numbers. Throws a `UserError` that names the set.
 */
export function planSet(name: string, request: FitRequest): BenchSet {
  const plan = named(name, () => planRun({ ...request, seed: 0, repeats: 1 }));
  const folds = plan.folds.folds;
  const empty = folds.find((fold) => fold.train.length === 0 || fold.test.length === 0);
  if (empty !== undefined) {
    throw new UserError(
      `Data set "${name}": fold ${empty.id} has no usable ${empty.test.length === 0 ? "test" : "training"} row.`,
    );
  }
  const { task } = plan.check;
  const all = Array.from({ length: request.repeats }, (_, round) =>
    folds.map((fold) => ({ ...fold, id: round * folds.length + fold.id })),
  ).flat();
  return {
    facts: {
      name,
      task: task.kind,
      target: plan.target.name,
      rows: plan.run.usedRows.length,
      inputs: plan.check.inputs.length,
      classes: plan.run.target.kind === "category" ? classCount(plan.run) : null,
      sha256: request.source.sha256,
      foldsSha256: hashFolds(folds),
      folds: all.map((fold) => ({ fold: fold.id, train: fold.train.length, test: fold.test.length })),
    },
    run: shareData(plan.run),
    folds: all,
    foldsPerRound: folds.length,
    ignore: request.ignore,
  };
}

function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const options = { exitCode: error.exitCode, ...(error.hint === undefined ? {} : { hint: error.hint }) };
    throw new UserError(`Data set "${name}": ${error.message}`, options);
  }
}

function classCount(run: RunData): number {
  if (run.target.kind !== "category") return 0;
  const seen = new Set<number>();
  for (const row of run.usedRows) seen.add(run.target.codes[row]!);
  return seen.size;
}

/** The same for the same rows in the same folds, wherever the folds came from. */
function hashFolds(folds: readonly Fold[]): string {
  const hash = createHash("sha256");
  for (const { id, train, test } of folds) {
    hash.update(`${id} ${train.length} ${test.length} `);
    hash.update(train.join(" "));
    hash.update(" | ");
    hash.update(test.join(" "));
  }
  return hash.digest("hex");
}

/**
 * Refuses, before anything is trained, a baseline that cannot be compared: other folds on the same data, another seed
 * (unless `anySeed`), or no set in common. Sets whose data changed are left to the comparison, which says so.
 */
export function checkBaseline(
  baseline: SuiteScores,
  file: string,
  run: {
    readonly sets: readonly BenchSet[];
    readonly seed: number;
    readonly repeats: number;
    readonly anySeed: boolean;
  },
): void {
  if (baseline.repeats !== run.repeats) {
    throw new UserError(`${file} was made with ${baseline.repeats} repeats, this run has ${run.repeats}.`, {
      hint: `Use --repeats ${baseline.repeats}, or write a new baseline with --update.`,
    });
  }
  if (baseline.seed !== run.seed && !run.anySeed) {
    throw new UserError(`${file} was made with seed ${baseline.seed}, this run has seed ${run.seed}.`, {
      hint: `Use --seed ${baseline.seed}, or accept the noise of another seed with --any-seed.`,
    });
  }
  const planned = new Map(run.sets.map((set) => [set.facts.name, set.facts]));
  let comparable = 0;
  for (const stored of baseline.sets) {
    const facts = planned.get(stored.name);
    if (facts === undefined || facts.sha256 !== stored.sha256) continue;
    if (facts.foldsSha256 !== stored.foldsSha256) {
      throw new UserError(`${file} was made with other folds of "${stored.name}".`, {
        hint: "Compare on the same folds, or write a new baseline with --update.",
      });
    }
    comparable++;
  }
  if (comparable === 0) {
    throw new UserError(`${file} has no data set in common with this suite: other names, or all their data changed.`, {
      hint: "Name the suite that the baseline was made with, or write a new one with --update.",
    });
  }
}
