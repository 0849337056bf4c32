import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { graphOf } from "../../src/export/graph.ts";
import type { ModelArtifact } from "../../src/model/artifact.ts";
import { waysOf } from "../../src/predict/batch/ways.ts";
import { rowExplainer } from "../../src/predict/explain.ts";
import { scorerOf } from "../../src/predict/score-graph.ts";
import { exampleModel, examplePortfolio, exampleTrees } from "../model/models.ts";

const models: readonly ModelArtifact[] = [
  ...Array.from({ length: 12 }, (_, seed) => exampleModel(seed)),
  ...(["shares", "grid", "single"] as const).map(exampleTrees),
  examplePortfolio(),
];

describe("ways from rows of a background to an explained row", () => {
  it("are predicted as a scorer predicts each of their rows", () => {
    fc.assert(
      fc.property(fc.constantFrom(...models), fc.nat(), fc.integer({ min: 1, max: 20 }), (model, seed, count) => {
        const graph = graphOf(model);
        const scorer = scorerOf(graph);
        const random = Random.of(seed, "ways");
        const drawn = () =>
          Float64Array.from(graph.features, ({ levels }) => {
            if (random.uniform() < 0.1) return Number.NaN;
            return levels.length > 0 ? random.below(levels.length + 1) - 1 : 60 * random.normal();
          });
        const columns = [...new Set(graph.features.map(({ column }) => column))];
        const backgrounds = [drawn(), drawn(), drawn()];
        const orders = Array.from({ length: count }, () => random.shuffle(Uint32Array.from(columns.keys())));
        const used = 1 + random.below(3);
        const ways = waysOf(graph, { columns, backgrounds, plan: { kind: "sampled", orders, backgrounds: used } })!;
        const expected = new Float64Array(scorer.width);
        for (const own of [drawn(), drawn()]) {
          const output = random.below(scorer.width);
          const told = ways(own, output);
          let point = 0;
          for (const [i, order] of orders.entries()) {
            const background = backgrounds[i % used]!;
            for (const [from, to] of [
              [background, own],
              [own, background],
            ] as const) {
              const row = from.slice();
              for (const player of order.subarray(0, columns.length - 1)) {
                graph.features.forEach(({ column }, place) => {
                  if (column === columns[player]) row[place] = to[place]!;
                });
                scorer.score(row, expected, 0);
                expect(told[point++]).toBeCloseTo(expected[output]!, 9);
              }
            }
          }
          expect(point).toBe(told.length);
        }
      }),
    );
  });

  it("explain a row as a walk does", () => {
    const background = ["age", "colour", "__proto__"].map((column) => ({
      column,
      cells: Array.from({ length: 64 }, (_, i) => (column === "age" ? i : i % 2 === 0 ? "red" : "yes")),
    }));
    for (const model of models) {
      const graph = graphOf(model);
      const [walked, fast] = [rowExplainer(graph, background), rowExplainer(graph, background, waysOf)];
      const features = Float64Array.from(graph.features, ({ levels }) => (levels.length > 0 ? 0 : 33));
      const [expected, told] = [walked, fast].map((explainer) => explainer.explain(features, 0));
      expect(told!.baseline).toBe(expected!.baseline);
      expect(told!.effects.map(({ column }) => column).sort()).toEqual(
        expected!.effects.map(({ column }) => column).sort(),
      );
      for (const { column, effect, standardError } of expected!.effects) {
        const own = told!.effects.find((one) => one.column === column)!;
        expect(own.effect).toBeCloseTo(effect, 9);
        expect(own.standardError).toBeCloseTo(standardError, 9);
      }
    }
  });
});
