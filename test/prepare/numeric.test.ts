import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { smoothClip } from "../../src/base/smooth-clip.ts";
import { learnScaled, learnTails, logCode, rankCode } from "../../src/prepare/numeric.ts";

const ascending = (values: readonly number[]) => Float64Array.from(values).sort();

describe("smoothClip", () => {
  it("is odd, rises and stays within ±3", () => {
    const number = fc.double({ noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(smoothClip(-a)).toBe(-smoothClip(a));
        expect(Math.abs(smoothClip(a))).toBeLessThanOrEqual(3);
        expect(smoothClip(Math.min(a, b))).toBeLessThanOrEqual(smoothClip(Math.max(a, b)));
      }),
    );
  });

  it("hardly changes small values: 0.3 becomes 0.3 / √1.01", () => {
    expect(smoothClip(0.3)).toBeCloseTo(0.3 / Math.sqrt(1.01), 12);
    expect(smoothClip(3)).toBeCloseTo(3 / Math.SQRT2, 12);
  });
});

describe("learnScaled", () => {
  it("centres on the median and scales by the distance between the quartiles", () => {
    expect(learnScaled("x", ascending([0, 1, 2, 3, 100]))).toMatchObject({ centre: 2, scale: 2 });
  });

  it("takes half the range when the quartiles are equal, and 1 when all values are", () => {
    expect(learnScaled("x", ascending([0, 5, 5, 5, 5, 5, 9]))).toMatchObject({ centre: 5, scale: 4.5 });
    expect(learnScaled("x", ascending([7, 7]))).toMatchObject({ centre: 7, scale: 1 });
  });
});

const uniform = ascending(Array.from({ length: 1001 }, (_, i) => i / 1000));
const heavy = ascending(Array.from({ length: 1001 }, (_, i) => 1 / (1.001 - i / 1000))); // Pareto

describe("learnTails", () => {
  it("makes a copy of a Pareto column and none of a uniform, exponential or constant one", () => {
    const exponential = ascending(Array.from({ length: 1000 }, (_, i) => -Math.log((i + 0.5) / 1000)));
    for (const how of ["log", "rank"] as const) {
      expect(learnTails("x", heavy, how)?.kind).toBe(how);
      expect(learnTails("x", uniform, how)).toBeNull();
      expect(learnTails("x", exponential, how)).toBeNull();
      expect(learnTails("x", ascending([4, 4, 4]), how)).toBeNull();
    }
  });

  it("looks at the values that differ from the median, so that many zeros do not hide a tail", () => {
    const zeros = Array.from({ length: 5000 }, () => 0);
    expect(learnTails("x", ascending([...zeros, ...heavy]), "log")).not.toBeNull();
    expect(learnTails("x", ascending([...zeros, ...uniform]), "log")).toBeNull();
  });
});

describe("logCode", () => {
  const group = { kind: "log", column: "x", centre: 10, typical: 1, far: 99 } as const;

  it("is 0 at the centre, odd around it, and smoothClip(2) at the far distance", () => {
    expect(logCode(group, 10)).toBe(0);
    expect(logCode(group, 10 + 99)).toBeCloseTo(smoothClip(2), 12);
    expect(logCode(group, 10 - 99)).toBeCloseTo(-smoothClip(2), 12);
    expect(logCode(group, 10 + 9)).toBeCloseTo(smoothClip(1), 12);
  });
});

describe("rankCode", () => {
  const group = learnTails("x", heavy, "rank");

  it("is 0 at the median and ±√3 at and beyond the ends", () => {
    if (group?.kind !== "rank") throw new Error("expected ranks");
    expect(rankCode(group, heavy[500]!)).toBeCloseTo(0, 9);
    expect(rankCode(group, -1e9)).toBeCloseTo(-Math.sqrt(3), 12);
    expect(rankCode(group, 1e9)).toBeCloseTo(Math.sqrt(3), 12);
  });

  it("never falls when the value rises", () => {
    if (group?.kind !== "rank") throw new Error("expected ranks");
    const number = fc.double({ min: -10, max: 2000, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(rankCode(group, Math.min(a, b))).toBeLessThanOrEqual(rankCode(group, Math.max(a, b)));
      }),
    );
  });

  it("gives a value that fills a share of the rows the middle of that share", () => {
    const half = learnTails("x", ascending([...Array.from({ length: 1000 }, () => 0), ...heavy]), "rank");
    if (half?.kind !== "rank") throw new Error("expected ranks");
    expect(half.shares[0]).toBeCloseTo(0.25, 1);
    expect(rankCode(half, 0)).toBeCloseTo(-0.5 * Math.sqrt(3), 1);
  });
});
