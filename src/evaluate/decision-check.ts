import { boolean, integer, list, nullable, number, partialRecord, text, word } from "../base/check.ts";
import { interval } from "./interval-check.ts";
import type {
  Cost,
  Decision,
  DecisionRule,
  IntervalCoverage,
  IntervalRule,
  LearningCurve,
  Results,
  ModelDecision,
  ErrorSegment,
  Weaknesses,
} from "./results.ts";

const wordOrNumber = (value: unknown, place: string) => (typeof value === "string" ? value : number()(value, place));

const share = number({ min: 0, max: 1 });
const count = integer(0, Number.MAX_SAFE_INTEGER);
const threshold = number({ min: 0, max: 2 });

const cost = partialRecord<Cost>({ truth: text, predicted: text, cost: number() });

const rule = partialRecord<DecisionRule>({
  positive: nullable(text),
  threshold: nullable(threshold),
  costs: list(cost),
});

const model = partialRecord<ModelDecision>({
  model: text,
  rule: nullable(rule),
  rules: list(
    partialRecord({
      rule: word("chosen", "expected", "likeliest", "nobody", "everybody", "constant"),
      cost: interval,
      saving: interval,
    }),
  ),
  confusion: nullable(list(list(count))),
  curve: list(partialRecord({ threshold, cost: interval })),
  thresholds: list(partialRecord({ threshold, called: share, precision: nullable(share), recall: nullable(share) })),
  likeliest: list(
    partialRecord({ share, rows: count, precision: interval, recall: interval, saving: nullable(interval) }),
  ),
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
      truth: wordOrNumber,
      predictions: list(partialRecord({ model: text, value: number() })),
    }),
  ),
});

export const examples = partialRecord<NonNullable<Results["examples"]>>({
  model: text,
  rows: list(
    partialRecord({
      ...{ row: count, prediction: wordOrNumber, value: number(), baseline: number() },
      effects: list(partialRecord({ column: text, cell: text, effect: number() })),
      ...{ others: number(), error: number({ min: 0 }) },
    }),
  ),
});

const losses = list(partialRecord({ rows: count, loss: interval }));

export const learningCurve = partialRecord<LearningCurve>({
  models: list(partialRecord({ model: text, points: losses, forecast: losses, gain: nullable(interval) })),
  left: nullable(text),
});

export const stream = partialRecord<NonNullable<Results["stream"]>>({
  metric: word("logLoss", "rmse"),
  parts: list(
    partialRecord({
      ...{ rows: count, score: number({ min: 0 }), worse: boolean, unlike: list(text) },
      outcome: word("learnt", "kept", "waiting"),
    }),
  ),
});

/** Coverage of the intervals of one model. */
export const intervalCoverage = partialRecord<IntervalCoverage>({
  model: text,
  rule: nullable(
    partialRecord<IntervalRule>({
      kind: word("errors"),
      edges: list(number()),
      scales: list(number({ above: 0 })),
      levels: list(partialRecord({ level: integer(1, 99), low: number(), high: number() })),
    }),
  ),
  levels: list(partialRecord({ level: integer(1, 99), coverage: interval, width: number({ min: 0 }) })),
  tenths: list(
    partialRecord({
      ...{ from: number(), to: number(), rows: count },
      ...{ coverage: share, low: share, high: share, width: number({ min: 0 }) },
    }),
  ),
});

export const decision = partialRecord<Decision>({
  positive: nullable(text),
  costs: list(cost),
  unit: text,
  classes: list(text),
  models: list(model, 1),
});
