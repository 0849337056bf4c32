import { defaultForestOptions } from "../forest/forest.ts";
import { tuneLeafSize } from "../forest/leaf-size.ts";
import { forestData, growForest, trainedForest } from "./forests.ts";
import type { Model } from "./model.ts";

/** A forest whose leaf size is tuned out of bag. */
export const forestTuned = {
  id: "forest-tuned",
  label: "Forest, leaves tuned",
  mark: { color: "rust", shape: "diamond" },
  included: "in all",
  describe: ({ trees }) => `${trees} trees with the leaf size that is best out of bag.`,
  train: async (fold, { trees }, watch) => {
    const data = forestData(fold);
    const tuned = tuneLeafSize(data, fold.rows, { ...defaultForestOptions(fold.task, trees), seed: fold.seed });
    const trained = trainedForest(growForest({ data, fold }, tuned.options, watch));
    return { ...trained, cost: { operations: trained.cost.operations + tuned.operations } };
  },
} as const satisfies Model;
