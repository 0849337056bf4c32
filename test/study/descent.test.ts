import { describe, expect, it } from "vitest";
import { planRun } from "../../src/run/plan.ts";
import { computeGroup, type DescentMethod, type DescentResult, methodIds } from "../../src/study/descent/cell.ts";
import { findingOf, summarise } from "../../src/study/descent/summary.ts";
import { smallTable } from "../support/cli.ts";
import { requestOf } from "../support/fit-request.ts";

const lossOf: Readonly<Record<DescentMethod, number>> = {
  ...{ dense: 0.5, pruned: 0.4, paper: 0.45, occam: 0.4, forest: 0.3, "forest-default": 0.35 },
};

const results = [1, 2, 3, 4, 5].flatMap((seed) =>
  methodIds.map((method): DescentResult => {
    const wobble = method === "pruned" ? 0.1 * (seed - 3) : 0;
    return {
      ...{ method, seed, trainRows: 80, testRows: 20, loss: lossOf[method] + 0.001 * seed + wobble, accuracy: null },
      ...{ parameters: method.startsWith("forest") ? 1000 : method === "occam" ? 10 : 100 },
      ...{ bytes: 1, operations: 1, seconds: 1, rowOperations: 1, lambda: [], weights: [] },
    };
  }),
);

describe("what a descent study found", () => {
  it("says of each claim whether it was seen, or the opposite, or neither", () => {
    const words = findingOf(summarise(results));
    expect(words).toContain("Occam has less loss than dense and published loop");
    expect(words).toContain("more loss than tuned forest and default forest");
    expect(words).toContain("a loss that does not clearly differ from that of pruned after training");
    expect(words).toContain("The published loop has less loss than dense; fewer parameters than tuned forest");
  });

  it("widens intervals for the rows that seeds share", () => {
    const { methods } = summarise(results);
    const dense = methods.find(({ id }) => id === "dense")!.loss;
    // t of 4 degrees of freedom, variance of 0.001 · 1…5, a quarter more for the overlap.
    expect(dense.half).toBeCloseTo(2.776445 * Math.sqrt(2.5e-6 * (1 / 5 + 1 / 4)), 8);
  });
});

describe("a group of the descent study", () => {
  it("scores its models on the same fifth of the rows, with the trace of λ", async () => {
    const { run } = planRun(requestOf(smallTable(150), "small", { ignore: ["id"] }));
    const settings = {
      ...({ seed: 1, preset: "tiny", engine: "auto", seeds: 1, megabatches: 2, made: null } as const),
      replay: { kind: "all" } as const,
    };
    const found = await computeGroup({ group: 0, repetition: 0, seed: 3 }, { settings, run, time: null });
    expect(found.map(({ method }) => method)).toEqual(["occam", "pruned"]);
    for (const { testRows, trainRows, lambda, weights } of found) {
      expect([testRows, trainRows]).toEqual([30, 120]);
      expect(lambda).toHaveLength(weights.length);
      expect(Math.max(...lambda)).toBeGreaterThan(0);
      expect(weights.at(-1)).toBeLessThan(weights[0]!);
    }
  });
});
