import {
  type Forest,
  type ForestData,
  type ForestOptions,
  firstTrees,
  forestSize,
  treeCount,
} from "../forest/forest.ts";
import { growTrees } from "../forest/grow.ts";
import { forestPredictor } from "./forests.ts";
import type { OtherSize } from "./trained-model.ts";
import type { TrainingFold } from "./training-fold.ts";

/** Sizes at which the curve of quality against parameters shows the forest. */
const shownTrees = [1, 3, 10, 30, 100, 300];
const shownLeaves = [4, 16, 64];
const treesOfCapped = 100;

/** The forest at other sizes, made when they are asked for: its first trees, and forests of few leaves. */
export function forestSizes(
  fold: TrainingFold,
  { data, options, forest }: { readonly data: ForestData; readonly options: ForestOptions; readonly forest: Forest },
): readonly (() => OtherSize)[] {
  const sized = (label: string, grown: Forest): OtherSize => ({
    label,
    round: null,
    parameters: forestSize(grown).parameters,
    predict: forestPredictor(grown),
  });
  const count = treeCount(forest);
  const trees = Math.min(treesOfCapped, options.trees);
  return [
    ...[...shownTrees.filter((few) => few < count), count].map(
      (few) => () => sized(few === 1 ? "1 tree" : `${few} trees`, firstTrees(forest, few)),
    ),
    ...shownLeaves.map((maxLeaves) => () => {
      const capped = growTrees(data, fold.rows, { ...options, trees, maxLeaves, seed: fold.seed });
      return sized(`${trees} trees of ${maxLeaves} leaves`, capped);
    }),
  ];
}
