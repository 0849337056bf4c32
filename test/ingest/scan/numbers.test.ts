import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "../../../src/ingest/number.ts";
import { recordReader } from "../../../src/ingest/scan/scan-records.ts";

/** What the kernel makes of cells: a number, or null for what it leaves to TypeScript. */
function numbersOf(cells: readonly string[]): (number | null)[] {
  const text = `x,y\n0,0\n${cells.map((cell) => `${cell},z`).join("\n")}\n`;
  const found: (number | null)[] = [];
  let visited = 0;
  recordReader({ text, bytes: Buffer.from(text), delimiter: ",", name: "t" })({
    regular: () => (visited < 2 ? null : { width: 2, names: null }),
    visit: () => void visited++,
    batch: (batch) => {
      const { values, others } = batch.column(0).numbers();
      const left = new Set(others);
      found.push(...Array.from(values, (value, i) => (left.has(found.length + i) ? null : value)));
    },
  });
  return found;
}

describe("a number read from bytes", () => {
  it("is the nearest to what the cell spells, for any float64 as any program writes it", () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    const spelled = fc.oneof(
      double.map(String),
      fc.tuple(double, fc.integer({ min: 1, max: 21 })).map(([value, digits]) => value.toPrecision(digits)),
      fc.tuple(double, fc.integer({ min: 0, max: 20 })).map(([value, digits]) => value.toExponential(digits)),
      fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 19n }), fc.integer({ min: -40, max: 40 })).map(([m, e]) => `${m}e${e}`),
      fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("", "-", "+")).map(([a, b, sign]) => `${sign}${a}.${b}`),
    );
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 50, maxLength: 100 }), (cells) => {
        const values = numbersOf(cells);
        expect(values).toEqual(cells.map((cell, i) => (values[i] === null ? null : parseNumber(cell))));
      }),
      { numRuns: 100 },
    );
  });

  it("is left to the slow way in few cases alone", () => {
    const cells = Array.from({ length: 1000 }, (_, i) => String(Math.sin(i + 1) * 10 ** ((i % 36) - 20)));
    expect(numbersOf(cells).filter((value) => value === null)).toEqual([]);
  });

  it("is right halfway between two float64", () => {
    const cells = ["9007199254740993.0", "9007199254740993.00000000001", "4503599627370497.5", "4503599627370496.5"];
    expect(numbersOf(cells)).toEqual([9007199254740992, null, 4503599627370498, 4503599627370496]);
  });
});
