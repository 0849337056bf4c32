import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { graphOf } from "../../src/export/graph.ts";
import { extraColumns, type ExtrasAsked, extrasOf } from "../../src/predict/extra-columns.ts";
import { formatModel, type ModelArtifact } from "../../src/model/artifact.ts";
import { readModel } from "../../src/model/read.ts";
import { scorerOf } from "../../src/predict/score-graph.ts";
import { exampleModel } from "../model/models.ts";

const models = Array.from({ length: 40 }, (_, seed) => exampleModel(seed));
const binary = models.find(({ task }) => task.kind === "classification" && task.classes.length === 2)!;
const many = models.find(({ task }) => task.kind === "classification" && task.classes.length > 2)!;
const numbers = models.find(({ task }) => task.kind === "regression")!;
const classesOf = ({ task }: ModelArtifact) => (task.kind === "classification" ? task.classes : []);
const nothing = { threshold: null, positive: null, interval: null, explain: null };

function columnsOf(model: ModelArtifact, asked: ExtrasAsked) {
  return extraColumns(extrasOf(model, asked), graphOf(model));
}

/** The decisions on rows of two probabilities. */
function decisions(model: ModelArtifact, asked: ExtrasAsked, rows: readonly number[]) {
  const columns = columnsOf(model, asked);
  return rows.map((p) => columns.cells(Float64Array.of(p, 1 - p), new Float64Array(0)));
}

describe("the columns beside a prediction", () => {
  const [first, second] = classesOf(binary) as [string, string];

  it("are none for a model without a rule when nothing is asked", () => {
    for (const model of [binary, many, numbers]) expect(columnsOf(model, nothing).names).toEqual([]);
  });

  it("decide by the rule that the model keeps, also after a way through a file", () => {
    const model = { ...binary, decision: { positive: first, threshold: 0.3, costs: [] } };
    for (const kept of [model, readModel(formatModel(model))]) {
      expect(columnsOf(kept, nothing).names).toEqual(["decision"]);
      expect(decisions(kept, nothing, [0.31, 0.29])).toEqual([[first], [second]]);
    }
  });

  it("decide by a threshold that is asked for, of the second class unless one is named", () => {
    expect(decisions(binary, { ...nothing, threshold: 0.9, positive: null }, [0.05, 0.2])).toEqual([[second], [first]]);
    expect(decisions(binary, { ...nothing, threshold: 0.2, positive: first }, [0.2, 0.1])).toEqual([[first], [second]]);
  });

  it("refuse a threshold of numbers, of a class that is not there, or of none among many", () => {
    const ask = (model: ModelArtifact, threshold: number | null, positive: string | null) => () =>
      columnsOf(model, { ...nothing, threshold, positive });
    expect(ask(numbers, 0.5, null)).toThrow(UserError);
    expect(ask(binary, 0.5, "neither")).toThrow('"neither" is not a class of this model.');
    expect(ask(many, 0.5, null)).toThrow("needs the class that it is of");
    expect(ask(binary, null, first)).toThrow("--positive says whose threshold is meant.");
  });
});

describe("the reasons beside a prediction", () => {
  const background = [
    { column: "age", cells: [20, 40, null, 90] },
    { column: "colour", cells: ["red", "", "constructor", null] },
  ];

  it("sum to the number, or to the probability of the predicted class", () => {
    for (const model of models) {
      const graph = graphOf(model);
      const columns = extraColumns(extrasOf({ ...model, background }, { ...nothing, explain: 1 }), graph);
      const scorer = scorerOf(graph);
      const features = Float64Array.from(graph.features, (feature) => (feature.part === "level" ? 1 : 33));
      const prediction = new Float64Array(scorer.width);
      scorer.score(features, prediction, 0);
      const { names } = columns;
      const row = columns.cells(prediction, features);
      const total = row.reduce((sum: number, cell, i) => {
        return typeof cell === "number" && names[i] !== "effect_error" ? sum + cell : sum;
      }, 0);
      expect(names[0]).toBe("baseline");
      expect(total).toBeCloseTo(Math.max(...(prediction.length === 1 ? [prediction[0]!] : prediction)), 7);
    }
  });

  it("are refused for a model that keeps no background", () => {
    expect(() => extrasOf(binary, { ...nothing, explain: 3 })).toThrow(UserError);
  });

  it.each([
    [[{ column: "nobody", cells: [1] }], "background[0].column is not a column of the model"],
    [[{ column: "age", cells: ["x"] }], "background[0].cells must fit their column"],
    [[{ column: "age", cells: [] }], "background[0].cells"],
    [
      [
        { column: "age", cells: [1] },
        { column: "age", cells: [1] },
      ],
      "background[1].column occurs twice",
    ],
    [
      [
        { column: "age", cells: [1] },
        { column: "colour", cells: ["", ""] },
      ],
      "background[1].cells must be as many",
    ],
  ])("need a background that fits the model: not %j", (wrong, message) => {
    const written = JSON.stringify({ ...JSON.parse(formatModel(binary)), background: wrong });
    expect(() => readModel(written)).toThrow(message);
    const kept = readModel(formatModel({ ...binary, background }));
    expect(kept.background).toEqual(background);
  });
});

describe("a rule in a model file", () => {
  it.each([
    [{ positive: "nobody", threshold: 0.5, costs: [] }, 'decision names "nobody", which is not a class'],
    [{ positive: null, threshold: 0.5, costs: [] }, "decision.positive must be a class"],
    [{ positive: null, threshold: null, costs: [] }, "decision.costs must not be empty"],
    [{ positive: null, threshold: -1, costs: [] }, "decision.threshold is out of range (-1)"],
    [{ positive: null, threshold: 0.5, costs: [], more: 1 }, 'decision has an unknown field "more"'],
  ])("is refused when it is %j", (decision, message) => {
    const written = JSON.stringify({ ...JSON.parse(formatModel(binary)), decision });
    expect(() => readModel(written)).toThrow(UserError);
    expect(() => readModel(written)).toThrow(message);
  });
});
