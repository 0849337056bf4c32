import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { Arena, Stretch } from "../../src/wasm/arena.ts";
import { makeMemory } from "../../src/wasm/memory.ts";

const base = 1234;

describe("stretches of an arena", () => {
  it("never share a byte, and move only to grow where another one follows", () => {
    const asked = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 200_000 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(asked, (requests) => {
        const arena = new Arena(makeMemory(0), base);
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
            expect(first).toBeGreaterThanOrEqual(base);
            expect(last).toBeLessThanOrEqual(taken[at + 1]?.[0] ?? arena.memory.buffer.byteLength);
          });
        }
      }),
    );
  });
});

describe("more memory than there is", () => {
  const most = 2 ** 32;

  it("is refused in one sentence with a way out, whether it is asked for at once or by growing", () => {
    const arena = new Arena(makeMemory(0), base);
    for (const ask of [() => makeMemory(most + 1), () => new Stretch(arena).hold(most)]) {
      const refused = expect.objectContaining({ exitCode: 2, hint: expect.stringContaining("--ignore") as string });
      expect(ask).toThrow(refused);
      expect(ask).toThrow(UserError);
      expect(ask).toThrow(/^The table and a model of it need 4\.3 GB of memory, but .* 4\.3 GB at most\.$/u);
    }
  });

  it("leaves a memory that can go on handing out what it has", () => {
    const arena = new Arena(makeMemory(0), base);
    const first = new Stretch(arena);
    first.hold(1000);
    expect(() => first.hold(most)).toThrow(UserError);
    const second = new Stretch(arena);
    second.hold(100_000);
    new Uint8Array(arena.memory.buffer, second.address, 100_000).fill(1);
    expect(second.address).toBeGreaterThanOrEqual(first.end);
  });
});
