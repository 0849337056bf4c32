import type { Random } from "../../src/base/random.ts";
import type { Importance, PartialDependence } from "../../src/evaluate/results/explanation.ts";
import type { MetricId, ModelResult } from "../../src/evaluate/results/models.ts";
import type { PathPoint, SizePoint, Survival } from "../../src/evaluate/results/training.ts";
import type { Story } from "./report-results.ts";

/** A descent of every fold: 14 dense rounds, then halvings, some undone. */
export function pathOf(random: Random, folds: number, finalParameters: number): readonly PathPoint[] {
  return Array.from({ length: folds }, (_, fold) => descent(random, fold, finalParameters)).flat();
}

function descent(random: Random, fold: number, finalParameters: number): readonly PathPoint[] {
  const points: PathPoint[] = [];
  const base = 0.3 + 0.05 * random.uniform();
  let weights = Math.round(finalParameters * (38 + 12 * random.uniform()));
  const rounds = 30 + random.below(10);
  for (let round = 0; round < rounds; round++) {
    const dense = round < 14;
    const due = !dense && (round - 14) % 3 === 2;
    const accepted = due ? round < rounds - 6 || random.uniform() < 0.4 : null;
    if (due && accepted === true) weights = Math.max(finalParameters * 0.8, weights * 0.55);
    const learnt = Math.exp(-round / 5);
    const late = round > rounds - 6 ? 0.03 * random.uniform() : 0;
    points.push({
      fold,
      round,
      phase: dense ? "dense" : "prune",
      trainLoss: base * 0.9 + 0.4 * learnt - (dense ? 0.002 * round : 0.01),
      holdoutLoss: base + 0.4 * learnt + 0.01 * random.uniform() + late,
      pruneFraction: dense ? 0 : 0.5,
      weights: Math.round(weights),
      parameters: Math.round(weights * 1.1),
      activeInputs: Math.round(Math.min(140, 20 + weights / 14)),
      operations: 1e6 * (round + 1),
      accepted,
      testMetrics: null,
    });
  }
  const chosen = points.findLastIndex((point) => point.accepted === true);
  return points.map((point, index) => (index === chosen ? { ...point, phase: "chosen" } : point));
}

/** Rungs of the network and size-capped forests around the two models' scores. */
export function sizesOf(
  random: Random,
  network: ModelResult,
  forest: ModelResult,
  metric: MetricId,
): readonly SizePoint[] {
  const best = network.summary[metric]?.mean ?? 1;
  const trees = forest.summary[metric]?.mean ?? 1;
  const rungs = [48, 26, 14, 7.5, 4, 2.1, 1, 0.5, 0.25, 0.12].map((times, index): SizePoint => {
    const loss =
      times < 1 ? 1 + 0.05 / times ** 0.8 - 0.05 : 1 + 0.004 * Math.log(times + 1) + 0.003 * random.uniform();
    return {
      model: "occam",
      label: `rung ${index + 1}`,
      parameters: network.parameters * times,
      metrics: { [metric]: best * loss },
    };
  });
  const capped = [1, 3, 10, 30, 100, 300].map(
    (count): SizePoint => ({
      model: "forest",
      label: `${count} trees`,
      parameters: (forest.parameters * count) / 500,
      metrics: { [metric]: trees * (1 + 0.35 / count) },
    }),
  );
  return [...rungs, ...capped];
}

/** Importance of every column for both models, falling off with its place. */
export function importanceOf(
  random: Random,
  columns: readonly string[],
  folds: number,
  top: number,
): readonly Importance[] {
  return ["occam", "forest"].flatMap((model) =>
    columns.map((column, index): Importance => {
      const mean = top * Math.exp(-index / 3) * (0.7 + 0.6 * random.uniform()) - (index > 8 ? top * 0.004 : 0);
      const half = top * 0.05 + Math.abs(mean) * 0.25 * random.uniform();
      const byFold = Array.from({ length: folds }, () => mean + half * random.normal());
      return { model, column, mean, low: mean - half, high: mean + half, byFold };
    }),
  );
}

/** Columns kept by pruning: the first ones always, later ones seldom. */
export function survivalOf(random: Random, columns: readonly string[], folds: number): readonly Survival[] {
  return columns.map((column, index) => {
    const kept =
      index < columns.length * 0.4 ? folds : Math.max(0, Math.round(folds * (1 - (index / columns.length) * 1.3)));
    return { column, folds: kept, weights: kept === 0 ? 0 : 2 + 20 * random.uniform() };
  });
}

/** Curves of the first six columns for both models. */
export function dependence(random: Random, story: Story): readonly PartialDependence[] {
  const scale = story.task === "regression" ? 120 : 0.4;
  const base = story.task === "regression" ? 130 : 0.25;
  return story.columns.slice(0, 6).map((column, index): PartialDependence => {
    const levels = story.levels !== undefined && index % 3 === 2 ? story.levels : null;
    const grid = levels ?? Array.from({ length: 20 }, (_, k) => k * 6);
    const curve = (shift: number) =>
      grid.map(
        (_, k) =>
          base +
          (scale / (1 + Math.exp(-(k - 9) * (0.25 + 0.1 * index)))) * (1 - 0.12 * index) +
          shift * scale * 0.06 * random.normal(),
      );
    return {
      column,
      grid,
      output: story.task === "regression" ? story.target : (story.classes[1] ?? ""),
      curves: [
        { model: "occam", values: curve(0.3) },
        { model: "forest", values: curve(1) },
      ],
    };
  });
}
