import {
  type Check,
  dictionary,
  integer,
  list,
  number,
  optional,
  partialRecord,
  text,
  word,
} from "../../base/check.ts";
import { amount } from "../../base/quantity.ts";
import { metricId, metricValues } from "./metric-check.ts";
import type { FoldResult, Interval, Mark, ModelResult, TaskKind } from "./models.ts";

/** A mean with its interval. */
export const interval = partialRecord<Interval>({
  mean: number(),
  deviation: amount,
  low: number(),
  high: number(),
});

export const task: Check<TaskKind> = word("binary", "multiclass", "regression");

export const foldNumber = integer(-1, 1_000_000);

const summary: Check<ModelResult["summary"]> = dictionary(metricId, interval);

const costs = {
  parameters: amount,
  bytes: amount,
  trainOperations: amount,
  trainSeconds: amount,
  predictOperationsPerRow: amount,
  predictMicrosecondsPerRow: amount,
};

const foldResult = partialRecord<FoldResult>({ fold: foldNumber, metrics: metricValues, ...costs });

const mark = partialRecord<Mark>({ color: text, shape: text });

export const model = partialRecord<ModelResult>({
  id: text,
  label: text,
  description: text,
  mark: optional(mark),
  folds: list(foldResult, 1),
  summary,
  ...costs,
});
