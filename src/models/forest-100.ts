import { defaultForestOptions } from "../forest/forest.ts";
import { forestData, growForest, trainedForest } from "./forests.ts";
import type { Model } from "./model.ts";

/** A forest of the default size of other libraries. */
export const forest100 = {
  id: "forest-100",
  label: "Random forest, 100 trees",
  mark: { color: "brown", shape: "cross" },
  included: "in all",
  describe: () => "100 trees, otherwise like the random forest.",
  train: async (fold, _, watch) =>
    trainedForest(growForest({ data: forestData(fold), fold }, defaultForestOptions(fold.task, 100), watch)),
} as const satisfies Model;
