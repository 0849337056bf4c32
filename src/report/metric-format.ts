import { format } from "d3-format";
import type { Interval, MetricId } from "../evaluate/results/models.ts";
import { metricWords } from "./metric-words.ts";
import { decimalsFor, fixed } from "./number.ts";

/** The ends of an interval, cut to what is possible: a symmetric interval of an accuracy of 99% reaches beyond 100%. */
export function possible(id: MetricId, interval: Interval): { readonly low: number; readonly high: number } {
  const [least, most] = metricWords(id).limits;
  return { low: Math.max(least, interval.low), high: Math.min(most, interval.high) };
}

/** Prints values of one metric with the decimals that its intervals deserve. */
export interface MetricFormat {
  readonly value: (value: number) => string;
  readonly size: (difference: number) => string; // without a sign, with the unit of a difference
  readonly plain: (value: number) => string; // no unit, for a column that has it in its head
}

/**
 * One format for all values of a metric, so that their decimals line up: two significant digits of the narrowest
 * interval, and three of the score itself, so that 4.7 against 5.2 is not all there is of 4.74 and 5.20.
 */
export function metricFormat(id: MetricId, intervals: readonly (Interval | undefined)[]): MetricFormat {
  const known = intervals.filter((interval) => interval !== undefined);
  const { scale } = unitOf(id);
  const level = Math.max(...known.map((interval) => Math.abs(interval.mean) * scale), 0);
  const least = metricWords(id).share ? 0 : decimalsFor(level / 10);
  const widths = known.map((interval) => halfWidth(interval) * scale).filter((width) => width > 0);
  const precision = widths.length > 0 ? Math.min(...widths) : level / 100;
  if (isFar(level)) return scientific(level, precision);
  return formatWith(id, Math.max(least, decimalsFor(precision)), decimalsFor(level) + 2);
}

/** Whether fixed decimals would be a row of zeros: targets may be of any size. */
function isFar(level: number): boolean {
  return level > 0 && (level < 1e-5 || level >= 1e12);
}

/** Powers of ten, with the digits that show two of `precision`. */
function scientific(level: number, precision: number): MetricFormat {
  const digits = precision > 0 ? Math.ceil(Math.log10(level) - Math.log10(precision)) + 1 : 3;
  const print = format(`.${Math.max(1, Math.min(6, digits))}e`);
  return { plain: print, value: print, size: (number) => print(Math.abs(number)) };
}

/** The format of a difference and its interval: two significant digits of the interval. */
export function differenceFormat(id: MetricId, ends: { readonly low: number; readonly high: number }): MetricFormat {
  const width = halfWidth(ends) * unitOf(id).scale;
  const level = Math.max(Math.abs(ends.low), Math.abs(ends.high));
  if (isFar(level)) return scientific(level, width);
  return formatWith(id, width > 0 ? decimalsFor(width) : 3, 8);
}

function formatWith(id: MetricId, decimals: number, most: number): MetricFormat {
  const { scale, value, difference } = unitOf(id);
  const used = Math.min(decimals, metricWords(id).share ? 2 : Math.max(3, most));
  const plain = (number: number) => fixed(number * scale, used);
  return {
    plain,
    value: (number) => plain(number) + value,
    size: (number) => plain(Math.abs(number)) + difference,
  };
}

function unitOf(id: MetricId): {
  readonly scale: number;
  readonly value: string;
  readonly difference: string;
} {
  return metricWords(id).share
    ? { scale: 100, value: "%", difference: " points" }
    : { scale: 1, value: "", difference: "" };
}

function halfWidth(ends: { readonly low: number; readonly high: number }): number {
  return (ends.high - ends.low) / 2;
}
