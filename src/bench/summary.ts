import { wilcoxonSignedRank } from "./signed-rank.ts";
import { mean, quantile } from "../base/statistics.ts";
import { compareModels, type FoldSize } from "../evaluate/compare.ts";
import { metrics } from "../evaluate/metrics.ts";
import { type Cost, headlineOf, meanCost, meanScore, modelOf, modelsOf } from "./lookup.ts";
import { criticalDifference, friedman, meanRanks } from "./rank-test.ts";
import type { MetricId } from "../evaluate/results/models.ts";
import type { SuiteModel, SuiteRanks, SuiteSet, SuiteStanding, SuiteSummary } from "./scores.ts";

/** Losses below this are taken as this in ratios, so that two nearly perfect models do not decide a geometric mean. */
const leastLoss = 1e-4;

/** Fewer sets say nothing in a rank test. */
const leastSets = 5;

/**
 * Wins, ranks and ratios over all sets, by log-loss or RMSE. The reference is `forest` where it ran, else the first
 * model.
 */
export function summariseSuite(sets: readonly SuiteSet[]): SuiteSummary {
  const ids = modelsOf(sets);
  const against = ids.includes("forest") ? "forest" : (ids[0] ?? "");
  const standings = ids.filter((id) => id !== against).map((id) => standing(sets, id, against));
  return { against, standings: standings.filter((one) => one.sets > 0), ranks: rankAll(sets, ids) };
}

interface Pair {
  readonly set: SuiteSet;
  readonly metric: MetricId;
  readonly model: SuiteModel;
  readonly other: SuiteModel;
  readonly value: number;
  readonly reference: number;
}

function pairsOf(sets: readonly SuiteSet[], id: string, against: string): Pair[] {
  return sets.flatMap((set) => {
    const metric = headlineOf(set);
    const model = modelOf(set, id);
    const other = modelOf(set, against);
    const value = meanScore(model, metric);
    const reference = meanScore(other, metric);
    if (model === undefined || other === undefined || value === null || reference === null) return [];
    return [{ set, metric, model, other, value, reference }];
  });
}

function standing(sets: readonly SuiteSet[], id: string, against: string): SuiteStanding {
  const pairs = pairsOf(sets, id, against);
  const logRatios = pairs.map(({ value, reference }) => Math.log(atLeast(value) / atLeast(reference)));
  const outcomes = pairs.map(outcomeOf);
  const certain = pairs.map(certainOutcome);
  return {
    model: id,
    sets: pairs.length,
    wins: outcomes.filter((outcome) => outcome === "win").length,
    ties: outcomes.filter((outcome) => outcome === "tie").length,
    losses: outcomes.filter((outcome) => outcome === "loss").length,
    certainWins: certain.filter((outcome) => outcome === "better").length,
    certainLosses: certain.filter((outcome) => outcome === "worse").length,
    wilcoxon: pairs.length < leastSets ? null : wilcoxonSignedRank(logRatios),
    scoreRatio: pairs.length === 0 ? 1 : Math.exp(mean(logRatios)),
    parameterRatio: medianRatio(pairs, "parameters"),
    operationRatio: medianRatio(pairs, "trainOperations"),
    secondsRatio: medianRatio(pairs, "trainSeconds"),
  };
}

function atLeast(loss: number): number {
  return Math.max(loss, leastLoss);
}

/** Headlines are losses: lower is better. The margin is that of the verdict. */
function outcomeOf({ metric, value, reference }: Pair): "win" | "tie" | "loss" {
  const margin = metrics[metric].margin.size * Math.abs(reference);
  if (Math.abs(value - reference) <= margin) return "tie";
  return value < reference ? "win" : "loss";
}

function certainOutcome({ set, metric, model, other }: Pair): string | undefined {
  const sizes = new Map<number, FoldSize>(set.folds.map((fold) => [fold.fold, fold]));
  const [comparison] = compareModels({
    first: model.folds,
    second: other.folds,
    sizes,
    repeats: 1,
    tested: [metric],
  });
  return comparison?.outcome;
}

function medianRatio(pairs: readonly Pair[], cost: Cost): number | null {
  const ratios = pairs.flatMap(({ model, other }) => {
    // Seconds of another machine say nothing beside ours.
    if (cost === "trainSeconds" && model.source !== other.source) return [];
    const mine = meanCost(model, cost);
    const theirs = meanCost(other, cost);
    return mine === null || theirs === null || mine <= 0 ? [] : [theirs / mine];
  });
  return ratios.length === 0 ? null : quantile(ratios, 0.5);
}

/** Over the sets that every model of the suite has scores on. */
function rankAll(sets: readonly SuiteSet[], ids: readonly string[]): SuiteRanks | null {
  const values = sets.flatMap((set) => {
    const row = ids.map((id) => meanScore(modelOf(set, id), headlineOf(set)));
    const known = row.filter((value) => value !== null);
    return known.length === ids.length ? [known] : [];
  });
  if (values.length < 2 || ids.length < 2) return null;
  const rank = meanRanks(values);
  const models = ids.map((model, i) => ({ model, rank: rank[i]! }));
  return {
    sets: values.length,
    models: models.sort((a, b) => a.rank - b.rank || (a.model < b.model ? -1 : 1)),
    friedman: friedman(values),
    criticalDifference: criticalDifference(ids.length, values.length),
  };
}
