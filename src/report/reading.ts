import type { Comparison, Interval, MetricId, ModelResult, Outcome, Results } from "../evaluate/results.ts";
import { shown } from "./name.ts";
import type { SafeHtml } from "./html.ts";
import { type MetricFormat, metricFormat } from "./metric-format.ts";
import { type MetricWords, metricWords } from "./metric-words.ts";
import { type Style, styleOf } from "./palette.ts";

/** A part of the report. */
export interface Section {
  readonly id: string; // of ours: the address within the page
  readonly title: string;
  readonly body: SafeHtml;
}

/** Results with what most sections look up in them. */
export interface Reading {
  readonly results: Results;
  readonly occam: ModelResult;
  readonly forest: ModelResult;
  readonly styles: { readonly occam: Style; readonly forest: Style };
  readonly headline: MetricWords;
  readonly format: MetricFormat; // of the headline
  readonly main: Comparison | undefined; // network against forest on the headline
}

/** Looks up the two rivals and the headline metric. Throws when a rival is missing. */
export function readingOf(results: Results): Reading {
  const occam = results.models.find((model) => model.id === "occam") ?? results.models[0];
  const forest = results.models.find((model) => model.id === "forest") ?? results.models[1];
  if (occam === undefined || forest === undefined) throw new Error("Results hold no network and no forest.");
  const { headline } = results.verdict;
  return {
    results,
    occam,
    forest,
    styles: { occam: styleOf(results, occam.id), forest: styleOf(results, forest.id) },
    headline: metricWords(headline),
    format: formatFor(results, headline),
    main: results.verdict.comparisons.find((comparison) => comparison.metric === headline),
  };
}

/** The intervals of one metric, one per model. */
export function intervalsOf(models: readonly ModelResult[], metric: MetricId): readonly (Interval | undefined)[] {
  return models.map((model) => model.summary[metric]);
}

/** Prints a metric with the decimals that the two rivals' intervals deserve. */
export function formatFor(results: Results, metric: MetricId): MetricFormat {
  const rivals = results.models.filter((model) => model.id === "occam" || model.id === "forest");
  return metricFormat(metric, intervalsOf(rivals, metric));
}

/** "RMSE in units of price": a metric with its unit, for an axis. */
export function withUnit({ results, headline }: Reading): string {
  if (headline.unit === "target") return `${headline.label}, in units of ${shown(results.data.target, 20)}`;
  return headline.unit === "" ? headline.label : `${headline.label} in ${headline.unit}`;
}

/** The label of a model by its id; the id itself for one that was not compared. */
export function labelOf(results: Results, model: string): string {
  return results.models.find((candidate) => candidate.id === model)?.label ?? model;
}

/** The outcome in two or three words. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  better: "network better",
  worse: "forest better",
  equivalent: "equally good",
  undecided: "not decided",
};
