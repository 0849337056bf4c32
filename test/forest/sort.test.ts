import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberSort } from "../../src/forest/sort.ts";

describe("NumberSort", () => {
  it("sorts any numbers as typed arrays do, one column after the other in the same room", () => {
    const sort = new NumberSort(200);
    const numbers = fc.float64Array({ noNaN: true, maxLength: 200 });
    const wholeNumbers = fc
      .array(fc.integer({ min: -9, max: 9 }), { maxLength: 200 })
      .map((values) => Float64Array.from(values));
    fc.assert(
      fc.property(fc.oneof(numbers, wholeNumbers), (values) => {
        sort.numbers.set(values);
        expect(sort.sort(values.length)).toEqual(values.slice().sort());
      }),
    );
  });

  it("puts infinities, zeros of both signs and the smallest numbers in their places", () => {
    const values = [0, Infinity, 5e-324, -0, -5e-324, -Infinity, 1, -1, Number.MAX_VALUE];
    const sort = new NumberSort(values.length);
    sort.numbers.set(values);
    expect([...sort.sort(values.length)]).toEqual([
      -Infinity,
      -1,
      -5e-324,
      -0,
      0,
      5e-324,
      1,
      Number.MAX_VALUE,
      Infinity,
    ]);
  });
});
