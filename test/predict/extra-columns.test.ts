import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { extraCells, extraColumns, type ExtrasAsked, extrasOf } from "../../src/predict/extra-columns.ts";
import { formatModel, type ModelArtifact, readModel } from "../../src/model/artifact.ts";
import { exampleModel } from "../model/models.ts";

const models = Array.from({ length: 40 }, (_, seed) => exampleModel(seed));
const binary = models.find(({ task }) => task.kind === "classification" && task.classes.length === 2)!;
const many = models.find(({ task }) => task.kind === "classification" && task.classes.length > 2)!;
const numbers = models.find(({ task }) => task.kind === "regression")!;
const classesOf = ({ task }: ModelArtifact) => (task.kind === "classification" ? task.classes : []);
const nothing = { threshold: null, positive: null, interval: null };

function columnsOf(model: ModelArtifact, asked: ExtrasAsked) {
  return extraColumns(extrasOf(model, asked), model.task);
}

/** The decisions on rows of two probabilities. */
function decisions(model: ModelArtifact, asked: ExtrasAsked, rows: readonly number[]) {
  const columns = columnsOf(model, asked);
  const values = { rows: rows.length, columns: 2, data: Float64Array.from(rows.flatMap((p) => [p, 1 - p])) };
  return rows.map((_, row) => extraCells(columns, values, row));
}

describe("the columns beside a prediction", () => {
  const [first, second] = classesOf(binary) as [string, string];

  it("are none for a model without a rule when nothing is asked", () => {
    for (const model of [binary, many, numbers]) expect(columnsOf(model, nothing)).toEqual([]);
  });

  it("decide by the rule that the model keeps, also after a way through a file", () => {
    const model = { ...binary, decision: { positive: first, threshold: 0.3, costs: [] } };
    for (const kept of [model, readModel(formatModel(model))]) {
      expect(columnsOf(kept, nothing).map(({ name }) => name)).toEqual(["decision"]);
      expect(decisions(kept, nothing, [0.31, 0.29])).toEqual([[first], [second]]);
    }
  });

  it("decide by a threshold that is asked for, of the second class unless one is named", () => {
    expect(decisions(binary, { threshold: 0.9, positive: null, interval: null }, [0.05, 0.2])).toEqual([
      [second],
      [first],
    ]);
    expect(decisions(binary, { threshold: 0.2, positive: first, interval: null }, [0.2, 0.1])).toEqual([
      [first],
      [second],
    ]);
  });

  it("refuse a threshold of numbers, of a class that is not there, or of none among many", () => {
    const ask = (model: ModelArtifact, threshold: number | null, positive: string | null) => () =>
      columnsOf(model, { threshold, positive, interval: null });
    expect(ask(numbers, 0.5, null)).toThrow(UserError);
    expect(ask(binary, 0.5, "neither")).toThrow('"neither" is not a class of this model.');
    expect(ask(many, 0.5, null)).toThrow("needs the class that it is of");
    expect(ask(binary, null, first)).toThrow("--positive says whose threshold is meant.");
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
