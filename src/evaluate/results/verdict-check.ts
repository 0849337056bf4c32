import { boolean, type Check, list, nullable, number, optional, partialRecord, text, word } from "../../base/check.ts";
import { amount, share } from "../../base/quantity.ts";
import { metricId } from "./metric-check.ts";
import type { Choice, Comparison, Rival, Verdict } from "./verdict.ts";

const outcome = word("better", "equivalent", "worse", "undecided");

const comparison = partialRecord<Comparison>({
  metric: metricId,
  difference: number(),
  standardError: amount,
  low: number(),
  high: number(),
  margin: amount,
  pValue: share,
  adjustedPValue: share,
  outcome,
  rowsToDecide: nullable(amount),
  byFold: list(number()),
});

/** JSON has no infinity: what is divided by nothing is null there. */
const ratio = nullable(amount) as Check<number>;

export const verdict = partialRecord<Verdict>({
  headline: metricId,
  outcome,
  sentence: text,
  advice: text,
  againstDefault: optional(text),
  comparisons: list(comparison),
  parameterRatio: ratio,
  operationRatio: ratio,
  secondsRatio: ratio,
});

const rival = partialRecord<Rival>({
  model: text,
  larger: boolean,
  difference: number(),
  low: number(),
  high: number(),
  margin: amount,
  adjustedPValue: share,
  outcome,
  rowsToDecide: nullable(amount),
});

export const choice = partialRecord<Choice>({ model: text, sentence: text, advice: text, rivals: list(rival) });
