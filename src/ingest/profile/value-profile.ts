import type { Extent } from "../../base/statistics.ts";
import type { ValueEnds } from "../value-ends.ts";

/** What is asked of the numbers of a column as a whole; missing ones do not count. */
export interface ValueProfile extends Extent {
  readonly distinct: number;
  readonly median: number; // throws where there is no value
  readonly ends: ValueEnds;
  readonly histogram: Float64Array; // cells in each bar from `low` to `high`; void where these are equal
}

/** Bars of a histogram. */
export const bars = 12;

/** The width of each bar. */
export function barWidth({ low, high }: Extent): number {
  return high / bars - low / bars; // the range of large numbers may overflow
}
