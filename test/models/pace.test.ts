import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundRowsWithin, stretchesWithin } from "../../src/models/pace.ts";
import { presets } from "../../src/descent/options.ts";

describe("rows a round within a time limit", () => {
  const shape = fc.record({
    inputs: fc.integer({ min: 1, max: 4000 }),
    outputs: fc.integer({ min: 1, max: 40 }),
  });
  const rows = fc.integer({ min: 2, max: 1_000_000 });
  const seconds = fc.double({ min: 0.01, max: 1e4, noNaN: true });

  it("are at least one and never more than the recipe has", () => {
    fc.assert(
      fc.property(seconds, rows, shape, (limit, count, size) => {
        const within = roundRowsWithin(limit, { ...size, rows: count }, presets.balanced);
        expect(within).toBeGreaterThanOrEqual(1);
        expect(within).toBeLessThanOrEqual(presets.balanced.descent.roundRows);
      }),
    );
  });

  it("grow with the seconds and shrink with the inputs and the outputs", () => {
    fc.assert(
      fc.property(seconds, rows, shape, (limit, count, size) => {
        const within = (factor: number, more: typeof size) =>
          roundRowsWithin(limit * factor, { ...more, rows: count }, presets.balanced);
        const here = within(1, size);
        expect(within(2, size)).toBeGreaterThanOrEqual(here);
        expect(within(1, { ...size, inputs: size.inputs + 10 })).toBeLessThanOrEqual(here);
        expect(within(1, { ...size, outputs: size.outputs + 1 })).toBeLessThanOrEqual(here);
      }),
    );
  });

  it("are those of the recipe when there is time for it: 20,000 rows, 209 inputs and 26 classes in ten seconds", () => {
    const letter = { inputs: 209, outputs: 26 };
    expect(roundRowsWithin(10, { ...letter, rows: 20_000 }, presets.balanced)).toBe(16_384);
    expect(roundRowsWithin(0.3, { ...letter, rows: 20_000 }, presets.balanced)).toBeLessThan(3000);
  });
});

describe("stretches of the dense phase within a time limit", () => {
  const letter = { inputs: 209, outputs: 26, rows: 20_000 };

  it("are as many as the recipe has when there is time for all, and one when there is not", () => {
    expect(stretchesWithin(0.3, letter, presets.balanced)).toBe(1);
    expect(stretchesWithin(3600, letter, presets.balanced)).toBe(presets.balanced.descent.stretches);
  });

  it("grow with the seconds", () => {
    const stretches = [1, 10, 20, 40, 80, 160].map((seconds) => stretchesWithin(seconds, letter, presets.balanced));
    expect(stretches).toEqual(stretches.toSorted((a, b) => a - b));
    expect(new Set(stretches).size).toBeGreaterThan(1);
  });
});
