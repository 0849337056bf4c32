import { integer, list, nullable, number, partialRecord, text, word } from "../../base/check.ts";
import { amount, count, share } from "../../base/quantity.ts";
import type { IntervalCoverage, IntervalRule } from "./certainty.ts";
import { interval } from "./models-check.ts";

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
  levels: list(partialRecord({ level: integer(1, 99), coverage: interval, width: amount })),
  tenths: list(
    partialRecord({
      ...{ from: number(), to: number(), rows: count },
      ...{ coverage: share, low: share, high: share, width: amount },
    }),
  ),
});
