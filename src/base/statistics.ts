import { orderOf } from "./order.ts";

/** Sum with a running compensation (Neumaier 1974), so that many small values are not lost beside large ones. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

/** What numbers lie between, and how many there are; NaN is none. */
export interface Extent {
  readonly low: number; // with `high`: infinities, low above high, where there is none
  readonly high: number;
  readonly present: number;
}

/** The least and the greatest value, and how many are not NaN. */
export function extent(values: Float64Array): Extent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let present = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
    present += Number(value === value);
  }
  return { low, high, present };
}

/** Arithmetic mean. Throws on no values. */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new Error("The mean of no values is not defined.");
  return sum(values) / values.length;
}

/** Unbiased variance (n − 1), in two passes; 0 for a single value. */
export function variance(values: ArrayLike<number>): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  const squares = Float64Array.from(values, (value) => (value - centre) * (value - centre));
  return sum(squares) / (values.length - 1);
}

/** A power of two in which the squares of the values fit float64; 1 where they do so as they are. */
export function squareUnit(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most === 0 || (most > 1e-100 && most < 1e100) ? 1 : 2 ** Math.floor(Math.log2(most));
}

/**
 * Quantile by linear interpolation between the two nearest ranks (type 7 of R). `share` is 0 to 1. Throws on no values.
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  if (values.length === 0) throw new Error("A quantile of no values is not defined.");
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** As `quantile`, for values that are already ascending. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const position = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  if (position === below) return low;
  return low + (position - below) * (sorted[below + 1]! - low);
}

/** The values that are numbers, ascending. */
export function sortedPresent(values: Float64Array): Float64Array {
  const sorted = values.slice().sort(); // NaN last
  let end = sorted.length;
  while (end > 0 && Number.isNaN(sorted[end - 1])) end--;
  return sorted.subarray(0, end);
}

/** Ranks from 1, ties share the mean of their ranks. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = orderOf(values);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) result[order[i]!] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

/** Probability that a standard normal value is at most `x`; relative error below 1e-13, in the left tail too. */
export function normalCdf(x: number): number {
  const tail = normalTail(Math.abs(x));
  return x <= 0 ? tail : 1 - tail;
}

/**
 * Upper tail for x ≥ 0: the series of Abramowitz and Stegun 26.2.11 near zero, the continued fraction 26.2.14 beyond.
 */
function normalTail(x: number): number {
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (x < 2) {
    let term = x;
    let series = x;
    for (let n = 3; term > series * 1e-17; n += 2) {
      term *= (x * x) / n;
      series += term;
    }
    return 0.5 - density * series;
  }
  let fraction = x;
  for (let n = 120; n >= 1; n--) fraction = x + n / fraction;
  return density / fraction;
}

/** Value below which a standard normal value falls with the given probability; ±infinity at 0 and 1. */
export function normalQuantile(probability: number): number {
  if (probability <= 0) return Number.NEGATIVE_INFINITY;
  if (probability >= 1) return Number.POSITIVE_INFINITY;
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // Abramowitz and Stegun 26.2.23 is right to 4.5e-4; Halley's method makes it exact.
  const t = Math.sqrt(-2 * Math.log(probability));
  const rational = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  let x = rational - t;
  for (let i = 0; i < 4; i++) {
    const step = ((normalTail(-x) - probability) * Math.sqrt(2 * Math.PI)) / Math.exp(-0.5 * x * x);
    x -= step / (1 + 0.5 * x * step);
    if (x > 0) x = 0;
  }
  return x;
}

const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Logarithm of the gamma function for x > 0 (Lanczos 1964, g = 7, nine terms). */
export function logGamma(x: number): number {
  if (x < 0.5) return logGamma(x + 1) - Math.log(x);
  let series = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) series += lanczos[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

/**
 * Regularised incomplete beta function I_x(a, b), 0 ≤ x ≤ 1, a and b > 0, by its continued fraction (Lentz's method).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny);
  let fraction = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d, tiny);
    c = nonZero(1 + even / c, tiny);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, tiny);
    c = nonZero(1 + odd / c, tiny);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return (Math.exp(logFront) * fraction) / a;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** Probability that Student's t with the given degrees of freedom is at most `t`. */
export function studentCdf(t: number, degrees: number): number {
  const square = t * t;
  // The form without cancellation: the middle near zero, the tail beyond.
  if (square < degrees) {
    const middle = 0.5 * incompleteBeta(square / (degrees + square), 0.5, degrees / 2);
    return t <= 0 ? 0.5 - middle : 0.5 + middle;
  }
  const tail = 0.5 * incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5);
  return t <= 0 ? tail : 1 - tail;
}

/** Value below which Student's t falls with the given probability (bisection on `studentCdf`); ±infinity at 0 and 1. */
export function studentQuantile(probability: number, degrees: number): number {
  if (probability <= 0) return Number.NEGATIVE_INFINITY;
  if (probability >= 1) return Number.POSITIVE_INFINITY;
  if (probability > 0.5) return -studentQuantile(1 - probability, degrees);
  let high = 0;
  let low = -1;
  while (studentCdf(low, degrees) > probability) low *= 2;
  for (let i = 0; i < 200 && high - low > -1e-15 * low; i++) {
    const middle = 0.5 * (low + high);
    if (studentCdf(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}

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
