import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BoostingCore, CoreInput } from "../../src/boosting/core.ts";
import { FastCore } from "../../src/boosting/fast-core.ts";
import { PlainCore } from "../../src/boosting/plain-core.ts";

/** A node of a few columns, of both kinds, with gaps; numbers are coarse, so that equal scores are common. */
const node = fc
  .record({
    rows: fc.integer({ min: 2, max: 60 }),
    columns: fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()), { minLength: 1, maxLength: 6 }),
  })
  .chain(({ rows, columns }) =>
    fc.record({
      targets: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: rows, maxLength: rows }),
      columns: fc.tuple(
        ...columns.map(([known, category]) =>
          fc
            .array(fc.integer({ min: 0, max: known }), { minLength: rows, maxLength: rows })
            .map((codes) => ({ known, category, codes: Uint8Array.from(codes) })),
        ),
      ),
      least: fc.integer({ min: 0, max: 5 }),
      l2: fc.constantFrom(0, 1, 7.5),
      fewLevels: fc.integer({ min: 0, max: 6 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  );

function inputOf(columns: CoreInput["columns"], targets: readonly number[]): CoreInput {
  const shape = { weights: null, loss: "squared error", scores: 1, leaves: 4, columnsAtOnce: columns.length } as const;
  return { ...shape, columns, targets: Float64Array.from(targets) };
}

describe("the compiled search for splits", () => {
  it("finds the splits of the plain one and divides the rows alike, in a node and in what subtraction leaves", () => {
    fc.assert(
      fc.property(node, ({ columns, targets, least, l2, fewLevels, share }) => {
        const outcome = (core: BoostingCore) => {
          core.start(Float64Array.of(0));
          const { sums, scales } = core.load(Uint32Array.from(targets.keys()), 0);
          const unit = scales.hessian;
          core.searchIn(Uint32Array.from(columns.keys()), {
            l2: l2 * unit,
            levelL2: (l2 + 1) * unit,
            levelSmoothing: unit,
            fewLevels,
          });
          core.fill(0, 0, targets.length);
          const split = core.find(0, sums, least * unit);
          const found = split === null ? null : { ...split, sides: split.sides.slice() }; // before the next search
          const middle = found === null ? Math.floor(share * targets.length) : core.partition(0, targets.length, found);
          core.fill(1, 0, middle);
          core.subtract(0, 1);
          const left = found?.left ?? { gradient: 0, hessian: 0 };
          const rest = { gradient: sums.gradient - left.gradient, hessian: sums.hessian - left.hessian };
          const next = core.find(0, rest, least * unit);
          core.addLeaf(0, middle, 1, 0);
          return { sums, scales, found, middle, next, scores: core.read(Uint32Array.from(targets.keys())) };
        };
        const input = inputOf(columns, targets);
        expect(outcome(new FastCore(input))).toEqual(outcome(new PlainCore(input)));
      }),
      { numRuns: 400 },
    );
  });

  it("learns the side of missing values, and sends what a node has none of with the heavier side", () => {
    const codes = (of: readonly number[]) => [{ known: 4, category: false, codes: Uint8Array.from(of) }];
    const limits = { l2: 0, levelL2: 0, levelSmoothing: 0, fewLevels: 4 };
    const splitOf = (of: readonly number[], targets: readonly number[]) => {
      const core = new FastCore(inputOf(codes(of), targets));
      core.start(Float64Array.of(0));
      const { sums } = core.load(Uint32Array.from(targets.keys()), 0);
      core.searchIn(Uint32Array.of(0), limits);
      core.fill(0, 0, targets.length);
      return [...core.find(0, sums, 1)!.sides.subarray(0, 5)];
    };
    expect(splitOf([0, 1, 2, 3, 4, 4], [1, 1, -1, -1, 1, 1])).toEqual([0, 0, 1, 1, 0]);
    expect(splitOf([0, 1, 2, 3, 4, 4], [1, 1, -1, -1, -1, -1])).toEqual([0, 0, 1, 1, 1]);
    expect(splitOf([0, 1, 2, 3, 3, 3], [1, 1, -1, -1, -1, -1])).toEqual([0, 0, 1, 1, 1]);
    expect(splitOf([0, 0, 0, 1, 2, 3], [1, 1, 1, 1, -1, -1])).toEqual([0, 0, 1, 1, 0]);
    expect(splitOf([0, 1, 2, 3, 4, 4], [1, 1, 1, 1, -1, -1])).toEqual([0, 0, 0, 0, 1]);
  });
});
