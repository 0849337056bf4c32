import type { OccamOptions } from "./options.ts";

/**
 * The paired test: the mean difference of row losses is within `tolerance` standard errors of itself, or within `slack` of the
 * best loss. The rows are the same, so the standard error is several times smaller than that of either loss.
 */
export function notWorse(
  losses: Float64Array,
  best: { losses: Float64Array; mean: number },
  options: OccamOptions,
): boolean {
  const count = losses.length;
  if (count < 2) return true;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += losses[i]! - best.losses[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (losses[i]! - best.losses[i]! - mean) ** 2;
  const standardError = Math.sqrt(squares / (count - 1) / count);
  return mean <= Math.max(options.tolerance * standardError, options.slack * best.mean);
}

/** Worse beyond the doubt of two standard errors: not worth a second try. */
export function clearlyWorse(
  losses: Float64Array,
  best: { losses: Float64Array; mean: number },
  options: OccamOptions,
): boolean {
  return !notWorse(losses, best, { ...options, tolerance: 2 });
}
