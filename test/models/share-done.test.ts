import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareDone } from "../../src/models/share-done.ts";

describe("the share of a training that is done", () => {
  it("is that of the expected rounds, as long as there are fewer", () => {
    expect(shareDone(20, 40)).toBe(0.5);
    expect(shareDone(36, 40)).toBe(0.9);
  });

  it("rises with every round and is not all, however many more there are than expected", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 100 }), (rounds, expected) => {
        expect(shareDone(rounds, expected)).toBeLessThan(1);
        expect(shareDone(rounds + 1, expected)).toBeGreaterThan(shareDone(rounds, expected));
      }),
    );
  });
});
