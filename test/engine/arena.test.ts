import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Arena, Stretch } from "../../src/engine/sparse/arena.ts";

describe("stretches of an arena", () => {
  it("never share a byte, and move only to grow where another one follows", () => {
    const asked = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 200_000 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(asked, (requests) => {
        const arena = new Arena();
        const stretches = Array.from({ length: 4 }, () => new Stretch(arena));
        const bytes = [0, 0, 0, 0];
        for (const [which, wanted] of requests) {
          const stretch = stretches[which]!;
          const { address, end } = stretch;
          const isLast = stretches.every((other) => other.end <= end);
          const hasMoved = stretch.hold(wanted);
          expect(hasMoved).toBe(stretch.address !== address);
          const mustStay = bytes[which]! > 0 && (isLast || wanted <= bytes[which]!);
          expect(hasMoved && mustStay).toBe(false);
          bytes[which] = Math.max(bytes[which]!, wanted);
          const taken = stretches
            .filter((_, one) => bytes[one]! > 0)
            .map((one) => [one.address, one.address + bytes[stretches.indexOf(one)]!] as const)
            .sort((a, b) => a[0] - b[0]);
          taken.forEach(([first, last], at) => {
            expect(first % 128).toBe(0);
            expect(first).toBeGreaterThanOrEqual(arena.kernel.heapBase());
            expect(last).toBeLessThanOrEqual(taken[at + 1]?.[0] ?? arena.memory.buffer.byteLength);
          });
        }
      }),
    );
  });
});
