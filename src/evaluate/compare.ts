import { studentCdf, studentQuantile } from "../base/distributions.ts";
import { mean, squareUnit, variance } from "../base/statistics.ts";
import { metrics } from "./metrics.ts";
import type { FoldResult, MetricId } from "./results/models.ts";
import type { Comparison, Outcome } from "./results/verdict.ts";

/** Rows of one fold. */
export interface FoldSize {
  readonly train: number;
  readonly test: number;
}

/** Share of runs on equal models in which a difference may be claimed. */
const falseAlarms = 0.05;

/** More rows than this many times what there is are not worth a forecast. */
const forecastLimit = 1000;

/**
 * Standard error of a mean over cross-validation folds: (1/k + test/train) · s² (Nadeau and Bengio 2003), because
 * training sets overlap and the plain s²/k is far too sure. 0 for a single fold.
 */
export function foldedStandardError(values: readonly number[], sizes: readonly FoldSize[], leastDeviation = 0): number {
  if (values.length < 2) return 0;
  const ratio = mean(sizes.map((size) => size.test / size.train));
  const unit = squareUnit(values);
  const least = leastDeviation / unit;
  const spread = Math.max(variance(Float64Array.from(values, (value) => value / unit)), least * least);
  return unit * Math.sqrt((1 / values.length + ratio) * spread);
}

type ScoredFold = Pick<FoldResult, "fold" | "metrics">;

/** A paired difference before the others of its family are known. */
interface Paired {
  readonly metric: MetricId;
  readonly byFold: readonly number[];
  readonly difference: number;
  readonly standardError: number;
  readonly margin: number;
  readonly pValue: number;
  readonly rows: number; // test rows of all folds of one repeat
}

/**
 * Paired differences of two models over the same folds, one comparison a metric, Holm-corrected over `tested`; metrics
 * that fewer than one common fold defines are left out. Positive differences say that the first model is better.
 * `margins` overrides the margin of a metric (share of the second model's mean where the metric's margin is relative).
 */
export function compareModels(input: {
  readonly first: readonly ScoredFold[];
  readonly second: readonly ScoredFold[];
  readonly sizes: ReadonlyMap<number, FoldSize>; // by fold
  readonly repeats: number;
  readonly tested: readonly MetricId[];
  readonly margins?: Readonly<Partial<Record<MetricId, number>>>;
}): Comparison[] {
  const paired = input.tested.map((metric) => pair(metric, input)).filter((result) => result !== null);
  const adjusted = holm(paired.map((result) => result.pValue));
  return paired.map((result, i) => decide(result, adjusted[i]!, paired.length));
}

/**
 * Several pairs of models on one metric over the same folds: is the first of a pair better than the second? Asked one
 * way only, so p-values are one-sided, Holm-corrected over the pairs: if no first model is better, one is called so
 * in at most 5% of runs. A first model is called worse when its whole 95% interval is beyond the margin. Null for a
 * pair without a common fold.
 */
export function comparePairs(input: {
  readonly pairs: readonly { readonly first: readonly ScoredFold[]; readonly second: readonly ScoredFold[] }[];
  readonly metric: MetricId;
  readonly sizes: ReadonlyMap<number, FoldSize>; // by fold
  readonly repeats: number;
}): readonly (Comparison | null)[] {
  const paired = input.pairs.map((models) => oneSided(pair(input.metric, { ...input, ...models })));
  const known = paired.filter((result) => result !== null);
  const adjusted = holm(known.map((result) => result.pValue));
  return paired.map((result) => {
    if (result === null) return null;
    const comparison = decide(result, adjusted[known.indexOf(result)]!, known.length);
    return comparison.high < -comparison.margin ? { ...comparison, outcome: "worse" } : comparison;
  });
}

function oneSided(paired: Paired | null): Paired | null {
  if (paired === null) return null;
  return { ...paired, pValue: paired.difference > 0 ? paired.pValue / 2 : 1 - paired.pValue / 2 };
}

function pair(metric: MetricId, input: Omit<Parameters<typeof compareModels>[0], "tested">): Paired | null {
  const { higherIsBetter, margin } = metrics[metric];
  const byFold: number[] = [];
  const reference: number[] = [];
  const sizes: FoldSize[] = [];
  for (const fold of input.first) {
    const mine = fold.metrics[metric];
    const other = input.second.find((candidate) => candidate.fold === fold.fold)?.metrics[metric];
    const size = input.sizes.get(fold.fold);
    if (mine === undefined || other === undefined || size === undefined) continue;
    byFold.push(higherIsBetter ? mine - other : other - mine);
    reference.push(other);
    sizes.push(size);
  }
  if (byFold.length === 0) return null;
  const testRows = sizes.reduce((total, size) => total + size.test, 0);
  // Accuracy moves in steps of one row: folds that happen to agree must not pass for certainty.
  const step = metrics[metric].unit === "share" ? byFold.length / testRows : 0;
  const standardError = foldedStandardError(byFold, sizes, step);
  const difference = mean(byFold);
  const size = input.margins?.[metric] ?? margin.size;
  return {
    metric,
    byFold,
    difference,
    standardError,
    margin: margin.kind === "absolute" ? size : size * Math.abs(mean(reference)),
    pValue: twoSided(difference, standardError, byFold.length),
    rows: testRows / input.repeats,
  };
}

function twoSided(difference: number, standardError: number, folds: number): number {
  if (folds < 2 || difference === 0) return 1;
  if (standardError === 0) return 0;
  return Math.min(1, 2 * studentCdf(-Math.abs(difference) / standardError, folds - 1));
}

/** Holm's step-down correction (Holm 1979); the order of `pValues` is kept. */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted = pValues.map(() => 0);
  let largest = 0;
  for (const [rank, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[i]!));
    adjusted[i] = largest;
  }
  return adjusted;
}

function decide(paired: Paired, adjustedPValue: number, family: number): Comparison {
  const { byFold, difference, standardError, margin } = paired;
  const half = byFold.length < 2 ? 0 : standardError * studentQuantile(1 - falseAlarms / 2, byFold.length - 1);
  const outcome = judge({ difference, half, margin, adjustedPValue, folds: byFold.length });
  return {
    metric: paired.metric,
    difference,
    standardError,
    low: difference - half,
    high: difference + half,
    margin,
    pValue: paired.pValue,
    adjustedPValue,
    outcome,
    rowsToDecide: outcome === "undecided" && byFold.length > 1 ? rowsToDecide(paired, half, family) : null,
    byFold,
  };
}

/**
 * Equivalent: the 95% interval lies within the margin (stricter than two one-sided tests at 5%). Better or worse: the
 * corrected test excludes zero and the difference itself is beyond the margin. One fold decides nothing.
 */
function judge(x: {
  difference: number;
  half: number;
  margin: number;
  adjustedPValue: number;
  folds: number;
}): Outcome {
  if (x.folds < 2) return "undecided";
  if (Math.abs(x.difference) + x.half <= x.margin) return "equivalent";
  if (x.adjustedPValue > falseAlarms || Math.abs(x.difference) <= x.margin) return "undecided";
  return x.difference > 0 ? "better" : "worse";
}

/**
 * Rows at which the interval, shrinking with the root of the rows, would exclude zero or fit within the margin, were
 * the difference to stay.
 */
function rowsToDecide(paired: Paired, half: number, family: number): number | null {
  const size = Math.abs(paired.difference);
  const degrees = paired.byFold.length - 1;
  const strict = paired.standardError * studentQuantile(1 - falseAlarms / (2 * family), degrees);
  const needed = size > paired.margin ? strict / size : half / (paired.margin - size);
  const rows = paired.rows * Math.max(1, needed * needed);
  return Number.isFinite(rows) && rows <= forecastLimit * paired.rows ? roundUp(rows) : null;
}

/** Up to two significant digits. */
function roundUp(value: number): number {
  let unit = 1;
  while (value / unit >= 100) unit *= 10;
  return Math.ceil(value / unit) * unit;
}
