import { list, nullable, number, partialRecord, text, word } from "../../base/check.ts";
import { count, share } from "../../base/quantity.ts";
import type { Cost, Decision, DecisionRule, ModelDecision } from "./decision.ts";
import { interval } from "./models-check.ts";

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

export const decision = partialRecord<Decision>({
  positive: nullable(text),
  costs: list(cost),
  unit: text,
  classes: list(text),
  models: list(model, 1),
});
