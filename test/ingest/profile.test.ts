import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extent } from "../../src/base/statistics.ts";
import { plainProfile } from "../../src/ingest/profile/plain.ts";
import { profileOf } from "../../src/ingest/profile/profile.ts";
import { stepProfile } from "../../src/ingest/profile/steps.ts";
import type { ValueProfile } from "../../src/ingest/profile/value-profile.ts";

/** All that is asked, without the sign of 0. */
function contentOf({ low, high, present, distinct, median, ends, histogram }: ValueProfile): unknown {
  const plus = (value: number) => value + 0;
  const list = [ends.values, ends.counts].map((one) => Array.from(one, plus));
  const counts = low === high ? [] : Array.from(histogram);
  return [plus(low), plus(high), present, distinct, plus(median), ends.cells, ...list, counts];
}

const anyNumber = fc.oneof(
  fc.constantFrom(0, -0, 0.1, 0.3, 0.1 + 0.2, 1e-9, -1e-9, 1e-10, 123456.789, 2 ** 51, 2 ** 53 - 1, 1e300),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

/** Multiples of a power of ten, read from their decimals as those of a file; some are missing. */
const multiples = fc
  .tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom(0, 3, -7, 12_345, -99_999_999),
    fc.integer({ min: 1, max: 6000 }),
    fc.integer({ min: 1, max: 9000 }),
  )
  .map(([decimals, offset, different, length]) =>
    Float64Array.from({ length }, (_, i) =>
      i % 11 === 3 ? Number.NaN : Number(`${offset + ((i * 7919) % different)}e-${decimals}`),
    ),
  );

describe("the profile of a column of numbers", () => {
  it("is the same from sorted steps as from each part by itself", () => {
    let sorted = 0;
    fc.assert(
      fc.property(multiples, (cells) => {
        const range = extent(cells);
        const plain = plainProfile(cells, range);
        const fast = stepProfile(cells, range);
        sorted += Number(fast !== null);
        expect(contentOf(fast ?? plain)).toEqual(contentOf(plain));
      }),
    );
    expect(sorted).toBeGreaterThan(50);
  });

  it("is left to the plain one where a number lies between steps", () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 1, maxLength: 40 }), (list) => {
        const cells = Float64Array.from(list);
        const range = extent(cells);
        const plain = plainProfile(cells, range);
        expect(contentOf(stepProfile(cells, range) ?? plain)).toEqual(contentOf(plain));
      }),
    );
    for (const list of [[0.1 + 0.2, 1], [Math.PI, 3], [0, 1e9], [2 ** 53, 1], [Number.NaN], [1, Infinity]]) {
      const cells = Float64Array.from(list);
      expect(stepProfile(cells, extent(cells))).toBeNull();
    }
  });

  it("is read from steps of 25 bits, in more cells than one piece of the kernel", () => {
    const cells = Float64Array.from({ length: 1_048_575 }, (_, i) =>
      i % 1000 === 7 ? Number.NaN : Number((((i * 7_919_131) % 33_000_000) / 1e6 - 16).toFixed(6)),
    );
    const range = extent(cells);
    expect(stepProfile(cells, range)).not.toBeNull();
    expect(contentOf(profileOf(cells))).toEqual(contentOf(plainProfile(cells, range)));
  });

  it("is worked out once", () => {
    const cells = Float64Array.of(3, 1, 2);
    expect(profileOf(cells)).toBe(profileOf(cells));
    expect(profileOf(cells).median).toBe(2);
  });
});
