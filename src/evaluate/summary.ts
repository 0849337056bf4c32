import { studentQuantile } from "../base/distributions.ts";
import { mean, squareUnit, variance } from "../base/statistics.ts";
import { type FoldSize, foldedStandardError } from "./compare.ts";
import { metricIds } from "./metrics.ts";
import type { FoldResult, Interval, Mark, MetricId, ModelResult } from "./results/models.ts";

/**
 * Mean over folds with a 95% interval: Student's t with k − 1 degrees of freedom on the Nadeau-Bengio standard error.
 * For a single fold the interval is the value itself. Throws on no values.
 */
export function summariseScores(values: readonly number[], sizes: readonly FoldSize[]): Interval {
  const centre = mean(values);
  const half = values.length < 2 ? 0 : foldedStandardError(values, sizes) * studentQuantile(0.975, values.length - 1);
  const unit = squareUnit(values);
  const deviation = unit * Math.sqrt(variance(values.map((value) => value / unit)));
  return { mean: centre, deviation, low: centre - half, high: centre + half };
}

/**
 * A model's folds as one result: each metric summarised over the folds that define it, sizes and costs as means. Throws
 * on no folds.
 */
export function summariseModel(input: {
  readonly id: string;
  readonly label: string;
  readonly mark?: Mark;
  readonly description: string;
  readonly folds: readonly FoldResult[];
  readonly sizes: ReadonlyMap<number, FoldSize>; // by fold
}): ModelResult {
  const { id, label, mark, description, sizes } = input;
  const folds = [...input.folds].sort((a, b) => a.fold - b.fold);
  const summary: Partial<Record<MetricId, Interval>> = {};
  for (const metric of metricIds) {
    const scored = folds.filter((fold) => fold.metrics[metric] !== undefined);
    if (scored.length === 0) continue;
    summary[metric] = summariseScores(
      scored.map((fold) => fold.metrics[metric]!),
      scored.map((fold) => sizeOf(fold.fold, sizes)),
    );
  }
  return {
    id,
    label,
    ...(mark === undefined ? {} : { mark }),
    description,
    folds,
    summary,
    parameters: mean(folds.map((fold) => fold.parameters)),
    bytes: mean(folds.map((fold) => fold.bytes)),
    trainOperations: mean(folds.map((fold) => fold.trainOperations)),
    trainSeconds: mean(folds.map((fold) => fold.trainSeconds)),
    predictOperationsPerRow: mean(folds.map((fold) => fold.predictOperationsPerRow)),
    predictMicrosecondsPerRow: mean(folds.map((fold) => fold.predictMicrosecondsPerRow)),
  };
}

function sizeOf(fold: number, sizes: ReadonlyMap<number, FoldSize>): FoldSize {
  const size = sizes.get(fold);
  if (size === undefined) throw new Error(`Fold ${fold} has scores but no size.`);
  return size;
}
