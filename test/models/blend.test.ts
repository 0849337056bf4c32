import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logarithm, pool } from "../../src/base/opinion-pool.ts";
import { Random } from "../../src/base/random.ts";
import { blendShares, type HeldOutPredictions } from "../../src/models/blend.ts";

const equal = (count: number) => Array.from({ length: count }, () => 1 / count);

/** What models say of two classes, from the probability that each gives to the true one, class 0. */
function ofClasses(models: readonly (readonly number[])[]): HeldOutPredictions {
  return {
    models: models.map((own) =>
      Float64Array.from(
        own.flatMap((chance) => [chance, 1 - chance]),
        logarithm,
      ),
    ),
    ...{ width: 2, isClasses: true, truth: new Uint8Array(models[0]!.length), weights: null },
  };
}

const ofNumbers = (models: readonly Float64Array[], truth: Float64Array): HeldOutPredictions => {
  return { models, width: 1, isClasses: false, truth, weights: null };
};

const chances = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 })).chain(([models, rows]) =>
  fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }), {
    minLength: models,
    maxLength: models,
  }),
);

/** Mean log-loss of the pool, and the penalty of shares that are not equal: ten rows' worth of the squared distance. */
function objective({ models, truth }: HeldOutPredictions, shares: readonly number[]): number {
  let loss = 0;
  for (let row = 0; row < truth.length; row++) {
    const sums = Float64Array.from([0, 1], (k) =>
      models.reduce((sum, own, at) => sum + shares[at]! * own[2 * row + k]!, 0),
    );
    pool(sums, 0, 2);
    loss -= Math.log(Math.max(sums[0]!, 1e-3)) / truth.length;
  }
  const distance = shares.reduce((sum, share) => sum + (share - 1 / shares.length) ** 2, 0);
  return loss + (10 / truth.length) * distance;
}

describe("the shares of a blend", () => {
  it("add up to 1 and never lose to a single model on the rows that chose them, with the pull counted", () => {
    fc.assert(
      fc.property(chances, (models) => {
        const said = ofClasses(models);
        const shares = blendShares(said, equal(models.length));
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
        expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
        const singles = models.map((_, at) =>
          objective(
            said,
            models.map((__, other) => Number(other === at)),
          ),
        );
        expect(objective(said, shares)).toBeLessThanOrEqual(Math.min(...singles) + 1e-9);
      }),
    );
  });

  it("go to models whose errors cancel, in proportion, and follow the weights of the rows", () => {
    const random = Random.of("blend");
    const truth = Float64Array.from({ length: 20000 }, () => random.normal());
    const error = truth.map(() => random.normal());
    const models = [truth.map((y, i) => y + error[i]! + random.normal() / 9), truth.map((y, i) => y - 3 * error[i]!)];
    const shares = blendShares(ofNumbers([...models, truth.map(() => 9)], truth), equal(3));
    expect(shares[0]).toBeCloseTo(0.75, 2);
    expect(shares[1]).toBeCloseTo(0.25, 2);
    expect(shares[2]).toBe(0);
    const halves = [
      truth.map((y, i) => (i < 10000 ? y + error[i]! / 99 : 0)),
      truth.map((y, i) => (i < 10000 ? 0 : y)),
    ];
    const weights = truth.map((_, i) => (i < 10000 ? 1 : 0));
    expect(blendShares({ ...ofNumbers(halves, truth), weights }, equal(2))).toEqual([1, 0]);
  });

  it("stay near those that they are pulled to on few rows, and follow the data on many", () => {
    const shareOfBetter = (rows: number) => {
      const models = [0.8, 0.7].map((chance) => Array.from({ length: rows }, () => chance));
      return blendShares(ofClasses(models), equal(2))[0]!;
    };
    expect(shareOfBetter(5)).toBeLessThan(0.6);
    expect(shareOfBetter(50)).toBeGreaterThan(shareOfBetter(5));
    expect(shareOfBetter(500)).toBe(1);
  });

  it("are those that they are pulled to where there is no row to choose by", () => {
    expect(blendShares(ofClasses([[], []]), [0.25, 0.75])).toEqual([0.25, 0.75]);
  });
});
