/**
 * Area under the ROC curve: the weighted share of (positive, negative) pairs in which the positive has the higher score, ties half.
 * null when all rows, or none, are positive.
 */
export function rankArea(
  scores: ArrayLike<number>,
  isPositive: (row: number) => boolean,
  weights: ArrayLike<number> | null,
): number | null {
  const order = ascending(scores);
  let positives = 0;
  let negatives = 0;
  let won = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; end < order.length && scores[order[end]!] === scores[order[start]!]; end++) {
      const row = order[end]!;
      const weight = weights === null ? 1 : weights[row]!;
      if (isPositive(row)) tiedPositives += weight;
      else tiedNegatives += weight;
    }
    won += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
    start = end;
  }
  return positives > 0 && negatives > 0 ? won / (positives * negatives) : null;
}

/** Positions by ascending value; equal values keep their order. */
export function ascending(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i);
  return order.sort((a, b) => values[a]! - values[b]! || a - b);
}
