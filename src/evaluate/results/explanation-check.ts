import { list, number, partialRecord, text, textOrNumber } from "../../base/check.ts";
import { amount, count } from "../../base/quantity.ts";
import type { Importance, PartialDependence } from "./explanation.ts";
import type { Results } from "./results.ts";

export const importance = partialRecord<Importance>({
  model: text,
  column: text,
  mean: number(),
  low: number(),
  high: number(),
  byFold: list(number()),
});

export const dependence = partialRecord<PartialDependence>({
  column: text,
  grid: list(textOrNumber),
  output: text,
  curves: list(partialRecord({ model: text, values: list(number()) })),
});

export const examples = partialRecord<NonNullable<Results["examples"]>>({
  model: text,
  rows: list(
    partialRecord({
      ...{ row: count, prediction: textOrNumber, value: number(), baseline: number() },
      effects: list(partialRecord({ column: text, cell: text, effect: number() })),
      ...{ others: number(), error: amount },
    }),
  ),
});
