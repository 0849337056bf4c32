import { mean, studentCdf, studentQuantile, sum, variance } from "../base/statistics.ts";
import { holm } from "../evaluate/compare.ts";
import { metricIds, metrics } from "../evaluate/metrics.ts";
import type { MetricId } from "../evaluate/results.ts";
import type { SuiteModel, SuiteScores, SuiteSet } from "./scores.ts";

/** How far a metric may drop: a share of the stored mean for losses and errors, absolute for shares and areas. Others are not guarded. */
export type Tolerances = Readonly<Partial<Record<MetricId, number>>>;

/** One metric of the headline kind and one that everybody reads, for each kind of task: each further one costs the others power. */
export const defaultTolerances: Tolerances = { logLoss: 0.01, accuracy: 0.005, rmse: 0.01 };

/** Chance of a false alarm in a whole check, however many sets: who runs it at every commit must not learn to ignore it. */
const falseAlarms = 0.002;

/** Relative drops of a log-loss below this are taken of this: a nearly perfect model may lose half of nearly nothing. */
const leastBase: Readonly<Partial<Record<MetricId, number>>> = { logLoss: 0.05, logLossUnclipped: 0.05 };

/** One comparison with the baseline: a metric of a model on one set, or over all sets. */
export interface GuardCase {
  readonly set: string | null; // null: all sets together
  readonly model: string;
  readonly metric: MetricId;
  readonly stored: number | null; // mean over folds; null over all sets
  readonly now: number | null;
  readonly drop: number | null; // mean paired drop, positive is worse, in the unit of the tolerance
  readonly standardError: number | null;
  readonly tolerance: number | null; // null: only its presence is guarded
  readonly adjustedPValue: number | null; // one-sided, Holm over all cases
  readonly visible: number | null; // about the smallest drop that would have been called a regression
  readonly status: "passed" | "regressed" | "missing";
}

export interface GuardReport {
  readonly cases: readonly GuardCase[];
  readonly changed: readonly string[]; // sets whose data are not those of the baseline: not compared
  readonly added: readonly string[]; // sets that the baseline does not know
  readonly regressed: boolean; // some case regressed or is missing
}

interface Measured {
  readonly entry: Omit<GuardCase, "adjustedPValue" | "visible" | "status">;
  readonly folds: number;
  readonly degrees: number;
}

/**
 * Compares new scores with stored ones, fold by fold. A regression needs all of: a mean paired drop beyond the tolerance, beyond twice
 * its standard error, and unlikely by chance (one-sided t test at 0.2%, Holm-corrected over all cases, so that a suite of many sets
 * raises no false alarms). Each metric is also judged over all sets together, where small drops everywhere add up. Folds and data are given, so
 * that chance here is only that of training: the plain standard error over folds is right. A set, model or metric that was stored and is
 * not there now counts as a failure.
 */
export function compareWithBaseline(now: SuiteScores, stored: SuiteScores, tolerances: Tolerances): GuardReport {
  const current = new Map(now.sets.map((set) => [set.name, set]));
  const changed = stored.sets.filter((set) => current.has(set.name) && current.get(set.name)!.sha256 !== set.sha256);
  const compared = stored.sets.filter((set) => !changed.includes(set));
  const measured: Measured[] = [];
  const missing: GuardCase[] = [];
  for (const set of compared) {
    for (const model of ourModels(set)) {
      for (const metric of metricsOf(model)) {
        const found = measure(set, model, metric, current.get(set.name), tolerances[metric] ?? null);
        if (found === null) missing.push(absent(set, model, metric, tolerances[metric] ?? null));
        else measured.push(found);
      }
    }
  }
  const guarded = measured.filter(({ entry }) => entry.tolerance !== null);
  const together = jointly(guarded);
  const cases = [...missing, ...judge([...guarded, ...together])];
  return {
    cases,
    changed: changed.map((set) => set.name),
    added: now.sets.filter((set) => !stored.sets.some((known) => known.name === set.name)).map((set) => set.name),
    regressed: cases.some((entry) => entry.status !== "passed"),
  };
}

function ourModels(set: SuiteSet): SuiteModel[] {
  return set.models.filter((model) => model.source === "run");
}

function metricsOf(model: SuiteModel): MetricId[] {
  return metricIds.filter((metric) => model.folds.some((fold) => fold.metrics[metric] !== undefined));
}

/** null when the new run lacks the set, the model, or the metric in a fold that has it stored. */
function measure(
  stored: SuiteSet,
  model: SuiteModel,
  metric: MetricId,
  set: SuiteSet | undefined,
  tolerance: number | null,
): Measured | null {
  const other = set?.models.find((candidate) => candidate.id === model.id && candidate.source === "run");
  const before: number[] = [];
  const after: number[] = [];
  for (const fold of model.folds) {
    const value = fold.metrics[metric];
    if (value === undefined) continue;
    const found = other?.folds.find((candidate) => candidate.fold === fold.fold)?.metrics[metric];
    if (found === undefined) return null;
    before.push(value);
    after.push(found);
  }
  const { higherIsBetter, margin } = metrics[metric];
  const size = Math.max(Math.abs(mean(before)), leastBase[metric] ?? 0);
  const base = margin.kind === "absolute" || size === 0 ? 1 : size;
  const drops = before.map((value, i) => ((higherIsBetter ? 1 : -1) * (value - after[i]!)) / base);
  return {
    entry: {
      set: stored.name,
      model: model.id,
      metric,
      stored: mean(before),
      now: mean(after),
      drop: mean(drops),
      standardError: Math.sqrt(variance(drops) / drops.length),
      tolerance,
    },
    folds: drops.length,
    degrees: drops.length - 1,
  };
}

/** Mean drop over all sets of each model and metric, with Welch and Satterthwaite's degrees of freedom; only where two sets or more have it. */
function jointly(measured: readonly Measured[]): Measured[] {
  const groups = new Map<string, Measured[]>();
  for (const one of measured) {
    const key = `${one.entry.metric} ${one.entry.model}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    if (group.length < 2) return [];
    const squares = group.map(({ entry }) => entry.standardError! * entry.standardError!);
    const total = sum(squares);
    const spread = sum(squares.map((square, i) => (square * square) / Math.max(1, group[i]!.degrees)));
    const entry = {
      ...group[0]!.entry,
      set: null,
      stored: null,
      now: null,
      drop: mean(group.map((one) => one.entry.drop!)),
      standardError: Math.sqrt(total) / group.length,
    };
    return [
      {
        entry,
        folds: sum(group.map((one) => one.folds)),
        degrees: spread > 0 ? (total * total) / spread : 1,
      },
    ];
  });
}

function judge(measured: readonly Measured[]): GuardCase[] {
  const adjusted = holm(measured.map(oneSided));
  return measured.map(({ entry, folds }, i) => {
    const { drop, standardError, tolerance } = entry;
    const regressed = folds > 1 && drop! > tolerance! && drop! > 2 * standardError! && adjusted[i]! <= falseAlarms;
    const status = regressed ? "regressed" : "passed";
    return {
      ...entry,
      adjustedPValue: adjusted[i]!,
      visible: visibleDrop(measured[i]!, measured.length),
      status,
    };
  });
}

/** What the noise of this very comparison lets through, at the harshest bar that Holm sets. */
function visibleDrop({ entry, degrees }: Measured, family: number): number | null {
  if (degrees < 1) return null;
  const bar = Math.max(2, studentQuantile(1 - falseAlarms / family, degrees));
  return Math.max(entry.tolerance!, bar * entry.standardError!);
}

function oneSided({ entry, degrees }: Measured): number {
  if (degrees < 1 || entry.drop! <= 0) return 1;
  if (entry.standardError! === 0) return 0;
  return studentCdf(-entry.drop! / entry.standardError!, degrees);
}

function absent(set: SuiteSet, model: SuiteModel, metric: MetricId, tolerance: number | null): GuardCase {
  const values = model.folds.flatMap((fold) => fold.metrics[metric] ?? []);
  return {
    set: set.name,
    model: model.id,
    metric,
    stored: mean(values),
    now: null,
    drop: null,
    standardError: null,
    tolerance,
    adjustedPValue: null,
    visible: null,
    status: "missing",
  };
}
