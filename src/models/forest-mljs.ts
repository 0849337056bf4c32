import { forestParameters } from "../evaluate/account.ts";
import { growMljs, mljsMostRows, predictMljs } from "../forest/mljs.ts";
import { forestData } from "./forests.ts";
import type { Model } from "./model.ts";

/** ml-random-forest, the forest that npm offers. The package counts no work of its own: its operations stay 0. */
export const forestMljs = {
  id: "forest-mljs",
  label: "ml-random-forest",
  mark: { color: "taupe", shape: "star" },
  untimed: true, // the package grows all trees in one call
  mostRows: mljsMostRows,
  describe: () => "The npm package ml-random-forest, as it is.",
  train: async (fold, { trees }) => {
    const forest = await growMljs(forestData(fold), fold.rows, { trees, seed: fold.seed });
    const classes = fold.task.kind === "regression" ? null : fold.task.classes.length;
    return {
      predict: async (columns, rows) => ({ ...predictMljs(forest, columns, rows), operations: 0 }),
      cost: { operations: 0 },
      size: {
        parameters: forestParameters(forest.nodes - forest.leaves, forest.leaves, classes),
        bytes: JSON.stringify(forest.model).length,
      },
      save: () => null,
    };
  },
} as const satisfies Model;
