import { describe, expect, it } from "vitest";
import { formatOutOfFold } from "../../src/commands/files/predictions.ts";
import type { OutOfFold } from "../../src/run/out-of-fold.ts";

describe("predictions.csv of repeated folds", () => {
  // Three rows in two repeats: folds 0 and 1 of the first, 2 and 3 of the second.
  const predictions: OutOfFold = {
    rows: Uint32Array.of(2, 0, 1, 0, 2, 1),
    folds: Uint32Array.of(0, 1, 1, 2, 3, 3),
    classes: ["no", "yes"],
    truth: Float32Array.of(1, 0, 1, 0, 1, 1),
    models: [
      {
        id: "occam",
        values: {
          rows: 6,
          columns: 2,
          data: Float64Array.of(0.25, 0.75, 0.5, 0.5, 0.75, 0.25, 0.75, 0.25, 0.125, 0.875, 0.25, 0.75),
        },
      },
    ],
  };
  const linesOf = (allRepeats: boolean) =>
    new TextDecoder()
      .decode(formatOutOfFold(predictions, { target: "y", id: null, allRepeats }))
      .trimEnd()
      .split("\n");

  it("has a line for each row with the means, and the folds that it was in", () => {
    expect(linesOf(false)).toEqual([
      "row,fold,y,occam,occam:no,occam:yes",
      "0,1 2,no,no,0.625,0.375",
      "1,1 3,yes,no,0.5,0.5",
      "2,0 3,yes,yes,0.1875,0.8125",
    ]);
  });

  it("has a line for each repeat of a row with --all-repeats, in the order of the table", () => {
    expect(linesOf(true)).toEqual([
      "row,fold,y,occam,occam:no,occam:yes",
      "0,1,no,no,0.5,0.5",
      "0,2,no,no,0.75,0.25",
      "1,1,yes,no,0.75,0.25",
      "1,3,yes,yes,0.25,0.75",
      "2,0,yes,yes,0.25,0.75",
      "2,3,yes,yes,0.125,0.875",
    ]);
  });
});
