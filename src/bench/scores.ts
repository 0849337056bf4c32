import type { PruneBy } from "../descent/options.ts";
import type { MetricId, TaskKind } from "../evaluate/results/models.ts";
import type { Results } from "../evaluate/results/results.ts";

/** One model on one fold; what a score from elsewhere does not tell is null. */
export interface SuiteFold {
  readonly fold: number;
  readonly metrics: Readonly<Partial<Record<MetricId, number>>>;
  readonly parameters: number | null;
  readonly bytes: number | null;
  readonly trainOperations: number | null;
  readonly trainSeconds: number | null;
  readonly predictOperationsPerRow: number | null;
  readonly predictMicrosecondsPerRow: number | null;
  readonly encodedInputs: number | null;
}

export interface SuiteModel {
  readonly id: string;
  readonly source: "run" | "reference"; // trained here, or read from a file of scores
  readonly folds: readonly SuiteFold[]; // ascending
}

/** One table of a suite with the scores of every model on its folds. */
export interface SuiteSet {
  readonly name: string;
  readonly task: TaskKind;
  readonly target: string;
  readonly rows: number; // that take part
  readonly inputs: number; // columns that models may see
  readonly classes: number | null;
  readonly sha256: string; // of the file
  readonly foldsSha256: string; // of the rows of the folds of one round
  readonly folds: readonly { readonly fold: number; readonly train: number; readonly test: number }[];
  readonly models: readonly SuiteModel[];
}

/** How one model did against the reference model over the sets on which both ran, by the headline of each set. */
export interface SuiteStanding {
  readonly model: string;
  readonly sets: number;
  readonly wins: number; // mean better by more than the margin
  readonly ties: number; // within the margin
  readonly losses: number;
  readonly certainWins: number; // the corrected test agrees
  readonly certainLosses: number;
  readonly wilcoxon: number | null; // two-sided p over sets, of the ratios' logarithms; null below 5 sets
  readonly scoreRatio: number; // geometric mean of model ÷ reference; below 1 is better
  readonly parameterRatio: number | null; // median of reference ÷ model; above 1 is smaller
  readonly operationRatio: number | null;
  readonly secondsRatio: number | null;
}

/** Mean ranks over the sets on which all models ran; 1 is best. */
export interface SuiteRanks {
  readonly sets: number;
  readonly models: readonly { readonly model: string; readonly rank: number }[]; // best first
  readonly friedman: number; // p of "all models are alike", Iman and Davenport's form
  readonly criticalDifference: number; // of mean ranks, Nemenyi at 5%
}

export interface SuiteSummary {
  readonly against: string; // the reference model
  readonly standings: readonly SuiteStanding[];
  readonly ranks: SuiteRanks | null; // null with fewer than two models or sets
}

/**
 * `scores.json`: everything a bench measured. Only `time`, seconds and microseconds differ between two runs of one
 * seed.
 */
export interface SuiteScores {
  readonly schema: "occam-tab/scores@1";
  readonly version: string; // of occam-tab
  readonly suite: string;
  readonly command: string;
  readonly time: string; // ISO, start of the run
  readonly seconds: number;
  readonly seed: number;
  readonly repeats: number; // rounds on the same folds; fold r · k + i is fold i of round r
  readonly preset: string;
  readonly trees: number;
  readonly pruneBy?: PruneBy; // absent in files of older versions: by gradients
  readonly machine: Results["machine"];
  readonly sets: readonly SuiteSet[];
  readonly summary: SuiteSummary;
}
