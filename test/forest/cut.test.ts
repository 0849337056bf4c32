import fc from "fast-check";
import { expect, test } from "vitest";
import { cutForest } from "../../src/forest/cut.ts";
import { defaultForestOptions, forestSize } from "../../src/forest/forest.ts";
import { growerOf, growTrees, learnForest } from "../../src/forest/grow.ts";
import { predictForest } from "../../src/forest/predict.ts";
import { allRows, type Kind, mixedData } from "./support.ts";

test("A forest of few leaves is cut from a larger one as it would have grown", () => {
  const kinds = fc.constantFrom<Kind>("binary", "multiclass", "regression");
  const leaves = fc.integer({ min: 1, max: 24 });
  fc.assert(
    fc.property(kinds, leaves, fc.integer({ min: 5, max: 300 }), fc.nat(1000), (kind, maxLeaves, rows, seed) => {
      const data = mixedData(kind, rows, seed);
      const options = { ...defaultForestOptions(data.task, 3), seed, maxLeaves };
      const grown = growTrees(data, allRows(data), options);
      const learnt = learnForest(data, allRows(data), { ...options, maxLeaves: 24 });
      const larger = { ...learnt, treeOptions: { ...learnt.treeOptions, mostCutLeaves: 24 } };
      const cut = cutForest(growerOf(larger).grow(0, 3), maxLeaves);
      expect(forestSize(cut).parameters).toBe(forestSize(grown).parameters);
      for (const part of ["treeStart", "view", "threshold", "child"] as const) expect(cut[part]).toEqual(grown[part]);
      expect(predictForest(cut, data.columns, allRows(data))).toEqual(
        predictForest(grown, data.columns, allRows(data)),
      );
    }),
    { numRuns: 60 },
  );
});
