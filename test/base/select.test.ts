import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, placesWhere } from "../../src/base/select.ts";
import { quantile } from "../../src/base/statistics.ts";

describe("the median by selection", () => {
  it("is that of the sorted values", () => {
    const values = fc.oneof(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 200 }),
    );
    fc.assert(
      fc.property(values, (list) => {
        expect(median(Float64Array.from(list)) + 0).toBe(quantile(list, 0.5) + 0);
      }),
    );
  });

  it("is that of many sorted values in any order, with many alike or none", () => {
    const lengths = fc.integer({ min: 8192, max: 40_000 });
    fc.assert(
      fc.property(lengths, fc.constantFrom(1, 7, 7919, 1025), fc.constantFrom(2, 300, 1e9), (length, step, most) => {
        const list = Float64Array.from({ length }, (_, i) => ((i * step) % length) % most);
        expect(median(list)).toBe(quantile(list, 0.5));
      }),
      { numRuns: 30 },
    );
  });
});

describe("the places that are wanted", () => {
  it("are those that a filter of all places leaves", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (wanted) => {
        const left = [...wanted.keys()].filter((place) => wanted[place]);
        expect([...placesWhere(wanted.length, (place) => wanted[place]!)]).toEqual(left);
      }),
    );
  });
});
