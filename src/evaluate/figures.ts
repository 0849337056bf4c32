import { metrics } from "./metrics.ts";
import type { Comparison } from "./results/verdict.ts";

/** What a difference needs to be put into words: its metric, its size and the margin that counts as equal. */
export type Figure = Pick<Comparison, "metric" | "difference" | "margin">;

/**
 * "12% lower" or "higher by a factor of 2.5": where the first model's value lies, seen from the second's, whose mean is
 * `reference`; `difference` is positive when the first is better.
 */
export function amount(figure: Figure, reference: number, difference = figure.difference): string {
  const { higherIsBetter, unit } = metrics[figure.metric];
  const direction = difference > 0 === higherIsBetter ? "higher" : "lower";
  const base = Math.abs(reference);
  if (unit === "share") return `${digits(100 * Math.abs(difference))} points ${direction}`;
  if (base === 0) return `${digits(Math.abs(difference))} ${direction}`;
  // A loss or an error cannot fall by more than all of it, though an interval may reach below.
  const share = Math.abs(difference) / base;
  if (share > 1 && direction === "higher") return `higher by a factor of ${digits(1 + share)}`;
  return `${digits(100 * (difference > 0 ? Math.min(1, share) : share))}% ${direction}`;
}

/** The margin of practical equivalence: "0.5%" of `reference`, or points of a share. */
export function margin(figure: Figure, reference: number): string {
  const base = Math.abs(reference);
  if (metrics[figure.metric].unit === "share") return `${digits(100 * figure.margin)} points`;
  return base === 0 ? digits(figure.margin) : `${digits((100 * figure.margin) / base)}%`;
}

/** Two significant digits are what such a figure is worth. */
function digits(value: number): string {
  if (value >= 9.95) return value.toFixed(0);
  if (value >= 0.095) return value.toFixed(1);
  return value === 0 ? "0" : value.toFixed(2) === "0.00" ? "under 0.01" : value.toFixed(2);
}
