import {
  type Check,
  distinctTexts,
  fail,
  integer,
  list,
  number,
  object,
  optional,
  record,
  text,
  word,
} from "../base/check.ts";
import type { Task } from "../prepare/prepared.ts";
import type { ModelColumn, ModelOrigin, ModelScore, Recipe } from "./artifact.ts";
import { numberFormat } from "./reading-check.ts";

const classification = record<Extract<Task, { kind: "classification" }>>({
  kind: word("classification"),
  classes: (value, place) => {
    const classes = distinctTexts(value, place);
    return classes.length > 0 ? classes : fail(place, "must name at least one class");
  },
});

const regression = record<Extract<Task, { kind: "regression" }>>({
  kind: word("regression"),
  mean: number(),
  deviation: number({ above: 0 }),
  low: number(),
  high: number(),
});

export const task: Check<Task> = (value, place) => {
  const kind = object(value, place).get("kind");
  if (kind === "classification") return classification(value, place);
  const checked = regression(value, place);
  return checked.low <= checked.high ? checked : fail(`${place}.high`, "must not be below low");
};

const dayFirst: Check<boolean | null> = (value, place) =>
  value === null || typeof value === "boolean" ? value : fail(place, "must be true, false or null");

export const column = record<ModelColumn>({
  name: text,
  kind: word("numeric", "category", "date"),
  dayFirst,
  format: optional(numberFormat),
  missingWords: optional(list(text)),
});

export const origin = record<ModelOrigin>({
  version: text,
  data: text,
  sha256: text,
  rows: integer(0, Number.MAX_SAFE_INTEGER),
  seed: number(),
  scores: list(record<ModelScore>({ metric: text, mean: number(), deviation: number({ min: 0 }) })),
  recipe: optional(
    record<Recipe>({
      preset: optional(text),
      maxParameters: optional(integer(1, Number.MAX_SAFE_INTEGER)),
      pruneBy: optional(word("gradient", "magnitude", "sensitivity", "movement")),
      weight: optional(text),
      group: optional(text),
    }),
  ),
});
