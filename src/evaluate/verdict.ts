import { compareModels, type FoldSize } from "./compare.ts";
import { headlineMetric, metrics, testedMetrics } from "./metrics.ts";
import type { FoldResult, MetricId, ModelResult, TaskKind } from "./results/models.ts";
import type { Verdict } from "./results/verdict.ts";
import { advise, againstDefaultSentence, sentenceFor } from "./verdict-words.ts";

/**
 * Network against forest over the same folds: is it better, equal, worse, or not known? `sizes` maps a fold's number to
 * its rows; `dummy`, when it ran, lets the verdict say that neither model beats guessing. `interrupted` are those of
 * the two that a time limit ended early; `margins` overrides what difference matters, by metric. Throws when the models
 * share no scored fold.
 */
export function makeVerdict(input: {
  readonly task: TaskKind;
  readonly network: ModelResult;
  readonly forest: ModelResult;
  readonly dummy: ModelResult | null;
  /** The same folds of a forest that is neither tuned nor calibrated; null where it was not scored in all. */
  readonly defaultForest?: readonly Pick<FoldResult, "fold" | "metrics">[] | null;
  readonly sizes: ReadonlyMap<number, FoldSize>;
  readonly repeats: number;
  readonly interrupted?: readonly ("network" | "forest")[];
  readonly margins?: Readonly<Partial<Record<MetricId, number>>>;
}): Verdict {
  const { network, forest } = input;
  const headline = headlineMetric(input.task);
  const against = (folds: readonly Pick<FoldResult, "fold" | "metrics">[]) =>
    compareModels({
      first: network.folds,
      second: folds,
      sizes: input.sizes,
      repeats: input.repeats,
      tested: testedMetrics(input.task),
      ...(input.margins === undefined ? {} : { margins: input.margins }),
    });
  const comparisons = against(forest.folds);
  const main = comparisons[0];
  if (main === undefined || main.metric !== headline) throw new Error(`No fold scores both models by ${headline}.`);
  const parameterRatio = ratio(forest.parameters, network.parameters);
  const facts = {
    task: input.task,
    main,
    second: comparisons[1],
    mean: (metric: MetricId) => forest.summary[metric]?.mean ?? 0,
    parameterRatio,
    guessing: noBetterThanGuessing(headline, [network, forest], input.dummy),
    family: comparisons.length,
    interrupted: input.interrupted ?? [],
  };
  const other = input.defaultForest ? against(input.defaultForest)[0] : undefined;
  const differs = other !== undefined && other.metric === headline && other.outcome !== main.outcome;
  return {
    headline,
    outcome: main.outcome,
    sentence: sentenceFor(facts),
    advice: advise(facts),
    ...(differs ? { againstDefault: againstDefaultSentence(other, input.defaultForest ?? []) } : {}),
    comparisons,
    parameterRatio,
    operationRatio: ratio(forest.trainOperations, network.trainOperations),
    secondsRatio: ratio(forest.trainSeconds, network.trainSeconds, 1e-9),
  };
}

/**
 * What is less than `least` counts as that much, so that a ratio stays finite: one parameter, one operation, a
 * nanosecond.
 */
function ratio(forest: number, network: number, least = 1): number {
  return Math.max(forest, least) / Math.max(network, least);
}

/** Whether neither is ahead of guessing by a difference that matters: the least one counts as none, as everywhere. */
function noBetterThanGuessing(headline: MetricId, rivals: readonly ModelResult[], dummy: ModelResult | null): boolean {
  const guess = dummy?.summary[headline]?.mean;
  if (guess === undefined) return false;
  const { higherIsBetter, margin } = metrics[headline];
  const sign = higherIsBetter ? 1 : -1;
  const least = margin.kind === "absolute" ? margin.size : margin.size * Math.abs(guess);
  return rivals.every((model) => sign * ((model.summary[headline]?.mean ?? guess) - guess) <= least);
}
