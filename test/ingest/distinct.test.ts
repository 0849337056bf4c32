import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countDistinct, numberGroups } from "../../src/ingest/distinct.ts";
import { distinctCounts } from "../../src/ingest/distinct-counts.ts";
import { valueEnds } from "../../src/ingest/value-ends.ts";

const cells = fc
  .tuple(
    fc.integer({ min: 1, max: 6000 }),
    fc.integer({ min: 1, max: 9000 }),
    fc.constantFrom(1, 0.37, 1e-300, -2.5, Math.PI, 1e15),
  )
  .map(([different, length, step]) =>
    Float64Array.from({ length }, (_, i) => (i % 11 === 0 ? Number.NaN : ((i * 7919) % different) * step)),
  );

describe("distinct numbers", () => {
  it("are as many as when they are sorted", () => {
    fc.assert(
      fc.property(cells, (values) => {
        expect(countDistinct(values)).toBe(distinctCounts(values).values.length);
      }),
    );
  });

  it("are numbered in the order of first sight", () => {
    fc.assert(
      fc.property(cells, (values) => {
        const { groups, count } = numberGroups(values);
        const seen = new Map<number, number>();
        const expected = values.map((value) => {
          if (Number.isNaN(value)) return -1;
          if (!seen.has(value + 0)) seen.set(value + 0, seen.size);
          return seen.get(value + 0)!;
        });
        expect(count).toBe(seen.size);
        expect(Array.from(groups)).toEqual(Array.from(expected));
      }),
    );
  });

  it("are the same at both ends as in the list of all", () => {
    fc.assert(
      fc.property(cells, (values) => {
        const all = distinctCounts(values);
        const ends = valueEnds(values);
        const kept = (list: ArrayLike<number>) =>
          list.length <= 32 ? Array.from(list) : [...Array.from(list).slice(0, 16), ...Array.from(list).slice(-16)];
        expect(Array.from(ends.values, (value) => value + 0)).toEqual(kept(all.values).map((value) => value + 0));
        expect(Array.from(ends.counts)).toEqual(kept(all.counts));
        expect(ends.cells).toBe(values.filter((value) => !Number.isNaN(value)).length);
      }),
    );
  });
});
