import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { loadExplainer } from "../../src/explain.ts";
import { graphOf } from "../../src/export/graph.ts";
import { formatModel } from "../../src/model/artifact.ts";
import { loadModel } from "../../src/predict.ts";
import { scorerOf } from "../../src/predict/score-graph.ts";
import { walkOf } from "../../src/predict/walk.ts";
import { exampleModel } from "../model/models.ts";

describe("a walk from one row to another", () => {
  it("predicts what a scorer predicts on every step", () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.nat(), (kind, seed) => {
        const graph = graphOf(exampleModel(kind));
        const scorer = scorerOf(graph);
        const walk = walkOf(graph);
        const random = Random.of(seed, "walk");
        const drawn = () =>
          Float64Array.from(graph.features, ({ levels }) =>
            random.uniform() < 0.1
              ? Number.NaN
              : levels.length > 0
                ? random.below(levels.length + 1) - 1
                : 60 * random.normal(),
          );
        const [from, to] = [drawn(), drawn()];
        const row = from.slice();
        const [expected, told] = [new Float64Array(scorer.width), new Float64Array(walk.width)];
        walk.begin(walk.encode(from));
        for (let step = 0; step < 10; step++) {
          const column = random.below(graph.columns.length);
          const source = random.below(2) === 0 ? from : to;
          graph.features.forEach((feature, i) => {
            if (feature.column === column) row[i] = source[i]!;
          });
          walk.take(column, walk.encode(source));
          scorer.score(row, expected, 0);
          walk.predict(told);
          told.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 9));
        }
      }),
    );
  });
});

describe("loadExplainer", () => {
  const background = [{ column: "age", cells: [20, 40, 60, null] }];

  it("says of a row what the model predicts, and effects that sum to it", () => {
    for (let seed = 0; seed < 12; seed++) {
      const model = formatModel({ ...exampleModel(seed), background });
      const told = loadExplainer(JSON.parse(model)).explain({ age: 33, colour: "red" });
      const { prediction, probabilities } = loadModel(model).predict({ age: 33, colour: "red" });
      expect(told.prediction).toBe(prediction);
      expect(told.value).toBe(typeof prediction === "number" ? prediction : Math.max(...probabilities));
      expect(told.effects.reduce((sum, { effect }) => sum + effect, told.baseline)).toBeCloseTo(told.value, 9);
      const sizes = told.effects.map(({ effect }) => Math.abs(effect));
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    }
  });

  it("refuses a model that keeps no background", () => {
    expect(() => loadExplainer(formatModel(exampleModel(1)))).toThrow("keeps no background");
  });
});
