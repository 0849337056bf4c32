import { mean, studentQuantile, variance } from "../base/statistics.ts";
import { amount } from "../report/number.ts";

/** What a study says when it has no intervals. */
export const oneSeedWords = "One seed cannot show a difference; ask for more seeds.";

/** A mean over seeds with its 95% interval (Student's t); without one for a single seed. */
export interface Estimate {
  readonly mean: number;
  readonly half: number | null;
}

/**
 * `overlap`: test rows over training rows, where the seeds deal one table anew and so share rows. It widens the
 * interval (C. Nadeau and Y. Bengio, 2003); 0 where seeds are independent.
 */
export function estimate(values: readonly number[], overlap = 0): Estimate {
  const { length } = values;
  const half =
    length < 2 ? null : studentQuantile(0.975, length - 1) * Math.sqrt(variance(values) * (1 / length + overlap));
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

/** "0.213 ± 0.012" */
export function withInterval({ mean: middle, half }: Estimate): string {
  return half === null ? amount(middle) : `${amount(middle)} ± ${amount(half)}`;
}

/** The ends of the interval of what is not negative, as a point of a chart takes them. */
export function whiskers({ mean: middle, half }: Estimate): { readonly low?: number; readonly high?: number } {
  return half === null ? {} : { low: Math.max(0, middle - half), high: middle + half };
}
