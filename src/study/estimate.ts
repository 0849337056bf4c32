import { studentQuantile } from "../base/distributions.ts";
import { mean, variance } from "../base/statistics.ts";
import { amount, decimalsFor, fixed } from "../report/number.ts";

/** What a study says when it has no intervals. */
export const oneSeedWords = "One seed cannot show a difference; ask for more seeds.";

/** What a page says of its intervals where the seeds deal one table anew. */
export const overlapWords = "Seeds share rows, and intervals are widened for that (C. Nadeau and Y. Bengio, 2003).";

/** A mean over seeds with its 95% interval (Student's t); without one for a single seed. */
export interface Estimate {
  readonly mean: number;
  readonly half: number | null;
}

/**
 * `overlap`: test rows over training rows, where the seeds deal one table anew and so share rows. It widens the
 * interval (C. Nadeau and Y. Bengio, 2003); 0 where seeds are independent. `looks`: how many such intervals are to hold
 * together (Bonferroni).
 */
export function estimate(values: readonly number[], overlap = 0, looks = 1): Estimate {
  const { length } = values;
  const quantile = length < 2 ? 0 : studentQuantile(1 - 0.025 / looks, length - 1);
  const half = length < 2 ? null : quantile * Math.sqrt(variance(values) * (1 / length + overlap));
  return { mean: mean(values), half };
}

/** The mean of values of the same seeds, of one thing less another. */
export function difference(of: readonly number[], less: readonly number[], overlap = 0): Estimate {
  return estimate(
    of.map((value, index) => value - less[index]!),
    overlap,
  );
}

/** Whether the interval leaves out zero. */
export function isCertain({ mean: middle, half }: Estimate): boolean {
  return half !== null && Math.abs(middle) > half;
}

/**
 * "0.220 ± 0.066": as many decimals on both sides, two significant digits of the interval or more where the mean has
 * three.
 */
export function withInterval({ mean: middle, half }: Estimate): string {
  if (half === null) return amount(middle);
  const largest = Math.max(Math.abs(middle), half);
  if (half === 0 || largest >= 1e6 || largest < 1e-3 || !Number.isFinite(middle + half)) {
    return `${amount(middle)} ± ${amount(half)}`;
  }
  const three = (value: number) => decimalsFor(Math.abs(value) / 10);
  const decimals = Math.max(decimalsFor(half), middle === 0 ? 0 : Math.min(three(middle), three(half)));
  return `${fixed(middle, decimals)} ± ${fixed(half, decimals)}`;
}

/** The ends of the interval, as a point of a chart takes them; not below `least`. */
export function whiskers(
  { mean: middle, half }: Estimate,
  least = 0,
): { readonly low?: number; readonly high?: number } {
  return half === null ? {} : { low: Math.max(least, middle - half), high: middle + half };
}
