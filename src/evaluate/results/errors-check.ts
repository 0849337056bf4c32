import { list, nullable, number, partialRecord, text, textOrNumber } from "../../base/check.ts";
import { amount, count, share } from "../../base/quantity.ts";
import type { CurvePoint, Diagnostics, ErrorSegment, Weaknesses } from "./errors.ts";
import { interval } from "./models-check.ts";

const point = partialRecord<CurvePoint>({ x: number(), y: number() });

export const diagnostics = partialRecord<Diagnostics>({
  model: text,
  classes: list(text),
  confusion: nullable(list(list(amount))),
  roc: list(partialRecord({ positive: text, points: list(point), area: share })),
  precisionRecall: list(partialRecord({ positive: text, points: list(point), averagePrecision: share })),
  calibration: list(partialRecord({ predicted: share, observed: share, low: number(), high: number(), rows: count })),
  scatter: list(partialRecord({ actual: number(), predicted: number() })),
  residuals: list(partialRecord({ from: number(), to: number(), rows: count })),
});

/** For whom models are wrong. */
export const weaknesses = partialRecord<Weaknesses>({
  segments: list(
    partialRecord<ErrorSegment>({
      column: text,
      label: text,
      rows: count,
      errors: list(partialRecord({ model: text, error: interval })),
      difference: interval,
      chance: share,
    }),
  ),
  rows: list(
    partialRecord({
      row: count,
      id: nullable(text),
      truth: textOrNumber,
      predictions: list(partialRecord({ model: text, value: number() })),
    }),
  ),
});
