import { number, partialRecord } from "../base/check.ts";
import type { Interval } from "./results.ts";

/** A mean with its interval, as results.json has it. */
export const interval = partialRecord<Interval>({
  mean: number(),
  deviation: number({ min: 0 }),
  low: number(),
  high: number(),
});
