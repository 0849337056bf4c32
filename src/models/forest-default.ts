import { defaultForestOptions } from "../forest/forest.ts";
import { growForest, trainedForest } from "./forests.ts";
import type { Model } from "./model.ts";

/** A forest as most libraries grow it when nothing is asked of them. */
export const forestDefault = {
  id: "forest-default",
  label: "Fully grown forest",
  mark: { color: "rust", shape: "diamond" },
  describe: ({ trees }) => `${trees} trees of unlimited depth, neither tuned nor calibrated.`,
  train: async (fold, { trees }, watch) =>
    trainedForest(fold, growForest(fold, defaultForestOptions(fold.task, trees), watch)),
} as const satisfies Model;
