import { mean } from "../base/statistics.ts";
import type { FoldSize } from "../evaluate/compare.ts";
import { gridLabels } from "../evaluate/dependence.ts";
import { summariseImportance } from "../evaluate/importance.ts";
import { metricIds } from "../evaluate/metrics.ts";
import type { PartialDependence } from "../evaluate/results/explanation.ts";
import type { MetricId } from "../evaluate/results/models.ts";
import type { Results } from "../evaluate/results/results.ts";
import type { SizePoint, Survival } from "../evaluate/results/training.ts";
import { shownInFull } from "../models/index.ts";
import type { FoldOutcome } from "./job.ts";
import type { OutOfFold } from "./out-of-fold.ts";
import type { Plan } from "./plan.ts";

/** Points of the same label as one: means over the folds, where every fold has such a point. */
export function averageSizes(outcomes: readonly FoldOutcome[]): readonly SizePoint[] {
  const points = new Map<string, SizePoint[]>();
  for (const outcome of outcomes) {
    for (const point of outcome.explanation?.sizes ?? []) {
      const key = JSON.stringify([point.model, point.label]);
      points.set(key, [...(points.get(key) ?? []), point]);
    }
  }
  return [...points.values()]
    .filter((same) => same.length === outcomes.length)
    .map((same) => {
      const metrics: Partial<Record<MetricId, number>> = {};
      for (const id of metricIds) {
        const values = same.map((point) => point.metrics[id]).filter((value) => value !== undefined);
        if (values.length > 0) metrics[id] = mean(values);
      }
      return { ...same[0]!, parameters: mean(same.map((point) => point.parameters)), metrics };
    });
}

/** The chosen model, where it looks at rows, and the first of the others; or the first two. */
export function explainedModels(outcomes: readonly FoldOutcome[], chosen: string | null): readonly string[] {
  const ids = outcomes[0]?.models.map(({ id }) => id) ?? [];
  return shownInFull([...new Set([...ids.filter((id) => id === chosen && id !== "dummy"), ...ids])]);
}

/** How much worse models get without a column, over all folds. */
export function importanceOf(
  models: readonly string[],
  outcomes: readonly FoldOutcome[],
  sizes: ReadonlyMap<number, FoldSize>,
): Results["importance"] {
  return models.flatMap((model) =>
    summariseImportance(
      model,
      outcomes.map((outcome) => ({
        drops: outcome.explanation?.drops.find((one) => one.model === model)?.drops ?? new Map(),
        size: sizes.get(outcome.fold)!,
      })),
    ),
  );
}

/** In how many folds some weight of the network still reads each table column; a date counts for all its parts. */
export function survivalOf({ run }: Plan, outcomes: readonly FoldOutcome[]): readonly Survival[] {
  const read = outcomes.flatMap(({ models }) => models.find(({ id }) => id === "occam")?.inputs ?? []);
  if (read.length === 0) return [];
  return [...new Set(run.sources)].map((column) => {
    const parts = run.columns.filter((_, i) => run.sources[i] === column).map(({ name }) => name);
    const weights = read.map((one) => parts.reduce((sum, name) => sum + (one.get(name) ?? 0), 0));
    return { column, folds: weights.filter((count) => count > 0).length, weights: mean(weights) };
  });
}

/** Columns whose curves are shown. */
const shownColumns = 6;

/** How predictions follow the columns that matter most over all folds, from the fold that drew them. */
export function dependenceOf(
  { run }: Plan,
  outcomes: readonly FoldOutcome[],
  {
    models,
    classes,
    importance,
  }: { readonly models: readonly string[] } & Pick<OutOfFold, "classes"> & Pick<Results, "importance">,
): readonly PartialDependence[] {
  const curves = outcomes
    .flatMap((outcome) => outcome.explanation?.curves ?? [])
    .filter(({ model }) => models.includes(model))
    .toSorted((a, b) => models.indexOf(a.model) - models.indexOf(b.model));
  const total = new Map<string, number>();
  for (const one of importance) total.set(one.column, (total.get(one.column) ?? 0) + one.mean);
  const columns = [...new Set(curves.map((curve) => curve.column))]
    .toSorted((a, b) => (total.get(b) ?? 0) - (total.get(a) ?? 0))
    .slice(0, shownColumns);
  return columns.map((column) => {
    const same = curves.filter((curve) => curve.column === column);
    const source = run.columns.find(({ name }) => name === column)!;
    return {
      column,
      grid: gridLabels(source, same[0]!.grid),
      output: run.kind === "classification" ? (classes[same[0]!.output] ?? "") : run.target.name,
      curves: same.map(({ model, values }) => ({ model, values })),
    };
  });
}

/** Explained test rows of the chosen model, or else of the first that has some. */
export function examplesOf(outcomes: readonly FoldOutcome[], chosen: string | null): Pick<Results, "examples"> {
  const all = outcomes.flatMap(({ explanation }) => explanation?.examples ?? []).filter(({ rows }) => rows.length > 0);
  const examples = all.find(({ model }) => model === chosen) ?? all[0];
  return examples === undefined ? {} : { examples };
}
