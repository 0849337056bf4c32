import { orderOf } from "../base/order.ts";

/**
 * Area under the ROC curve: the weighted share of (positive, negative) pairs in which the positive has the higher
 * score, ties half. null when all rows, or none, are positive.
 */
export function rankArea(
  scores: ArrayLike<number>,
  isPositive: (row: number) => boolean,
  weights: ArrayLike<number> | null,
): number | null {
  return weights === null ? areaOf(sidesOf(scores, isPositive)) : weightedArea(scores, isPositive, weights);
}

/**
 * Scores of the positives and of the negatives, both ascending: to merge them is several times as fast as sorting rows
 * by score.
 */
export interface Sides {
  readonly high: Float64Array;
  readonly low: Float64Array;
}

export function sidesOf(scores: ArrayLike<number>, isPositive: (row: number) => boolean): Sides {
  const sorted = new Float64Array(scores.length);
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < scores.length; row++) {
    if (isPositive(row)) sorted[positives++] = scores[row]!;
    else sorted[scores.length - ++negatives] = scores[row]!;
  }
  return { high: sorted.subarray(0, positives).sort(), low: sorted.subarray(positives).sort() };
}

/** For rows that count alike. */
export function areaOf({ high, low }: Sides): number | null {
  const [positives, negatives] = [high.length, low.length];
  let won = 0;
  let below = 0; // negatives with a lower score
  let reached = 0; // negatives with a lower or the same score
  for (const score of high) {
    while (below < negatives && low[below]! < score) below++;
    while (reached < negatives && low[reached]! <= score) reached++;
    won += (below + reached) / 2;
  }
  return positives > 0 && negatives > 0 ? won / (positives * negatives) : null;
}

/** The same for rows that weigh differently. */
export function weightedArea(
  scores: ArrayLike<number>,
  isPositive: (row: number) => boolean,
  weights: ArrayLike<number>,
): number | null {
  const order = orderOf(scores);
  let positives = 0;
  let negatives = 0;
  let won = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      const row = order[end]!;
      const weight = weights[row]!;
      if (isPositive(row)) tiedPositives += weight;
      else tiedNegatives += weight;
    }
    won += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    start = end;
  }
  // Sums of weights are rounded: all pairs may come out as a little more than all.
  return positives > 0 && negatives > 0 ? Math.min(1, won / (positives * negatives)) : null;
}
