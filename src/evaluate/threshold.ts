import { never } from "./decide.ts";

/** Rows with what each costs if it is called positive and if it is left. */
export interface Calls {
  readonly probability: Float64Array; // of the positive class
  readonly called: Float64Array; // cost, times the weight of the row
  readonly left: Float64Array;
}

export interface PositiveCalls extends Calls {
  readonly positive: Uint8Array; // 1: the row is of the class
}

/** Entries by falling probability. */
export function byProbability(probability: Float64Array): Uint32Array {
  return Uint32Array.from(probability, (_, i) => i).sort((a, b) => probability[b]! - probability[a]! || a - b);
}

/**
 * The threshold of least total cost over the rows where `seen` is 1, halfway between two probabilities; 0 calls every
 * row, `never` none. Of equally cheap ones the nearest to 0.5. `order` is `byProbability`. O(rows).
 */
export function cheapestThreshold(calls: Calls, order: Uint32Array, seen: Uint8Array): number {
  const { probability, called, left } = calls;
  let total = 0;
  for (const i of order) if (seen[i] === 1) total += left[i]!;
  let least = total;
  let best = never;
  let above = Number.NaN; // probability of the last row that is called
  const offer = (threshold: number) => {
    const tolerance = 1e-9 * Math.max(1, Math.abs(least));
    const nearer = Math.abs(threshold - 0.5) < Math.abs(best - 0.5);
    if (total < least - tolerance || (total <= least + tolerance && nearer)) {
      least = Math.min(least, total);
      best = threshold;
    }
  };
  for (const i of order) {
    if (seen[i] !== 1) continue;
    if (probability[i]! < above) offer((probability[i]! + above) / 2);
    above = probability[i]!;
    total += called[i]! - left[i]!;
  }
  if (!Number.isNaN(above)) offer(0);
  return best;
}
