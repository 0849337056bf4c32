import { describe, expect, it } from "vitest";
import { modelOf, models } from "../../src/models/index.ts";
import { idsIncluded, idsNamed, modelIds } from "../../src/models/names.ts";
import type { Model } from "../../src/models/model.ts";
import { styleOfMark } from "../../src/report/palette.ts";
import { type Count, modelContract, type Skip } from "./contract.ts";
import {
  countBoosting,
  countDummy,
  countForest,
  countMljs,
  countNetworks,
  countPortfolio,
  countTunedForest,
} from "./counts.ts";

const all: readonly Model[] = models;

const bytes = { test: "as many bytes as it is saved with", reason: "its bytes are those in memory" };
const whole = { test: "less when its time is up, and says so", reason: "it is trained at once" };
const unsaved = [
  bytes,
  { test: "the same when it was saved and read again", reason: "the package has a form of its own" },
];

/** How models that are no bags of networks are counted elsewhere, and what a model cannot. */
const others: Readonly<Record<string, { readonly count: Count; readonly skips: readonly Skip[] }>> = {
  dummy: {
    count: countDummy,
    skips: [bytes, whole, { test: "more than guessing", reason: "it guesses" }],
  },
  boosting: { count: countBoosting, skips: [] },
  portfolio: { count: countPortfolio, skips: [] },
  forest: { count: countTunedForest, skips: [bytes] },
  "forest-default": { count: countForest(), skips: [bytes] },
  "forest-100": { count: countForest({ trees: 100 }), skips: [bytes] },
  "forest-mljs": {
    count: countMljs,
    skips: [...unsaved, whole, { test: "more from rows that weigh more", reason: "the package knows no weights" }],
  },
};

for (const model of all) {
  const { count = countNetworks(model), skips = [] } = others[model.id] ?? {};
  describe(`the model ${model.id}`, () => {
    modelContract(model, count, skips);
  });
}

describe("the list of models", () => {
  it("has an id, a label and a mark for each that no other has", () => {
    for (const key of [...all].map(({ id }) => id)) expect(key).toMatch(/^[a-z]+(-[a-z\d]+)*$/u);
    for (const of of [(one: Model) => one.id, (one: Model) => one.label, (one: Model) => JSON.stringify(one.mark)]) {
      expect(new Set(all.map(of)).size).toBe(all.length);
    }
  });

  it("draws each in a colour and a shape that the report has", () => {
    for (const { mark } of all) {
      expect(styleOfMark(mark)).toMatchObject({ className: `m-${mark.color}`, shape: mark.shape });
    }
  });

  it("has every model that another needs before it", () => {
    expect(all.some(({ needs }) => needs !== undefined)).toBe(true);
    for (const [place, { needs = [] }] of all.entries()) {
      for (const id of needs) expect(modelIds.findIndex((one) => one === id)).toBeLessThan(place);
      for (const id of needs) expect(modelOf(id).needs).toBeUndefined();
    }
  });

  it("stands at its place among the names", () => {
    expect(models.map(({ id }) => id)).toEqual(modelIds);
  });

  it("takes part in a run by name, with the default or with all of them, in the order of the list", () => {
    const byDefault = idsIncluded("by default");
    expect(byDefault.slice(0, 2)).toEqual(["occam", "forest"]);
    expect(idsNamed([])).toEqual(byDefault);
    expect(idsNamed(["default"])).toEqual(byDefault);
    expect(idsNamed(["dense", "linear"])).toEqual(["linear", "dense"]);
    expect(idsNamed(["paper", "default"])).toEqual(modelIds.filter((id) => id === "paper" || byDefault.includes(id)));
    expect(idsNamed(["all"])).toEqual(idsIncluded("by default", "in all"));
    expect(idsIncluded("by default", "in all", "by name")).toEqual(modelIds);
  });

  it("is never an unknown one", () => {
    expect(() => modelOf("occam2")).toThrow('No model has the id "occam2".');
  });
});
