/**
 * Writes class probabilities for the scores of one row times a factor: the logistic function of one score, the
 * softmax of more.
 */
export function probabilitiesOf(scores: Float64Array, factor: number, out: Float64Array): void {
  if (scores.length === 1) {
    const second = 1 / (1 + Math.exp(-factor * scores[0]!));
    out[0] = 1 - second;
    if (out.length > 1) out[1] = second;
    return;
  }
  let top = -Infinity;
  for (let c = 0; c < scores.length; c++) top = Math.max(top, scores[c]!);
  let sum = 0;
  for (let c = 0; c < scores.length; c++) {
    out[c] = Math.exp(factor * (scores[c]! - top));
    sum += out[c]!;
  }
  for (let c = 0; c < scores.length; c++) out[c]! /= sum;
}
