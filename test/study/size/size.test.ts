import { describe, expect, it } from "vitest";
import { planRun } from "../../../src/run/plan.ts";
import { findingOf } from "../../../src/study/size/finding.ts";
import { computeMade } from "../../../src/study/size/made-cell.ts";
import type { SizeMethodId } from "../../../src/study/size/methods.ts";
import type { SizeResult } from "../../../src/study/size/result.ts";
import { summarise } from "../../../src/study/size/summary.ts";
import { computeTable } from "../../../src/study/size/table-cell.ts";
import type { StudyData } from "../../../src/study/study.ts";
import { smallTable } from "../../support/cli.ts";
import { requestOf } from "../../support/fit-request.ts";

const settings = {
  ...({ seed: 1, preset: "balanced", engine: "auto", seeds: 1, megabatches: 2, made: null } as const),
  replay: { kind: "all" } as const,
};

describe("a starting width of the size study on a table", () => {
  it("ends every way with at most the final weights, and a random mask with as many as the pruned network", async () => {
    const { run } = planRun(requestOf(smallTable(200), "small", { ignore: ["id"] }));
    const data: StudyData = { settings, run, time: null };
    const results = await computeTable({ kind: "table", width: 8, repetition: 0, seed: 3 }, data);
    const of = (method: SizeMethodId) => results.filter((one) => one.method === method);
    expect(of("large")[0]!.weights).toBe(of("small")[0]!.size);
    const [pruned, retrained, random, occam] = (["pruned", "retrained", "random", "occam"] as const).map(of);
    expect(pruned).toHaveLength(1);
    const size = pruned![0]!.size!;
    expect(size).toBe(of("large")[0]!.weights / 4);
    expect(pruned![0]!.weights).toBeLessThanOrEqual(size);
    expect(retrained![0]!.weights).toBe(pruned![0]!.weights);
    expect(of("sensitivity")[0]!.weights).toBeLessThanOrEqual(size);
    expect(random![0]!.weights).toBeLessThanOrEqual(size);
    expect(occam![0]!.weights).toBeLessThanOrEqual(size);
    for (const one of [pruned![0]!, random![0]!]) expect(one.weights).toBeGreaterThan(0.8 * size);
    expect(retrained![0]!.trainLoss).toBeLessThan(pruned![0]!.trainLoss);
  });
});

describe("a wide network that is pruned far", () => {
  it("keeps weights that are connected, not a mask that leaves nothing", async () => {
    const { run } = planRun(requestOf(smallTable(120), "small", { ignore: ["id"] }));
    const results = await computeTable(
      { kind: "table", width: 256, repetition: 0, seed: 3 },
      { settings, run, time: null },
    );
    const least = Math.min(...results.flatMap(({ size }) => size ?? []));
    for (const method of ["pruned", "retrained", "random"]) {
      const one = results.find((each) => each.size === least && each.method === method)!;
      expect(one.weights).toBeGreaterThan(0.5 * least);
    }
  });
});

describe("the size study on made data", () => {
  it("measures what the theory predicts", () => {
    const results = computeMade({ kind: "linear", level: 0, repetition: 0, seed: 1 });
    const far = results.filter(({ theory, width }) => theory !== null && (width <= 96 || width >= 384));
    const ratios = far.map(({ loss, theory }) => Math.abs(loss / theory! - 1)).sort((a, b) => a - b);
    expect(ratios[Math.floor(ratios.length / 2)]).toBeLessThan(0.15);
  });
});

describe("what a size study found", () => {
  const result = (
    method: SizeMethodId,
    width: number,
    at: { size?: number; seed: number; loss: number },
  ): SizeResult => ({
    ...{ level: null, width, size: at.size ?? null, method, seed: at.seed, weights: 9, loss: at.loss },
    ...{ error: 0.2, trainLoss: 0.1, trainError: width >= 32 ? 0 : 0.1, theory: null },
  });
  const results = [0, 1, 2].flatMap((seed) => {
    const noise = 0.001 * seed;
    return [
      ...[8, 16, 32, 64, 128].map((width, i) => {
        return result("large", width, { seed, loss: [0.5, 0.6, 0.9, 0.7, 0.4][i]! + noise });
      }),
      result("small", 2, { size: 20, seed, loss: 0.5 + noise }),
      result("pruned", 128, { size: 20, seed, loss: 0.6 - noise }),
      result("retrained", 128, { size: 20, seed, loss: 0.45 - noise }),
      result("random", 128, { size: 20, seed, loss: 0.7 }),
      result("occam", 128, { size: 20, seed, loss: 0.45 + (seed - 1) * 0.1 }),
    ];
  });

  it("says who wins, where the loss peaks and what retraining adds", () => {
    const words = findingOf(summarise(results, null), null);
    expect(words).toContain(
      "Against a small network from the start, training large (width 128), pruning and retraining wins at",
    );
    expect(words).toContain("fits its training rows from width 32 on; its loss peaks at width 32");
    expect(words).toContain("Retraining lowers the loss of the pruned network at 20 weights");
    expect(words).toContain("Occam from the same start does not clearly differ at 20 weights");
  });

  it("compares sizes of seeds whose encoders make a few inputs more or less", () => {
    const seeded = results.map((one) => (one.seed === 2 && one.size !== null ? { ...one, size: 23 } : one));
    const { comparisons, points } = summarise(seeded, null);
    expect(comparisons.map(({ size }) => size)).toEqual([21]);
    expect(points.find(({ method }) => method === "pruned")!.loss.half).not.toBeNull();
  });

  it("sees no peak in a loss that only falls", () => {
    const falling = results.map((one) => (one.method === "large" ? { ...one, loss: 8 / one.width } : one));
    expect(findingOf(summarise(falling, null), null)).toContain("no certain peak");
  });
});
