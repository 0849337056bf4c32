import { mean, variance } from "../base/statistics.ts";
import { metricIds, metrics } from "../evaluate/metrics.ts";
import type { MetricId } from "../evaluate/results/models.ts";
import { type GuardCase, jointly, judge, type Measured } from "./judge.ts";
import type { SuiteModel, SuiteScores, SuiteSet } from "./scores.ts";

/**
 * How far a metric may drop: a share of the stored mean for losses and errors, absolute for shares and areas. Others
 * are not guarded.
 */
export type Tolerances = Readonly<Partial<Record<MetricId, number>>>;

/**
 * The headline metric and one that every reader knows, for each kind of task: every further metric costs the others
 * power.
 */
export const defaultTolerances: Tolerances = { logLoss: 0.01, accuracy: 0.005, rmse: 0.01 };

/**
 * For a log-loss below this, a relative drop is a share of this value: a nearly perfect model may lose half of nearly
 * nothing.
 */
const leastBase: Readonly<Partial<Record<MetricId, number>>> = { logLoss: 0.05, logLossUnclipped: 0.05 };

export interface GuardReport {
  readonly cases: readonly GuardCase[];
  readonly changed: readonly string[]; // sets whose data are not those of the baseline: not compared
  readonly added: readonly string[]; // sets that the baseline does not know
  readonly lost: readonly string[]; // sets of the baseline that this run has not
  readonly regressed: boolean; // some case regressed or is missing, or a set is
}

/**
 * Compares new scores with stored ones, fold by fold. A regression needs all of: a mean paired drop beyond the
 * tolerance, beyond twice its standard error, and unlikely by chance (one-sided t test at 0.2%, Holm-corrected over all
 * cases, so that a suite of many sets raises no false alarms). Each metric is also judged over all sets together, where
 * small drops everywhere add up. Folds and data are given, so that chance here is only that of training: the plain
 * standard error over folds is right. A set, model or metric that was stored and is not there now counts as a failure.
 */
export function compareWithBaseline(now: SuiteScores, stored: SuiteScores, tolerances: Tolerances): GuardReport {
  const current = new Map(now.sets.map((set) => [set.name, set]));
  const changed = stored.sets.filter((set) => current.has(set.name) && current.get(set.name)!.sha256 !== set.sha256);
  const lost = stored.sets.filter((set) => !current.has(set.name)).map((set) => set.name);
  const compared = stored.sets.filter((set) => current.has(set.name) && !changed.includes(set));
  const measured: Measured[] = [];
  const missing: GuardCase[] = [];
  for (const set of compared) {
    for (const model of ourModels(set)) {
      for (const metric of metricsOf(model)) {
        const tolerance = tolerances[metric] ?? null;
        const found = measure({ set, model, metric, tolerance }, current.get(set.name));
        if (found === null) missing.push(absent({ set, model, metric, tolerance }));
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
    lost,
    regressed: lost.length > 0 || cases.some((entry) => entry.status !== "passed"),
  };
}

function ourModels(set: SuiteSet): SuiteModel[] {
  return set.models.filter((model) => model.source === "run");
}

function metricsOf(model: SuiteModel): MetricId[] {
  return metricIds.filter((metric) => model.folds.some((fold) => fold.metrics[metric] !== undefined));
}

/** One metric of a model on a set, as the baseline has it. */
interface Stored {
  readonly set: SuiteSet;
  readonly model: SuiteModel;
  readonly metric: MetricId;
  readonly tolerance: number | null;
}

/** null when the new run lacks the model, or the metric in a fold that has it stored. */
function measure({ set, model, metric, tolerance }: Stored, now: SuiteSet | undefined): Measured | null {
  const other = now?.models.find((candidate) => candidate.id === model.id && candidate.source === "run");
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
      set: set.name,
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

function absent({ set, model, metric, tolerance }: Stored): GuardCase {
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
    detectable: null,
    status: "missing",
  };
}
