import { describe, expect, it } from "vitest";
import { graphOf } from "../../src/export/graph.ts";
import { rowExplainer } from "../../src/predict/explain.ts";
import { scorerOf } from "../../src/predict/score-graph.ts";
import { withReadInputs } from "../../src/trees/read-inputs.ts";
import type { TreeEnsemble, TreeInput } from "../../src/trees/trees.ts";
import { viewCount } from "../../src/trees/trees.ts";
import { exampleTrees } from "../model/models.ts";

const kinds = ["shares", "grid", "single"] as const;
const others: readonly TreeInput[] = [
  { kind: "number", column: "other", thresholds: Float64Array.of(1, 2) },
  { kind: "order", column: "other", levels: ["a"] },
  { kind: "sets", column: "other", levels: ["a", "b"], sets: Uint8Array.of(0b01, 0b10, 0b11) },
];

/** The trees with a further input before the one of this number, which no split reads. */
function withUnread(ensemble: TreeEnsemble, other: TreeInput, place: number): TreeEnsemble {
  const { inputs, view, child } = ensemble;
  const before = inputs.slice(0, place).reduce((sum, input) => sum + viewCount(input), 0);
  return {
    ...ensemble,
    inputs: [...inputs.slice(0, place), other, ...inputs.slice(place)],
    view: view.map((each, node) => (child[node] === 0 || each < before ? each : each + viewCount(other))),
  };
}

describe("trees without the inputs that no split reads", () => {
  it.each(kinds)("with leaves of %s are those that never had them, wherever they stood", (kind) => {
    const { ensemble } = exampleTrees(kind);
    for (const other of others) {
      for (let place = 0; place <= ensemble.inputs.length; place++) {
        expect(withReadInputs(withUnread(ensemble, other, place))).toEqual(ensemble);
      }
    }
  });

  it("are the same trees where all inputs are read", () => {
    const { ensemble } = exampleTrees("shares");
    expect(withReadInputs(ensemble)).toBe(ensemble);
  });

  it("score every row as before", () => {
    const model = exampleTrees("shares");
    const inputs: TreeInput = { kind: "number", column: "unread", thresholds: Float64Array.of(0) };
    const columns = [{ name: "unread", kind: "numeric", dayFirst: null } as const, ...model.columns];
    const wide = { ...model, columns, ensemble: withUnread(model.ensemble, inputs, 0) };
    const [narrow, read] = [graphOf(model), graphOf(wide)];
    expect(read.features.map(({ name }) => name)).toEqual(narrow.features.map(({ name }) => name));
    const [one, other] = [new Float64Array(2), new Float64Array(2)];
    for (const age of [Number.NaN, 17, 30, 31, 90]) {
      for (const own of [Number.NaN, 0, 1]) {
        for (const colour of [Number.NaN, -1, 0, 1, 2]) {
          const row = { age, __proto__own: own, colour };
          const features = Float64Array.from(narrow.features, ({ name }) =>
            name === "age" ? row.age : name === "colour" ? row.colour : row.__proto__own,
          );
          scorerOf(narrow).score(features, one, 0);
          scorerOf(read).score(features, other, 0);
          expect(other).toEqual(one);
        }
      }
    }
  });

  it("are explained by the columns that they read alone", () => {
    const model = exampleTrees("shares");
    const unread: TreeInput = { kind: "number", column: "unread", thresholds: Float64Array.of(0) };
    const columns = [...model.columns, { name: "unread", kind: "numeric", dayFirst: null } as const];
    const graph = graphOf({ ...model, columns, ensemble: withUnread(model.ensemble, unread, 3) });
    expect(rowExplainer(graph, []).columns).toBe(3);
  });
});
