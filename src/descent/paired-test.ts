/** What a candidate is compared with. */
interface Bar {
  readonly losses: Float64Array; // of the same rows
  readonly mean: number;
}

/** What counts as no worse. */
export interface Tolerance {
  readonly tolerance: number; // in standard errors of the mean difference
  readonly slack: number; // share of the best loss
}

/**
 * The paired test: the mean difference of row losses is within `tolerance` standard errors of itself, or within `slack`
 * of the best loss. The rows are the same, so the standard error is several times smaller than that of either loss.
 */
export function notWorse(losses: Float64Array, best: Bar, { tolerance, slack }: Tolerance): boolean {
  if (losses.length < 2) return true;
  const { mean, standardError } = difference(losses, best.losses);
  return mean <= Math.max(tolerance * standardError, slack * best.mean);
}

/** Worse beyond the doubt of two standard errors: not worth a second try. */
export function clearlyWorse(losses: Float64Array, best: Bar, { slack }: Tolerance): boolean {
  return !notWorse(losses, best, { tolerance: 2, slack });
}

function difference(losses: Float64Array, best: Float64Array): { mean: number; standardError: number } {
  const count = losses.length;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += losses[i]! - best[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (losses[i]! - best[i]! - mean) ** 2;
  return { mean, standardError: Math.sqrt(squares / (count - 1) / count) };
}
