import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logarithm, pool } from "../../src/base/opinion-pool.ts";

/** The pool of models with equal shares. */
function pooled(models: readonly (readonly number[])[]): number[] {
  const sums = Float64Array.from(models[0]!, (_, k) =>
    models.reduce((sum, own) => sum + logarithm(own[k]!) / models.length, 0),
  );
  pool(sums, 0, sums.length);
  return [...sums];
}

const chances = (classes: number) =>
  fc
    .array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: classes, maxLength: classes })
    .map((parts) => parts.map((part) => part / parts.reduce((a, b) => a + b)));

describe("a pool of opinions", () => {
  it("is what all models say where they agree, and adds up to 1 in any case", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }).chain((classes) => fc.tuple(chances(classes), chances(classes))),
        ([one, other]) => {
          expect(pooled([one, other]).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
          pooled([one, one]).forEach((chance, k) => expect(chance).toBeCloseTo(one[k]!, 9));
        },
      ),
    );
  });

  it("has the geometric mean of the odds", () => {
    const [first, second] = pooled([
      [0.9, 0.1],
      [0.5, 0.5],
    ]);
    expect(first! / second!).toBeCloseTo(3, 9);
  });

  it("lets no model rule a class out, and writes only the row that it was given", () => {
    const [first, second] = pooled([
      [1, 0],
      [0.5, 0.5],
    ]);
    expect(first! / second!).toBeCloseTo(1000, 6);
    const sums = Float64Array.of(7, 0, 0, 7);
    pool(sums, 1, 2);
    expect([...sums]).toEqual([7, 0.5, 0.5, 7]);
  });
});
