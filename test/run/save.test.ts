import { describe, expect, it } from "vitest";
import { formatModel } from "../../src/model/artifact.ts";
import { readModel } from "../../src/model/read.ts";
import { predict } from "../../src/predict/table.ts";
import { fit } from "../../src/run/fit.ts";
import { requestFor, requestOf } from "../support/fit-request.ts";

describe("what a fit saves", () => {
  it("is every model that was asked for, trained on all rows, with its own scores", async () => {
    const request = requestFor("iris.csv", {
      models: ["occam", "forest", "boosting", "dummy"],
      save: ["forest", "boosting", "dummy"],
      folds: 2,
      trees: 20,
      preset: "tiny",
    });
    const { saved, modelId, results } = await fit(request);
    expect(modelId).toBe("occam");
    expect([...saved.keys()]).toEqual(["forest", "boosting", "dummy"]);
    for (const [id, artifact] of saved) {
      const read = readModel(formatModel(artifact));
      const { values } = predict(read, request);
      expect(values).toEqual(predict(artifact, request).values);
      const accuracy = results.models.find((model) => model.id === id)!.summary.accuracy!.mean;
      expect(read.origin.scores).toContainEqual(expect.objectContaining({ metric: "accuracy", mean: accuracy }));
      expect(read.certainty).toBeDefined();
    }
  });

  it("is the recommended model, whichever that is, in units of the table", async () => {
    // A step that the linear model cannot see and a network need not learn: trees are the smallest that do.
    const lines = Array.from({ length: 240 }, (_, i) => {
      const [x, noise] = [(i * 37) % 101, (i * 61) % 17];
      return `${x},${noise},${1000 + 100 * (Math.floor(x / 10) % 2) + noise / 100}`;
    });
    const request = requestOf(`x,noise,y\n${lines.join("\n")}\n`, "steps.csv", {
      models: ["linear", "forest", "dummy"],
      folds: 3,
      trees: 20,
    });
    const { results, model, modelId, recommended } = await fit(request);
    expect(results.choice!.model).toBe("forest");
    expect(modelId).toBe("forest");
    expect(recommended).toBeNull();
    const { values } = predict(readModel(formatModel(model!)), request);
    const target = request.table.columns.at(-1)!;
    const errors = [...values.data].map((value, row) =>
      target.kind === "numeric" ? Math.abs(value - target.values[row]!) : Number.NaN,
    );
    expect(Math.max(...errors)).toBeLessThan(60);
  });
});
