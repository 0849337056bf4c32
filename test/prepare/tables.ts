import fc from "fast-check";
import type { Column } from "../../src/ingest/table.ts";
import type { EncoderOptions } from "../../src/prepare/options.ts";
import type { Target } from "../../src/prepare/target.ts";

export const seventhMissing = (value: number, i: number) => (i % 7 === 3 ? Number.NaN : value);

export function numeric(name: string, values: readonly number[]): Column {
  return { kind: "numeric", name, values: Float64Array.from(values) };
}

/** A category column from cells; null is a missing one. */
export function category(name: string, cells: readonly (string | null)[]): Column {
  const levels = [...new Set(cells.filter((cell) => cell !== null))];
  const codes = Int32Array.from(cells, (cell) => (cell === null ? -1 : levels.indexOf(cell)));
  return { kind: "category", name, levels, codes };
}

export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

/** A target of two classes that changes after every third row. */
export function everyThird(count: number): Target {
  const values = Float32Array.from({ length: count }, (_, i) => (i % 3 === 0 ? 1 : 0));
  return { task: { kind: "classification", classes: ["no", "yes"] }, values };
}

export interface RandomTable {
  readonly columns: readonly Column[];
  readonly rowCount: number;
  readonly target: Target; // of all rows
}

const awkward = fc.constantFrom(0, -0, 1, -1, 1e-300, -5e-324, 1.7e308, -1.7e308);
const cellNumber = fc.oneof(
  { weight: 4, arbitrary: fc.double({ min: -50, max: 50, noNaN: true }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 }) },
  { weight: 1, arbitrary: awkward },
  { weight: 2, arbitrary: fc.constant(Number.NaN) },
);
const cellText = fc.option(fc.constantFrom("a", "b", "c", "__proto__", "constructor", "", "é", "d", "e", "f"), {
  freq: 6,
  nil: null,
});

/** Tables with missing cells, ties, constants, extreme numbers and odd level names. */
export const randomTable: fc.Arbitrary<RandomTable> = fc.integer({ min: 1, max: 60 }).chain((rowCount) => {
  const size = { minLength: rowCount, maxLength: rowCount };
  const columns = fc.array(
    fc.oneof(
      fc.array(cellNumber, size).map((values) => numeric("", values)),
      fc.array(cellText, size).map((cells) => category("", cells)),
    ),
    { minLength: 1, maxLength: 5 },
  );
  const target = fc.oneof(
    fc.array(fc.integer({ min: 0, max: 2 }), size).map((values): Target => {
      return {
        task: { kind: "classification", classes: ["x", "y", "z"] },
        values: Float32Array.from(values),
      };
    }),
    fc.array(fc.float({ min: -4, max: 4, noNaN: true }), size).map((values): Target => {
      return {
        task: { kind: "regression", mean: 0, deviation: 1, low: -4, high: 4 },
        values: Float32Array.from(values),
      };
    }),
  );
  return fc.record({ columns, target }).map(({ columns: made, target: wanted }) => {
    return { columns: made.map((column, i) => ({ ...column, name: `c${i}` })), rowCount, target: wanted };
  });
});

export const randomOptions: fc.Arbitrary<EncoderOptions> = fc.record({
  raw: fc.boolean(),
  bins: fc.constantFrom("tree", "quantile", "none"),
  binsMaximum: fc.integer({ min: 4, max: 16 }),
  binInputs: fc.integer({ min: 0, max: 40 }),
  heavyTails: fc.constantFrom("none", "log", "rank"),
  indicators: fc.boolean(),
  indicatorInputs: fc.integer({ min: 0, max: 5 }),
  manyLevels: fc.integer({ min: 1, max: 6 }),
  topLevels: fc.integer({ min: 0, max: 4 }),
  levelInputs: fc.integer({ min: 1, max: 20 }),
  targetCodes: fc.boolean(),
  targetClasses: fc.integer({ min: 1, max: 3 }),
});
