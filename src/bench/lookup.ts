import { mean } from "../base/statistics.ts";
import { headlineMetric } from "../evaluate/metrics.ts";
import type { MetricId } from "../evaluate/results/models.ts";
import type { SuiteFold, SuiteModel, SuiteSet } from "./scores.ts";

/** What a fold of a model costs. */
export type Cost = Exclude<keyof SuiteFold, "fold" | "metrics">;

/** Ids of all models of a suite, in the order in which they first come. */
export function modelsOf(sets: readonly SuiteSet[]): readonly string[] {
  return [...new Set(sets.flatMap((set) => set.models.map((model) => model.id)))];
}

export function modelOf(set: SuiteSet, id: string): SuiteModel | undefined {
  return set.models.find((model) => model.id === id);
}

/** The metric that decides on a set. */
export function headlineOf(set: SuiteSet): MetricId {
  return headlineMetric(set.task);
}

/** Scores of one metric over the folds that define it. */
export function scoresOf(model: SuiteModel | undefined, metric: MetricId): readonly number[] {
  return model?.folds.flatMap((fold) => fold.metrics[metric] ?? []) ?? [];
}

/** Mean of a metric over the folds that define it, or null. */
export function meanScore(model: SuiteModel | undefined, metric: MetricId): number | null {
  const values = scoresOf(model, metric);
  return values.length === 0 ? null : mean(values);
}

/** Mean of a cost over folds, or null where some fold does not have it. */
export function meanCost(model: SuiteModel | undefined, cost: Cost): number | null {
  const values = model?.folds.flatMap((fold) => fold[cost] ?? []) ?? [];
  return values.length < (model?.folds.length ?? 0) || values.length === 0 ? null : mean(values);
}
