import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderOf } from "../../src/base/order.ts";

describe("the order of numbers by their digits", () => {
  it("is that of comparing them, missing ones last and equal ones as they came", () => {
    const number = fc.oneof(fc.double(), fc.integer({ min: -300, max: 300 }), fc.constantFrom(0, -0, Number.NaN, 0.1));
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300 }), (list) => {
        const last = (i: number) => Number(Number.isNaN(list[i]));
        const compared = [...list.keys()].sort(
          (a, b) => last(a) - last(b) || (last(a) ? 0 : Math.sign(list[a]! - list[b]! || 0)) || a - b,
        );
        expect(Array.from(orderOf(Float64Array.from(list)))).toEqual(compared);
      }),
    );
  });
});
