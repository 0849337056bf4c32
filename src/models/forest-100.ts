import { defaultForestOptions } from "../forest/forest.ts";
import { growForest, trainedForest } from "./forests.ts";
import type { Model } from "./model.ts";

/** A forest of the default size of other libraries. */
export const forest100 = {
  id: "forest-100",
  label: "Random forest of 100 trees",
  mark: { color: "brown", shape: "cross" },
  describe: () => "100 fully grown trees, neither tuned nor calibrated.",
  train: async (fold, _, watch) => trainedForest(fold, growForest(fold, defaultForestOptions(fold.task, 100), watch)),
} as const satisfies Model;
