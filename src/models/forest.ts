import { defaultForestOptions } from "../forest/forest.ts";
import { forestSizes } from "./forest-sizes.ts";
import { forestData, growForest, trainedForest } from "./forests.ts";
import type { Model } from "./model.ts";

/** The random forest that the network is compared with. */
export const forest = {
  id: "forest",
  label: "Random forest",
  mark: { color: "orange", shape: "square" },
  included: "always",
  describe: ({ trees }) =>
    `${trees} trees of unlimited depth on bootstrap samples, features drawn anew for every split.`,
  train: async (fold, { trees }, watch) => {
    const data = forestData(fold);
    const options = defaultForestOptions(fold.task, trees);
    const grown = growForest({ data, fold }, options, watch);
    return { ...trainedForest(grown), otherSizes: forestSizes(fold, { data, options, forest: grown.forest }) };
  },
} as const satisfies Model;
