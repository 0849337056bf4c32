import { normalCdf } from "../base/distributions.ts";
import { ranks, sum } from "../base/statistics.ts";

/**
 * Two-sided p of Wilcoxon's signed-rank test that the differences are symmetric about zero. Zeros are left out, ties
 * share ranks. Up to 50 differences the distribution is exact, ties included; beyond, normal with tie and continuity
 * correction. 1 when all are zero.
 */
export function wilcoxonSignedRank(differences: ArrayLike<number>): number {
  const kept = Array.from(differences).filter((value) => value !== 0);
  if (kept.length === 0) return 1;
  const rank = ranks(kept.map(Math.abs));
  const positive = sum(rank.map((value, i) => (kept[i]! > 0 ? value : 0)));
  return kept.length <= 50 ? exactSignedRank(rank, positive) : normalSignedRank(rank, positive);
}

/** Counts sign patterns by the sum of their doubled ranks, which are whole numbers even when tied. */
function exactSignedRank(rank: Float64Array, positive: number): number {
  const total = Math.round(2 * sum(rank));
  let share = new Float64Array(total + 1);
  share[0] = 1;
  for (const value of rank) {
    const doubled = Math.round(2 * value);
    share = share.map((same, i) => 0.5 * (same + (i >= doubled ? share[i - doubled]! : 0)));
  }
  const observed = Math.round(2 * positive);
  const smaller = Math.min(observed, total - observed);
  return Math.min(1, 2 * sum(share.subarray(0, smaller + 1)));
}

function normalSignedRank(rank: Float64Array, positive: number): number {
  // The sum of squared mid-ranks over 4 is the variance with its tie correction included.
  const deviation = Math.sqrt(sum(rank.map((value) => value * value)) / 4);
  const distance = Math.max(0, Math.abs(positive - sum(rank) / 2) - 0.5);
  return Math.min(1, 2 * normalCdf(-distance / deviation));
}
