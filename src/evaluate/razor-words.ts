import { amount, margin } from "./figures.ts";
import { metrics } from "./metrics.ts";
import type { MetricId, ModelResult, TaskKind } from "./results/models.ts";
import type { Rival } from "./results/verdict.ts";

/** What the sentences speak of. */
export interface ChoiceFacts {
  readonly task: TaskKind;
  readonly metric: MetricId; // the headline: a loss or an error
  readonly chosen: ModelResult;
  readonly models: readonly ModelResult[]; // the smallest first
  readonly rivals: readonly Rival[]; // all but the chosen one, the smallest first
  readonly interrupted: readonly string[]; // ids of models that a time limit ended early
}

/** What to do where no model predicts better than guessing. */
export const lookFurther =
  "Look for columns that are related to the target, or for more rows, before you use any model.";

/** The same where guessing makes no error. */
export const nothingToLearn =
  "The target has the same value in every row, so there is nothing to learn: name another column with --target.";

/** Which model to use and why, in one sentence. */
export function choiceSentence(facts: ChoiceFacts): string {
  const { chosen, task } = facts;
  if (chosen.id === "dummy") {
    const guess = task === "regression" ? "the mean" : "the class shares";
    return `Use no model: none is shown to beat always guessing ${guess}${nearest(facts)}.`;
  }
  const reasons = [smaller(facts), larger(facts)].filter((reason) => reason !== "");
  return `Use ${noun(chosen)}: ${reasons.join(", and ")}.`;
}

/** What to do with the choice, in one sentence. */
export function adviseChoice(facts: ChoiceFacts): string {
  const { chosen, interrupted, metric, models } = facts;
  const early = models.filter(({ id }) => interrupted.includes(id));
  if (early.length > 0) {
    return `The time limit ended ${listed(early.map(noun))} early: give more time before you rely on this.`;
  }
  const needed = rowsNeeded(facts);
  if (chosen.id === "dummy") {
    if (mean(chosen, metric) === 0) return nothingToLearn;
    return needed === null
      ? lookFurther
      : `Look for columns that are related to the target, or for more rows: about ${needed}`;
  }
  if (needed !== null) return `About ${needed}`;
  return "Score the saved model again when new rows come in.";
}

function rowsNeeded(facts: ChoiceFacts): string | null {
  const open = promising(facts);
  const rows = open?.rival.rowsToDecide ?? null;
  if (open === null || rows === null) return null;
  return (
    `${rows.toLocaleString("en-US")} rows in all would show whether ${noun(open.model)} is better, if the ` +
    "difference stays as it is."
  );
}

/** Why no smaller model will do. */
function smaller(facts: ChoiceFacts): string {
  const { chosen, metric, rivals } = facts;
  const below = rivals.filter((rival) => !rival.larger);
  const next = below.findLast(({ model }) => model !== "dummy") ?? below.at(-1);
  if (next === undefined && rivals.length === 0) return `it is the only model of this run, with ${size(chosen)}`;
  if (next === undefined) return `it is the smallest, with ${size(chosen)}`;
  const other = modelOf(facts, next.model);
  const seen = amount({ ...next, metric }, mean(other, metric), -next.difference);
  return `its ${metrics[metric].label} is ${seen} than that of ${noun(other)}, the next smaller one`;
}

/** What the larger models offer. */
function larger(facts: ChoiceFacts): string {
  const above = facts.rivals.filter((rival) => rival.larger);
  if (above.length === 0) return "";
  const open = promising(facts);
  if (open === null) {
    const ahead = above.find(({ difference }) => difference > 0);
    if (ahead === undefined) return above.length === 1 ? "the larger one did no better" : "no larger one did better";
    const few = margin({ ...ahead, metric: facts.metric }, mean(facts.chosen, facts.metric));
    return `${above.length === 1 ? "the larger one is not" : "no larger one is"} better by as much as matters (${few})`;
  }
  return `no larger one is shown to be better (${range(facts, open)})`;
}

function nearest(facts: ChoiceFacts): string {
  const open = promising(facts);
  return open === null ? "" : ` (${range(facts, open)})`;
}

/**
 * "the network: 1.2% lower, with a 95% interval from 3.1% lower to 0.8% higher". The interval is of one comparison and
 * the choice of all: where only the choice leaves the question open, this is said.
 */
function range(facts: ChoiceFacts, { model, rival }: { model: ModelResult; rival: Rival }): string {
  const { chosen, metric, models } = facts;
  const say = (difference: number) => amount({ ...rival, metric }, mean(chosen, metric), difference);
  const interval = `${say(rival.difference)}, with a 95% interval from ${say(rival.high)} to ${say(rival.low)}`;
  if (rival.low <= 0) return `${noun(model)}: ${interval}`;
  const doubt =
    rival.difference <= rival.margin
      ? "less than the least difference that matters"
      : `not certain enough where ${models.length} models are compared`;
  return `${noun(model)}: ${interval}, ${doubt}`;
}

/** The larger model that may be better by most, where the folds leave that open. */
function promising(facts: ChoiceFacts): { readonly model: ModelResult; readonly rival: Rival } | null {
  const open = facts.rivals.filter(
    ({ larger: above, outcome, difference }) => above && outcome === "undecided" && difference > 0,
  );
  if (open.length === 0) return null;
  const rival = open.reduce((most, each) => (each.difference > most.difference ? each : most));
  return { model: modelOf(facts, rival.model), rival };
}

function modelOf({ models }: ChoiceFacts, id: string): ModelResult {
  return models.find((model) => model.id === id)!;
}

function mean(model: ModelResult, metric: MetricId): number {
  return model.summary[metric]?.mean ?? 0;
}

function size({ parameters }: ModelResult): string {
  const rounded = Math.round(parameters);
  return `${rounded.toLocaleString("en-US")} parameter${rounded === 1 ? "" : "s"}`;
}

/** "a, b and c". */
function listed(words: readonly string[]): string {
  const [last = "", ...others] = words.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} and ${last}`;
}

/** "the linear model", "gradient boosting": a label within a sentence; names of people keep their capital. */
function noun({ label }: ModelResult): string {
  const word = label.startsWith("Occam") ? label : label.charAt(0).toLowerCase() + label.slice(1);
  return word.endsWith("ing") ? word : `the ${word}`;
}
