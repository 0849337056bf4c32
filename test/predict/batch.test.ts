import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { graphOf } from "../../src/export/graph.ts";
import type { ModelArtifact } from "../../src/model/artifact.ts";
import { batchScorerOf, plainBatch } from "../../src/predict/batch/scorer.ts";
import { exampleModel, examplePortfolio, exampleTrees } from "../model/models.ts";

const models: readonly ModelArtifact[] = [
  ...Array.from({ length: 12 }, (_, seed) => exampleModel(seed)),
  ...(["shares", "grid", "single"] as const).map(exampleTrees),
  examplePortfolio(),
];

describe("predicting rows together", () => {
  it("gives what one row after the other gives, bit for bit, for any number of rows", () => {
    const random = Random.of("batch");
    for (const model of models) {
      const graph = graphOf(model);
      const [batch, plain] = [batchScorerOf(graph), plainBatch(graph)];
      for (let count = 0; count <= batch.rows; count++) {
        const features = new Float64Array(batch.rows * graph.features.length).map((_, i) => {
          const { part, levels } = graph.features[i % graph.features.length]!;
          if (random.uniform() < 0.2) return Number.NaN;
          return part === "level" ? random.below(levels.length + 1) - 1 : 100 * random.normal();
        });
        const [together, apart] = [batch, plain].map((scorer) => {
          const into = new Float64Array(scorer.rows * scorer.width);
          scorer.score(features, count, into);
          return into.subarray(0, count * scorer.width);
        });
        expect(together).toEqual(apart);
      }
    }
  });
});
