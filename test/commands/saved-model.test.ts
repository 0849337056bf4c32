import { describe, expect, it } from "vitest";
import { makeRequest, settingsOf } from "../../src/commands/flags/request.ts";
import { readTable } from "../../src/index.ts";
import { savedModel } from "../../src/commands/fit.ts";
import type { Choice } from "../../src/evaluate/results/verdict.ts";

const choiceOf = (model: string): Choice => ({ model, sentence: "", advice: "", rivals: [] });

describe("the last line of a fit", () => {
  it("says that model.json holds the network where another model is recommended", () => {
    expect(savedModel({ choice: choiceOf("linear"), models: [] }, { modelId: "occam", isSaved: false })).toBe(
      "model.json holds the Occam network; the model recommended above (linear) is scored but not saved.",
    );
  });

  it("names the file of the recommended model where that was saved", () => {
    expect(savedModel({ choice: choiceOf("linear"), models: [] }, { modelId: "occam", isSaved: true })).toBe(
      "recommended.json holds the model recommended above (linear), model.json the Occam network.",
    );
  });

  it("says that the recommended model is not saved where no file is written", () => {
    expect(savedModel({ choice: choiceOf("boosting"), models: [] }, { modelId: null, isSaved: false })).toBe(
      "The model recommended above (boosting) is scored but not saved.",
    );
  });

  it("says nothing more where the saved model is the recommended one, or none was chosen", () => {
    expect(savedModel({ choice: choiceOf("occam"), models: [] }, { modelId: "occam", isSaved: false })).toBe("");
    expect(savedModel({ models: [] }, { modelId: "occam", isSaved: false })).toBe("");
  });
});

it("of the best score is saved where the preset asks for it, and not otherwise", async () => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i},${i % 2 === 0 ? "yes" : "no"}`).join("\n");
  const table = { ...(await readTable(new TextEncoder().encode(`x,y\n${rows}\n`))), name: "t" };
  const origin = { command: "fit", time: "2026-01-01T00:00:00.000Z" };
  const saved = (preset: "best" | "strong") =>
    makeRequest(table, settingsOf({ preset, save: ["linear"] }), origin).save;
  expect(saved("best")).toEqual(["linear", "portfolio"]);
  expect(saved("strong")).toEqual(["linear"]);
});
