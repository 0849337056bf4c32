import { describe, expect, it } from "vitest";
import { predictionTable } from "../../src/commands/library/prediction-table.ts";

describe("predictions as an Arquero table", () => {
  it("have the likeliest class and the probability of each", () => {
    const values = { rows: 2, columns: 3, data: Float64Array.of(0.2, 0.5, 0.3, 0.6, 0.1, 0.3) };
    expect(predictionTable({ classes: ["a", "b", "c"], values }).objects()).toEqual([
      { prediction: "b", "probability:a": 0.2, "probability:b": 0.5, "probability:c": 0.3 },
      { prediction: "a", "probability:a": 0.6, "probability:b": 0.1, "probability:c": 0.3 },
    ]);
  });

  it("of numbers have one column", () => {
    const values = { rows: 2, columns: 1, data: Float64Array.of(1.5, -2) };
    expect(predictionTable({ classes: [], values }).objects()).toEqual([{ prediction: 1.5 }, { prediction: -2 }]);
  });
});
