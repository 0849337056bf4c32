import { type Check, fail, list, nullable, number, record, text } from "../base/check.ts";
import type { Cost, DecisionRule } from "../evaluate/results/decision.ts";

const rule = record<DecisionRule>({
  positive: nullable(text),
  threshold: nullable(number({ min: 0, max: 2 })),
  costs: list(record<Cost>({ truth: text, predicted: text, cost: number() })),
});

/** A rule that decides among these classes: by the threshold of one of them, or by costs. */
export function ruleAmong(classes: readonly string[]): Check<DecisionRule> {
  return (value, place) => {
    const read = rule(value, place);
    if (classes.length < 2) fail(place, "needs at least two classes");
    if (read.threshold !== null && read.positive === null) fail(`${place}.positive`, "must be a class");
    if (read.threshold === null && read.costs.length === 0) fail(`${place}.costs`, "must not be empty");
    const positive = read.positive === null ? [] : [read.positive];
    const named = [...positive, ...read.costs.flatMap(({ truth, predicted }) => [truth, predicted])];
    const other = named.find((name) => !classes.includes(name));
    return other === undefined
      ? read
      : fail(place, `names ${JSON.stringify(other.slice(0, 40))}, which is not a class`);
  };
}
