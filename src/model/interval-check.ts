import { type Check, fail, integer, list, number, object, record, word } from "../base/check.ts";
import type { CalibrationRule, IntervalRule } from "../evaluate/results/certainty.ts";

const rising: Check<readonly number[]> = (value, place) => {
  const numbers = list(number())(value, place);
  return numbers.every((each, i) => i === 0 || each > numbers[i - 1]!) ? numbers : fail(place, "must rise");
};

const errors: Check<IntervalRule> = (value, place) => {
  const rule = record<IntervalRule>({
    kind: word("errors"),
    edges: rising,
    scales: list(number({ above: 0 }), 1),
    levels: list(record({ level: integer(1, 99), low: number(), high: number() }), 1),
  })(value, place);
  if (rule.scales.length !== rule.edges.length + 1) fail(`${place}.scales`, "must have one entry more than edges");
  return rule;
};

const calibration: Check<CalibrationRule> = (value, place) => {
  const rule = record<CalibrationRule>({
    kind: word("calibration"),
    edges: rising,
    bins: list(record({ right: number({ min: 0 }), rows: number({ above: 0 }) }), 1),
  })(value, place);
  if (rule.bins.length !== rule.edges.length + 1) fail(`${place}.bins`, "must have one entry more than edges");
  if (rule.bins.some(({ right, rows }) => right > rows)) fail(`${place}.bins`, "must not have more right than rows");
  return rule;
};

/** What a model says of how sure it is: errors of numbers, or the calibration of classes. */
export function certainty(kind: "regression" | "classification"): Check<IntervalRule | CalibrationRule> {
  return (value, place) => {
    object(value, place);
    return kind === "regression" ? errors(value, place) : calibration(value, place);
  };
}
