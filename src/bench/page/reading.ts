import type { MetricId } from "../../evaluate/results.ts";
import type { SuiteFold, SuiteModel, SuiteScores, SuiteSet } from "../scores.ts";

/** Ids of all models of a suite, in the order in which they first come. */
export function modelsOf(sets: readonly SuiteSet[]): readonly string[] {
  return [...new Set(sets.flatMap((set) => set.models.map((model) => model.id)))];
}

/** The metric that decides on a set. */
export function headlineOf(set: SuiteSet): MetricId {
  return set.task === "regression" ? "rmse" : "logLoss";
}

export function modelOf(set: SuiteSet, id: string): SuiteModel | undefined {
  return set.models.find((model) => model.id === id);
}

/** Scores of one metric over the folds that define it. */
export function scoresOf(model: SuiteModel | undefined, metric: MetricId): readonly number[] {
  return model?.folds.flatMap((fold) => fold.metrics[metric] ?? []) ?? [];
}

/** Mean over folds of a score, or null where no fold has it. */
export function scoreOf(model: SuiteModel | undefined, metric: MetricId): number | null {
  return meanOf(scoresOf(model, metric));
}

/** Mean over folds of a cost, or null where some fold does not tell it. */
export function costOf(
  model: SuiteModel | undefined,
  cost: Exclude<keyof SuiteFold, "fold" | "metrics">,
): number | null {
  const values = model?.folds.flatMap((fold) => fold[cost] ?? []) ?? [];
  return values.length === model?.folds.length ? meanOf(values) : null;
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

/** One set of a suite: a model against the reference model, both means known. */
export interface RatioMark {
  readonly set: SuiteSet;
  readonly model: string;
  readonly score: number; // model ÷ reference of the headline: below 1 is better
  readonly parameters: number; // model ÷ reference
}

/** Every model of every set against the reference model, where both tell their parameters; guessing is not worth its place on the scale. */
export function ratioMarks({ sets, summary }: SuiteScores): readonly RatioMark[] {
  return sets.flatMap((set) => {
    const reference = modelOf(set, summary.against);
    const base = scoreOf(reference, headlineOf(set));
    const size = costOf(reference, "parameters");
    if (base === null || size === null || !(base > 0) || !(size > 0)) return [];
    return set.models.flatMap((model): RatioMark[] => {
      const score = scoreOf(model, headlineOf(set));
      const parameters = costOf(model, "parameters");
      if (model.id === summary.against || model.id === "dummy" || score === null || parameters === null || !(score > 0))
        return [];
      return [{ set, model: model.id, score: score / base, parameters: Math.max(1, parameters) / size }];
    });
  });
}
