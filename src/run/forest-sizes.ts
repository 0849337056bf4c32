import type { SizePoint } from "../evaluate/results.ts";
import { type Forest, type ForestData, type ForestOptions, forestSize, treeCount } from "../forest/forest.ts";
import { growTrees } from "../forest/grow.ts";
import { predictForest } from "../forest/predict.ts";
import { type Clock, shareUntil } from "./clock.ts";
import type { FoldJob } from "./job.ts";
import type { RunData } from "./run-data.ts";
import { score } from "./score.ts";

/** Sizes at which the curve of quality against parameters shows the forest. */
const shownTrees = [1, 3, 10, 30, 100, 300];
const shownLeaves = [4, 16, 64];
const treesOfCapped = 100;

/** The forest at other sizes: its first trees, and forests of few leaves. */
export function forestSizes(
  run: RunData,
  job: FoldJob,
  data: ForestData,
  forest: Forest,
  options: ForestOptions,
  clock: Clock,
): readonly SizePoint[] {
  const point = (label: string, sized: Forest, trees: number): SizePoint => ({
    model: "forest",
    label,
    parameters: forestSize(sized, trees).parameters,
    metrics: score(run, job.test, data.task, predictForest(sized, run.columns, job.test, trees).values),
  });
  const count = treeCount(forest);
  const prefixes = [...shownTrees.filter((trees) => trees < count), count];
  const trees = Math.min(treesOfCapped, options.trees);
  const inTime = () => clock(shareUntil.forestSizes);
  return [
    ...prefixes.filter(inTime).map((n) => point(n === 1 ? "1 tree" : `${n} trees`, forest, n)),
    ...shownLeaves.flatMap((maxLeaves) => {
      if (!inTime()) return [];
      const capped = growTrees(data, job.train, { ...options, trees, maxLeaves }, job.settings.seed);
      return [point(`${trees} trees of ${maxLeaves} leaves`, capped, trees)];
    }),
  ];
}
