import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { learningCurveOf } from "../../src/evaluate/learning-curve.ts";
import { Random } from "../../src/base/random.ts";

const shares = [1 / 8, 1 / 4, 1 / 2, 1];
const rows = 800;

function sizes(folds: number) {
  return Array.from({ length: folds }, () => ({ train: rows, test: rows / 4 }));
}

function curve(byFold: readonly (readonly number[])[]) {
  return learningCurveOf({ model: "occam", shares, byFold }, { rows, sizes: sizes(byFold.length) });
}

describe("a learning curve", () => {
  it("goes on where a power law of any exponent that is tried goes on", () => {
    const quarters = fc.constantFrom(1, 2, 3, 4, 6, 8);
    const numbers = fc.double({ min: 0.1, max: 10, noNaN: true });
    fc.assert(
      fc.property(quarters, numbers, numbers, (exponent, floor, slope) => {
        const loss = (share: number) => floor + slope * share ** (-exponent / 4);
        const { forecast, gain, points } = curve([1, 1.1, 0.9].map((times) => shares.map((s) => times * loss(s))));
        for (const { rows: at, loss: told } of forecast) {
          expect(told.mean).toBeCloseTo(loss(at / rows), 1);
          expect(told.low).toBeLessThanOrEqual(told.mean);
          expect(told.high).toBeGreaterThanOrEqual(told.mean);
        }
        expect(gain!.mean).toBeCloseTo((loss(1) - loss(2)) / loss(1), 2);
        expect(points.map((point) => point.rows)).toEqual([100, 200, 400, 800]);
      }),
    );
  });

  it("says that more rows bring nothing where losses are level but for noise", () => {
    const random = Random.of(1);
    const { gain } = curve(Array.from({ length: 5 }, () => shares.map(() => 1 + 0.01 * random.normal())));
    expect(gain!.low).toBeLessThan(0.01);
    expect(Math.abs(gain!.mean)).toBeLessThan(0.02);
  });

  it("has a band that widens with the rows ahead", () => {
    const random = Random.of(2);
    const { forecast } = curve(
      Array.from({ length: 5 }, () =>
        shares.map((s) => 1 + (0.2 + 0.02 * random.normal()) / s + 0.05 * random.normal()),
      ),
    );
    const widths = forecast.map(({ loss }) => loss.high - loss.low);
    expect(widths.at(-1)!).toBeGreaterThan(widths[0]!);
  });

  it("has no gain where nothing is lost", () => {
    expect(curve([shares.map(() => 0), shares.map(() => 0), shares.map(() => 0)]).gain).toBeNull();
  });
});
