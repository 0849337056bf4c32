import { median, presentValues } from "../../base/select.ts";
import type { Extent } from "../../base/statistics.ts";
import { countDistinct } from "../distinct.ts";
import { valueEnds } from "../value-ends.ts";
import { bars, barWidth, type ValueProfile } from "./value-profile.ts";

/** The profile of any cells, each part of it worked out when it is asked. */
export function plainProfile(cells: Float64Array, range: Extent): ValueProfile {
  let distinct: number | null = null; // asked twice
  return {
    ...range,
    get distinct() {
      return (distinct ??= countDistinct(cells));
    },
    get median() {
      return median(presentValues(cells));
    },
    get ends() {
      return valueEnds(cells);
    },
    get histogram() {
      return histogramOf(presentValues(cells), range);
    },
  };
}

function histogramOf(values: Float64Array, range: Extent): Float64Array {
  const width = barWidth(range);
  const counts = new Float64Array(bars);
  for (let i = 0; i < values.length; i++) {
    counts[Math.min(bars - 1, Math.floor((values[i]! - range.low) / width))]!++;
  }
  return counts;
}
