import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { blendShares } from "../../src/models/blend.ts";

const chances = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }))
  .chain(([models, rows]) =>
    fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }), {
      minLength: models,
      maxLength: models,
    }),
  )
  .map((models) => models.map((values) => Float64Array.from(values)));

const logLoss = (models: readonly Float64Array[], shares: readonly number[]) =>
  models[0]!.reduce((sum, _, row) => {
    const chance = models.reduce((mean, own, at) => mean + shares[at]! * own[row]!, 0);
    return sum - Math.log(Math.max(chance, 1e-3));
  }, 0);

describe("the shares of a blend", () => {
  it("add up to 1 and never lose to the best single model on the rows that chose them", () => {
    fc.assert(
      fc.property(chances, (models) => {
        const shares = blendShares({ models, truth: null, weights: null });
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
        const singles = models.map((_, at) =>
          logLoss(
            models,
            models.map((__, other) => Number(other === at)),
          ),
        );
        expect(logLoss(models, shares)).toBeLessThanOrEqual(Math.min(...singles) + 1e-9);
      }),
    );
  });

  it("go to models whose errors cancel, in proportion, and follow the weights of the rows", () => {
    const random = Random.of("blend");
    const truth = Float64Array.from({ length: 400 }, () => random.normal());
    const error = truth.map(() => random.normal());
    const models = [truth.map((y, i) => y + error[i]!), truth.map((y, i) => y - 3 * error[i]!), truth.map(() => 9)];
    const [first, second, third] = blendShares({ models, truth, weights: null });
    expect(first).toBeCloseTo(0.75, 2);
    expect(second).toBeCloseTo(0.25, 2);
    expect(third).toBe(0);
    const halves = [truth.map((y, i) => (i < 200 ? y : 0)), truth.map((y, i) => (i < 200 ? 0 : y))];
    const weights = truth.map((_, i) => (i < 200 ? 1 : 0));
    expect(blendShares({ models: halves, truth, weights })).toEqual([1, 0]);
  });

  it("are equal where there is no row to choose by", () => {
    const none = new Float64Array(0);
    expect(blendShares({ models: [none, none], truth: null, weights: null })).toEqual([0.5, 0.5]);
  });
});
