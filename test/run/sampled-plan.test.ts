import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRun } from "../../src/run/plan.ts";
import { rowsWithin, samplePlan } from "../../src/run/sampled-plan.ts";
import { requestFor } from "../support/fit-request.ts";

describe("training rows within a time limit", () => {
  it("grow with the seconds, shrink with the columns, and are a thousand at least", () => {
    const seconds = fc.double({ min: 0, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 5000 }), (limit, columns) => {
        const rows = rowsWithin(limit, columns);
        expect(rows).toBeGreaterThanOrEqual(1000);
        expect(rowsWithin(limit + 1, columns)).toBeGreaterThanOrEqual(rows);
        expect(rowsWithin(limit, columns + 1)).toBeLessThanOrEqual(rows);
      }),
    );
    expect(rowsWithin(2.5, 16)).toBeGreaterThan(16_000); // letter in ten seconds learns from all
  });

  it("are drawn from those of each fold by the seed, ascending and each once; every row is still tested", () => {
    const plan = planRun(requestFor("iris.csv", { folds: 5 }));
    const sampled = samplePlan(plan, 40, 7);
    expect(sampled.finalRows).toHaveLength(40);
    sampled.folds.folds.forEach(({ train, test }, at) => {
      const whole = plan.folds.folds[at]!;
      expect(train).toHaveLength(40);
      expect([...train]).toEqual([...new Set(train)].toSorted((a, b) => a - b));
      expect([...train].every((row) => whole.train.includes(row))).toBe(true);
      expect(test).toEqual(whole.test);
    });
    expect(samplePlan(plan, 40, 7)).toEqual(sampled);
    expect(samplePlan(plan, 40, 8).finalRows).not.toEqual(sampled.finalRows);
  });

  it("are all of them where there are no more", () => {
    const plan = planRun(requestFor("iris.csv", { folds: 5 }));
    expect(samplePlan(plan, 150, 1)).toEqual(plan);
    expect(samplePlan(plan, Infinity, 1)).toEqual(plan);
  });
});
