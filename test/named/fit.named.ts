import { describe, expect, it } from "vitest";
import { fit, type FitOptions } from "../../src/index.ts";

const quick = { folds: 2, repeats: 1, preset: "tiny", models: ["occam"] } as const;

/** Loss and weights of the network of each fold. */
async function lossesOf(table: string, options: FitOptions) {
  const { results } = await fit(`data/${table}.csv`, { ...quick, ...options });
  const [network] = results.models;
  return network!.folds.map(({ metrics }) => metrics["rmse"] ?? metrics["logLoss"]!);
}

describe("fit on tfjs-node", () => {
  it.each([
    ["three classes", "iris"],
    ["two classes", "pima-diabetes"],
    ["a number", "concrete"],
  ])("has the losses of the sparse engine where %s is predicted", async (_, table) => {
    const expected = await lossesOf(table, { engine: "sparse" });
    const losses = await lossesOf(table, { engine: "tfjs", backend: "tensorflow" });
    // Sums run in another order, and a near tie in pruning may then fall the other way.
    for (const [fold, loss] of expected.entries()) expect(Math.abs(losses[fold]! / loss - 1)).toBeLessThan(0.01);
  });
});
