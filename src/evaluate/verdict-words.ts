import { mean } from "../base/statistics.ts";
import * as figures from "./figures.ts";
import { metrics } from "./metrics.ts";
import { lookFurther, nothingToLearn } from "./razor-words.ts";
import type { FoldResult, MetricId, TaskKind } from "./results/models.ts";
import type { Comparison, Outcome } from "./results/verdict.ts";

/** What the sentences speak of. */
export interface Facts {
  readonly task: TaskKind;
  readonly main: Comparison;
  readonly second: Comparison | undefined; // accuracy, or MAE
  readonly mean: (metric: MetricId) => number; // the forest's
  readonly parameterRatio: number; // forest ÷ network
  readonly guessing: boolean; // neither beats the dummy
  readonly family: number; // metrics tested
  readonly interrupted: readonly string[]; // which of the two the time limit ended early
}

/** The verdict in one plain sentence. It states a loss as plainly as a win: then it starts with "Use the forest". */
export function sentenceFor(facts: Facts): string {
  const { main } = facts;
  if (facts.guessing) return `Use neither: network and forest predict no better than ${guess(facts)} (${name(main)}).`;
  switch (main.outcome) {
    case "better":
      return betterSentence(facts);
    case "worse":
      return `Use the forest: the network's ${name(main)} is ${amount(main, facts)}${aside(facts)}.`;
    case "equivalent":
      return equivalentSentence(facts);
    case "undecided":
      return undecidedSentence(facts);
  }
}

function betterSentence(facts: Facts): string {
  const { main, second, task } = facts;
  if (second?.outcome === "worse") {
    const [first, other] =
      task === "regression"
        ? ["has fewer large errors", "the smaller average error"]
        : ["gives the better probabilities", "more right answers"];
    return (
      `It depends: the network ${first} (${name(main)} ${amount(main, facts)} than the forest's), the forest ` +
      `${other} (the network's ${name(second)} is ${amount(second, facts)}).`
    );
  }
  return (
    `Use the network: its ${name(main)} is ${amount(main, facts)} than the forest's${aside(facts)}, with ` +
    `${size(facts)}.`
  );
}

/** The second metric beside a decided first one. */
function aside(facts: Facts): string {
  const { main, second } = facts;
  if (second === undefined) return "";
  const better = `and its ${name(second)} ${amount(second, facts)}`;
  const words: Record<Outcome, string> = {
    better: main.outcome === "worse" ? `, though its ${name(second)} is ${amount(second, facts)}` : ` ${better}`,
    worse: ` ${better}`,
    equivalent: `, at the same ${name(second)}`,
    undecided: `, while no difference in ${name(second)} is certain`,
  };
  return words[second.outcome];
}

function equivalentSentence(facts: Facts): string {
  const { main, second } = facts;
  const equal = `network and forest have the same ${name(main)} (within ${margin(main, facts)})`;
  if (second === undefined) return `Equally good: ${equal}.`;
  const words: Record<Outcome, string> = {
    better: `Equal in the headline: ${equal}, and the network's ${name(second)} is ${amount(second, facts)}.`,
    worse: `Equal in the headline: ${equal}, but the network's ${name(second)} is ${amount(second, facts)}.`,
    equivalent: `Equally good: ${equal} and the same ${name(second)} (within ${margin(second, facts)}).`,
    undecided: `Equally good: ${equal}; no difference in ${name(second)} is certain.`,
  };
  return words[second.outcome];
}

function undecidedSentence(facts: Facts): string {
  const { main, second } = facts;
  const seen = main.difference === 0 ? "the same as the forest's" : `${amount(main, facts)} than the forest's`;
  const start = `Not decided: the network's ${name(main)} is ${seen}`;
  const tail =
    second === undefined || second.outcome === "undecided"
      ? ""
      : second.outcome === "equivalent"
        ? `; the ${name(second)} is the same`
        : `; its ${name(second)} is ${amount(second, facts)}`;
  if (main.byFold.length < 2) return `${start} on the only fold, and one fold says nothing about chance.`;
  const range = `${amount(main, facts, main.high)} to ${amount(main, facts, main.low)}`;
  if (main.low <= 0 && main.high >= 0) return `${start}, but the true value may lie anywhere from ${range}${tail}.`;
  if (Math.abs(main.difference) <= main.margin)
    return `${start}, about the least difference that matters (${margin(main, facts)})${tail}.`;
  return `${start} (${range}), which is not certain enough with ${facts.family} metrics tested${tail}.`;
}

/** What the outcome would be against an untuned forest; `folds` are that forest's. */
export function againstDefaultSentence(main: Comparison, folds: readonly Pick<FoldResult, "metrics">[]): string {
  const words: Record<Outcome, string> = {
    better: "the network would be better",
    worse: "the forest would be better",
    equivalent: "the two would be equally good",
    undecided: "nothing would be decided",
  };
  const known = folds.map(({ metrics: scores }) => scores[main.metric]).filter((score) => score !== undefined);
  const seen = main.difference === 0 ? "the same" : figures.amount(main, mean(known));
  return `Against a fully grown forest without tuning, ${words[main.outcome]} (${name(main)} of the network ${seen}).`;
}

/** What to do with the verdict, one sentence. */
export function advise(facts: Facts): string {
  const { main, second, parameterRatio, interrupted } = facts;
  if (interrupted.length > 0)
    return (
      `The time limit ended ${interrupted.map((one) => `the ${one}`).join(" and ")} early: give more time before ` +
      "you rely on this."
    );
  if (facts.guessing) return facts.mean(main.metric) === 0 ? nothingToLearn : lookFurther;
  const small = parameterRatio >= 1.5;
  switch (main.outcome) {
    case "better":
      if (second?.outcome === "worse") return `${split(facts)}.`;
      return small
        ? "Use the saved network, and score it again when new rows come in."
        : "Use the saved network for its score; it is not smaller than the forest.";
    case "worse":
      if (second?.outcome === "better") return `The network has its place where ${onlySecond(facts)}.`;
      return parameterRatio >= 10
        ? `Consider the network only where its size (${size(facts)}) matters more than the score.`
        : "Nothing here favours the network.";
    case "equivalent":
      if (second?.outcome === "worse") return `Use the forest where ${onlySecond(facts)}, otherwise ${cheaper(facts)}.`;
      return `Use ${cheaper(facts)}.`;
    case "undecided":
      return `${rows(main)}; until then ${untilThen(facts)}.`;
  }
}

/**
 * Size decides nothing here, and neither does a difference that may be chance: both are stated, neither is recommended.
 */
function untilThen(facts: Facts): string {
  if (facts.second?.outcome === "worse") return `use the forest where ${onlySecond(facts)}`;
  if (facts.second?.outcome === "better") return `use the network where ${onlySecond(facts)}`;
  return `choose by size and cost: the network has ${size(facts)}`;
}

function split(facts: Facts): string {
  return facts.task === "regression"
    ? "Use the network where large errors hurt most, the forest where the average error counts"
    : "Use the network where probabilities count (ranking, costs, thresholds), the forest where only the predicted " +
        "class does";
}

function onlySecond(facts: Facts): string {
  return facts.task === "regression"
    ? "the average error counts more than large ones"
    : "only the predicted class counts";
}

function cheaper(facts: Facts): string {
  if (facts.parameterRatio >= 1.1) return `the network for its size: ${size(facts)}`;
  if (facts.parameterRatio <= 0.9) return "the forest, which is the smaller model";
  return "either: they are about the same size";
}

function rows(main: Comparison): string {
  if (main.byFold.length < 2) return "Run it again with more folds";
  if (main.rowsToDecide === null) return "No realistic number of rows would settle it";
  const rows = main.rowsToDecide.toLocaleString("en-US");
  return `About ${rows} rows in all would settle it if the difference stays as it is`;
}

function name(comparison: Comparison): string {
  return metrics[comparison.metric].label;
}

function guess(facts: Facts): string {
  return facts.task === "regression" ? "always guessing the mean" : "always guessing the class shares";
}

/** "1/85 of the forest's parameters". */
function size(facts: Facts): string {
  const ratio = facts.parameterRatio;
  if (ratio >= 10) return `1/${Math.round(ratio)} of the forest's parameters`;
  if (ratio >= 1.1) return `${Math.round(100 / ratio)}% of the forest's parameters`;
  if (ratio > 0.9) return "about as many parameters";
  return `${(1 / ratio).toFixed(1)} times the forest's parameters`;
}

function amount(comparison: Comparison, facts: Facts, difference = comparison.difference): string {
  return figures.amount(comparison, facts.mean(comparison.metric), difference);
}

function margin(comparison: Comparison, facts: Facts): string {
  return figures.margin(comparison, facts.mean(comparison.metric));
}
