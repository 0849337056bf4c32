/**
 * Kendall's rank correlation τ-b of two lists: pairs in the same order less pairs in the other, over what ties leave.
 * 0 where all of one list are the same.
 */
export function kendall(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let agreement = 0;
  let pairsOfA = 0;
  let pairsOfB = 0;
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      const first = Math.sign(a[i]! - a[j]!);
      const second = Math.sign(b[i]! - b[j]!);
      agreement += first * second;
      pairsOfA += first * first;
      pairsOfB += second * second;
    }
  }
  return pairsOfA === 0 || pairsOfB === 0 ? 0 : agreement / Math.sqrt(pairsOfA * pairsOfB);
}
