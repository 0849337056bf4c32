import { boolean, integer, list, nullable, number, partialRecord, text, word } from "../../base/check.ts";
import { amount, count, share } from "../../base/quantity.ts";
import { metricValues } from "./metric-check.ts";
import { foldNumber, interval } from "./models-check.ts";
import type { Results } from "./results.ts";
import type { LearningCurve, PathPoint, SizePoint, Survival } from "./training.ts";

export const pathPoint = partialRecord<PathPoint>({
  fold: foldNumber,
  round: integer(0, 10_000_000),
  phase: word("dense", "prune", "final", "chosen"),
  trainLoss: number(),
  holdoutLoss: nullable(number()),
  pruneFraction: share,
  weights: count,
  parameters: count,
  activeInputs: count,
  operations: amount,
  accepted: nullable(boolean),
  testMetrics: nullable(metricValues),
});

export const sizePoint = partialRecord<SizePoint>({
  model: text,
  label: text,
  parameters: amount,
  metrics: metricValues,
});

export const survival = partialRecord<Survival>({ column: text, folds: count, weights: amount });

const losses = list(partialRecord({ rows: count, loss: interval }));

export const learningCurve = partialRecord<LearningCurve>({
  models: list(partialRecord({ model: text, points: losses, forecast: losses, gain: nullable(interval) })),
  left: nullable(text),
});

export const stream = partialRecord<NonNullable<Results["stream"]>>({
  metric: word("logLoss", "rmse"),
  parts: list(
    partialRecord({
      ...{ rows: count, score: amount, worse: boolean, unlike: list(text) },
      outcome: word("learnt", "kept", "waiting"),
    }),
  ),
});
