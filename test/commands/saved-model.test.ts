import { describe, expect, it } from "vitest";
import { savedModel } from "../../src/commands/fit.ts";
import type { Choice } from "../../src/evaluate/results.ts";

const choiceOf = (model: string): Choice => ({ model, sentence: "", advice: "", rivals: [] });

describe("the last line of a fit", () => {
  it("says that model.json holds the network where another model is recommended", () => {
    expect(savedModel({ choice: choiceOf("linear"), models: [] })).toBe(
      "model.json holds the Occam network; the model recommended above (linear) is scored but not saved.",
    );
  });

  it("says nothing more where the saved model is the recommended one, or none was chosen", () => {
    expect(savedModel({ choice: choiceOf("occam"), models: [] })).toBe("");
    expect(savedModel({ models: [] })).toBe("");
  });
});
