import { incompleteBeta, normalCdf } from "../base/distributions.ts";
import { mean, ranks } from "../base/statistics.ts";

/** Mean rank of each column over the rows; smaller values rank first, ties share. `values` is sets × models. */
export function meanRanks(values: readonly (readonly number[])[]): number[] {
  const byRow = values.map((row) => ranks(row));
  return (values[0] ?? []).map((_, model) => mean(byRow.map((row) => row[model]!)));
}

/**
 * p that all models are alike: Friedman's test (1937) in the F form of Iman and Davenport (1980). 1 with fewer than two
 * models or sets,
 * 0 when every set ranks the models in the same order.
 */
export function friedman(values: readonly (readonly number[])[]): number {
  const sets = values.length;
  const models = values[0]?.length ?? 0;
  if (sets < 2 || models < 2) return 1;
  const rank = meanRanks(values);
  const centre = (models + 1) / 2;
  const between = rank.reduce((total, r) => total + (r - centre) * (r - centre), 0);
  const statistic = ((12 * sets) / (models * (models + 1))) * between;
  const room = sets * (models - 1) - statistic;
  if (room <= 1e-12) return 0;
  const f = ((sets - 1) * statistic) / room;
  const above = models - 1;
  const below = (models - 1) * (sets - 1);
  return 1 - incompleteBeta((above * f) / (above * f + below), above / 2, below / 2);
}

/** Mean ranks that differ by less are not significantly different at a level of 5% (Nemenyi 1963; Demšar 2006). */
export function criticalDifference(models: number, sets: number): number {
  return (rangeQuantile(0.95, models) / Math.SQRT2) * Math.sqrt((models * (models + 1)) / (6 * sets));
}

/** Quantile of the range of `count` standard normal values, by bisection on its distribution. */
function rangeQuantile(probability: number, count: number): number {
  let low = 0;
  let high = 20;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rangeCdf(middle, count) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(range ≤ q) = k ∫ φ(z) (Φ(z) − Φ(z − q))^(k−1) dz, by Simpson's rule. */
function rangeCdf(q: number, count: number): number {
  const steps = 400;
  const from = -8;
  const width = 16 / steps;
  let total = 0;
  for (let i = 0; i <= steps; i++) {
    const z = from + i * width;
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    const inside = normalCdf(z) - normalCdf(z - q);
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    total += weight * density * (inside > 0 ? Math.exp((count - 1) * Math.log(inside)) : 0);
  }
  return (count * total * width) / 3;
}
