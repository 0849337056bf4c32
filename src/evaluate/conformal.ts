import type { NumberMatrix } from "../base/matrix.ts";
import { quantileOfSorted, sum } from "../base/statistics.ts";
import { wilson } from "./calibration.ts";
import type { FoldSize } from "./compare.ts";
import { entriesByFold, type HeldOut, outsideFold } from "./held-out.ts";
import type { IntervalCoverage, IntervalRule } from "./results/certainty.ts";
import { summariseScores } from "./summary.ts";

const tenths = 10;
const shownLevels = [50, 80, 90, 95];
const drawnLevel = 90;

/** Rows that the mean size of all errors counts for in a tenth. */
const sharedRows = 4;

/**
 * Intervals from errors on held-out rows: cross-conformal (Vovk 2015; CV+ of Barber et al. 2021 with one model in place
 * of those of the folds), scaled by the mean size of errors in the tenth of the prediction (Lei et al. 2018). An error
 * is measured by the others of its tenth, as one of a new row would be. Each side keeps half of the misses. Repeats of
 * a row count as one. Null where there are too few rows for any interval.
 */
export function learnIntervals(
  predictions: ArrayLike<number>,
  held: Pick<HeldOut, "rows" | "truth">,
  seen: Uint8Array,
): IntervalRule | null {
  const entries: number[] = [];
  for (let i = 0; i < seen.length; i++) if (seen[i] === 1) entries.push(i);
  const rows = new Set(entries.map((i) => held.rows[i])).size;
  if (rows < 3) return null;
  const edges = edgesOf(Float64Array.from(entries, (i) => predictions[i]!));
  const errors = Float64Array.from(entries, (i) => held.truth[i]! - predictions[i]!);
  const bins = entries.map((i) => binOf(edges, predictions[i]!));
  const sums = new Float64Array(edges.length + 1);
  const counts = new Float64Array(edges.length + 1);
  bins.forEach((bin, place) => {
    sums[bin]! += Math.abs(errors[place]!);
    counts[bin]! += 1;
  });
  const typical = sum(sums) / entries.length || 1; // all predicted exactly
  const scaleOf = (total: number, count: number) =>
    Math.max((Math.max(0, total) + sharedRows * typical) / (count + sharedRows), 1e-9 * typical);
  const scaled = errors
    .map((error, place) => {
      const bin = bins[place]!;
      return error / scaleOf(sums[bin]! - Math.abs(error), counts[bin]! - 1);
    })
    .sort();
  const levels = Array.from({ length: 50 }, (_, i) => 50 + i).flatMap((level) => {
    const miss = (1 - level / 100) / 2;
    // Ranks among the rows and one more, which is the new one; beyond the last there is no bound.
    const low = Math.floor((rows + 1) * miss + 1e-9);
    const high = Math.ceil((rows + 1) * (1 - miss) - 1e-9);
    if (low < 1 || high > rows) return [];
    const at = (rank: number, round: (x: number) => number) => scaled[round(rank)]!;
    return [
      {
        level,
        low: at(((low - 1) / rows) * scaled.length, Math.floor),
        high: at((high / rows) * scaled.length - 1, Math.ceil),
      },
    ];
  });
  if (levels.length === 0) return null;
  return { kind: "errors", edges, scales: Array.from(sums, (total, bin) => scaleOf(total, counts[bin]!)), levels };
}

/** The interval around a prediction; null at a level that the rule does not have. */
export function intervalAt(
  { edges, scales, levels }: IntervalRule,
  prediction: number,
  level: number,
): { readonly low: number; readonly high: number } | null {
  const found = levels.find((one) => one.level === level);
  if (found === undefined) return null;
  const scale = scales[binOf(edges, prediction)]!;
  return { low: prediction + found.low * scale, high: prediction + found.high * scale };
}

/**
 * How often intervals hold: those of a fold are learnt from errors on the rows of the other folds and tried on its own.
 * The rule for new rows is learnt from all.
 */
export function coverageOf(
  model: { readonly id: string; readonly values: NumberMatrix },
  held: HeldOut,
  sizes: ReadonlyMap<number, FoldSize>,
): IntervalCoverage {
  const predictions = model.values.data;
  const all = new Uint8Array(held.rows.length).fill(1);
  const folds = [...entriesByFold(held)].flatMap(([fold, entries]) => {
    const rule = sizes.size < 2 ? null : learnIntervals(predictions, held, outsideFold(held, fold));
    return rule === null ? [] : [{ entries, rule, size: sizes.get(fold)! }];
  });
  const isKnown = (level: number) =>
    folds.length > 0 && folds.every(({ rule }) => rule.levels.some((one) => one.level === level));
  const tried = (level: number) => folds.map(({ entries, rule }) => entries.map((i) => tryAt(i, rule, level)));
  const tryAt = (i: number, rule: IntervalRule, level: number) => {
    const { low, high } = intervalAt(rule, predictions[i]!, level)!;
    const truth = held.truth[i]!;
    return { prediction: predictions[i]!, holds: truth >= low && truth <= high, width: high - low };
  };
  const repeats = held.rows.length / Math.max(1, new Set(held.rows).size);
  return {
    model: model.id,
    rule: learnIntervals(predictions, held, all),
    levels: shownLevels.filter(isKnown).map((level) => {
      const byFold = tried(level);
      return {
        level,
        coverage: summariseScores(
          byFold.map((fold) => fold.filter(({ holds }) => holds).length / fold.length),
          folds.map(({ size }) => size),
        ),
        width: sum(byFold.flat().map(({ width }) => width)) / byFold.flat().length,
      };
    }),
    tenths: isKnown(drawnLevel) ? byTenth(tried(drawnLevel).flat(), repeats) : [],
  };
}

type Trial = { readonly prediction: number; readonly holds: boolean; readonly width: number };

/** Coverage by tenth of the prediction, with Wilson's interval for as many rows as there are without repeats. */
function byTenth(trials: readonly Trial[], repeats: number): IntervalCoverage["tenths"] {
  const edges = edgesOf(Float64Array.from(trials, ({ prediction }) => prediction));
  const bins = Array.from({ length: edges.length + 1 }, (): Trial[] => []);
  for (const trial of trials) bins[binOf(edges, trial.prediction)]!.push(trial);
  return bins
    .filter((bin) => bin.length > 0)
    .map((bin) => {
      const held = bin.filter(({ holds }) => holds).length;
      const predictions = bin.map(({ prediction }) => prediction);
      return {
        from: predictions.reduce((a, b) => Math.min(a, b)),
        to: predictions.reduce((a, b) => Math.max(a, b)),
        rows: bin.length,
        coverage: held / bin.length,
        ...wilson(held / repeats, bin.length / repeats),
        width: sum(bin.map(({ width }) => width)) / bin.length,
      };
    });
}

/** What parts the predictions in tenths; fewer where many are equal. */
function edgesOf(predictions: Float64Array): readonly number[] {
  const sorted = predictions.sort();
  const edges = Array.from({ length: tenths - 1 }, (_, i) => quantileOfSorted(sorted, (i + 1) / tenths));
  return [...new Set(edges)];
}

/** Number of edges below the value. */
function binOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && value > edges[bin]!) bin++;
  return bin;
}
