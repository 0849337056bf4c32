import type { Interval, MetricId, ModelResult } from "../evaluate/results/models.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { Comparison, Outcome, Verdict } from "../evaluate/results/verdict.ts";
import { shown } from "./name.ts";
import type { SafeHtml } from "./html.ts";
import { type MetricFormat, metricFormat } from "./metric-format.ts";
import { type MetricWords, metricsOf, metricWords } from "./metric-words.ts";
import { type Style, styleOf } from "./palette.ts";

/** A part of the report. */
export interface Section {
  readonly id: string; // of ours: the address within the page
  readonly title: string;
  readonly body: SafeHtml;
  readonly folded?: string; // what is inside, for a part that opens on a click
}

/** Results with what most sections look up in them. */
export interface Reading {
  readonly results: Results;
  readonly headline: MetricWords;
  readonly format: MetricFormat; // of the headline
  readonly duel: Duel | null; // null where one of the two took no part
}

/** Network against forest. */
export interface Duel {
  readonly occam: ModelResult;
  readonly forest: ModelResult;
  readonly styles: { readonly occam: Style; readonly forest: Style };
  readonly verdict: Verdict;
  readonly main: Comparison | undefined; // on the headline
}

/** What sections about network and forest alone look up. */
export type DuelReading = Reading & Duel;

/** Looks up the headline metric, and network and forest. */
export function readingOf(results: Results): Reading {
  const headline = results.verdict?.headline ?? metricsOf(results.data.task)[0]!;
  return {
    results,
    headline: metricWords(headline),
    format: formatFor(results, headline),
    duel: duelOf(results, headline),
  };
}

function duelOf(results: Results, headline: MetricId): Duel | null {
  const [occam, forest] = ["occam", "forest"].map((id) => results.models.find((model) => model.id === id));
  const { verdict } = results;
  if (occam === undefined || forest === undefined || verdict === undefined) return null;
  return {
    occam,
    forest,
    styles: { occam: styleOf(results, occam.id), forest: styleOf(results, forest.id) },
    verdict,
    main: verdict.comparisons.find((comparison) => comparison.metric === headline),
  };
}

/**
 * Ids of the two models that are shown in full: the chosen one where it looks at rows, then network and forest, or the
 * first of the others.
 */
export function shownInFull({ models, choice }: Pick<Results, "models"> & Partial<Pick<Results, "choice">>) {
  const chosen = models.filter(({ id }) => id === choice?.model && id !== "dummy");
  return [...new Set([...chosen, ...models].map(({ id }) => id))].slice(0, 2);
}

/** The intervals of one metric, one per model. */
export function intervalsOf(models: readonly ModelResult[], metric: MetricId): readonly (Interval | undefined)[] {
  return models.map((model) => model.summary[metric]);
}

/** Prints a metric with the decimals that the intervals of the first two models deserve. */
export function formatFor(results: Results, metric: MetricId): MetricFormat {
  return metricFormat(metric, intervalsOf(results.models.slice(0, 2), metric));
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

/** The name of a model within a sentence: "the random forest", "gradient boosting". */
export function nounOf(results: Results, model: string): string {
  const label = labelOf(results, model);
  const word = model === "occam" ? label : `${label.slice(0, 1).toLowerCase()}${label.slice(1)}`;
  return word.endsWith("ing") ? word : `the ${word}`;
}

/** What the saved models learnt from: a time limit may have left a sample of the rows. */
export function rowsLearnt({ findings }: Results): string {
  return findings.some(({ code }) => code === "time-limit-sample") ? "a sample of the rows" : "all rows";
}

/** The outcome in two or three words. */
export const outcomeWords: Readonly<Record<Outcome, string>> = {
  better: "network better",
  worse: "forest better",
  equivalent: "equally good",
  undecided: "not decided",
};
