import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { defaultForestOptions } from "../../src/forest/forest.ts";
import { growMljs, mljsMostRows, predictMljs } from "../../src/forest/mljs.ts";
import { allRows, mixedData } from "./support.ts";

describe("ml-random-forest behind our interface", () => {
  it("predicts shares that add up to 1 for classes and numbers for regression, gaps and levels included", async () => {
    for (const kind of ["binary", "multiclass", "regression"] as const) {
      const data = mixedData(kind, 80, 3);
      const forest = await growMljs(data, allRows(data), { ...defaultForestOptions(data.task, 7), seed: 1 });
      const { values } = predictMljs(forest, data.columns, allRows(data));
      expect(forest.nodes).toBe(2 * forest.leaves - 7);
      for (let row = 0; row < values.rows; row++) {
        const said = values.data.slice(row * values.columns, (row + 1) * values.columns);
        const error =
          kind === "regression" ? (said[0]! - data.targets[row]!) / 5 : said.reduce((sum, share) => sum + share, -1);
        expect(Math.abs(error)).toBeLessThan(kind === "regression" ? 1 : 1e-5);
      }
    }
  });

  it("does not crash with one tree, where the package's own out-of-bag pass does", async () => {
    const data = mixedData("multiclass", 40, 3);
    const forest = await growMljs(data, allRows(data), { trees: 1, seed: 1 });
    expect(predictMljs(forest, data.columns, allRows(data)).values.data.every(Number.isFinite)).toBe(true);
  });

  it("refuses more rows than it can finish, in a sentence", async () => {
    const data = mixedData("binary", mljsMostRows + 1, 3);
    await expect(growMljs(data, allRows(data), { trees: 1, seed: 1 })).rejects.toThrow(UserError);
  });

  it("answers an error inside the package with a UserError", async () => {
    const data = mixedData("binary", 30, 3);
    await expect(growMljs(data, allRows(data), { trees: -1, seed: 1 })).rejects.toThrow(/^ml-random-forest failed/);
  });
});
