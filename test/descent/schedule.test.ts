import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowsPerRound } from "../../src/descent/round-order.ts";
import { gradualKeep } from "../../src/descent/gradual.ts";
import { nextFraction } from "../../src/descent/paper.ts";
import { phaseRates } from "../../src/descent/rates.ts";

describe("the published share λ", () => {
  it("stays at its start until three losses are known", () => {
    expect(nextFraction(0.4, [], 0.4)).toBe(0.4);
    expect(nextFraction(0.4, [1, 0.5], 0.4)).toBe(0.4);
  });

  it("falls by the ratio of successive improvements", () => {
    expect(nextFraction(0.4, [1, 0.5, 0.25], 0.4)).toBeCloseTo(0.2, 12);
  });

  it("is the floor, not NaN, when the loss is flat", () => {
    expect(nextFraction(0.4, [1, 1, 1], 0.4)).toBeCloseTo(0.04, 12);
    expect(nextFraction(0.4, [1, 1, 0.9], 0.4)).toBeCloseTo(0.04, 12);
  });

  it("is the floor after one rise and may return to its start after two, as the scripts do", () => {
    expect(nextFraction(0.4, [1, 0.5, 0.6], 0.4)).toBeCloseTo(0.04, 12);
    expect(nextFraction(0.2, [1, 1.1, 1.4], 0.4)).toBe(0.4);
  });

  it("never leaves [0.1 λ₀, λ₀], whatever the losses", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 3 }), (losses) => {
        const next = nextFraction(0.3, losses, 0.4);
        expect(next).toBeGreaterThanOrEqual(0.04 - 1e-15);
        expect(next).toBeLessThanOrEqual(0.4);
      }),
    );
  });
});

describe("the rates of a phase", () => {
  it("warm up to the highest rate after a tenth and fall to one percent of it", () => {
    const rates = phaseRates(0.01, { from: 0, steps: 1000, total: 1000 });
    expect(rates[49]).toBeCloseTo(0.005, 6);
    expect(Math.max(...rates)).toBeCloseTo(0.01, 6);
    expect(rates.indexOf(Math.max(...rates))).toBe(99);
    expect(rates[999]).toBeCloseTo(0.0001, 9);
  });

  it("are the same whether a phase is asked for at once or round by round", () => {
    const whole = phaseRates(0.01, { from: 0, steps: 60, total: 60 });
    const rounds = [0, 20, 40].flatMap((from) => [...phaseRates(0.01, { from, steps: 20, total: 60 })]);
    expect(rounds).toEqual([...whole]);
  });

  it("stay within 0.011 of a half cosine, without calling one", () => {
    const rates = phaseRates(1, { from: 0, steps: 1000, total: 1000 });
    for (let i = 100; i < 1000; i++) {
      const t = ((i + 1) / 1000 - 0.1) / 0.9;
      expect(Math.abs(rates[i]! - (0.01 + 0.99 * 0.5 * (1 + Math.cos(Math.PI * t))))).toBeLessThan(0.011);
    }
  });
});

it("a round passes a small table until 30 steps are made, a large one once, and of a huge one it takes a part", () => {
  expect(rowsPerRound(100, 32, 16_384)).toBe(800);
  expect(rowsPerRound(1, 1, 16_384)).toBe(30);
  expect(rowsPerRound(4000, 64, 16_384)).toBe(4000);
  expect(rowsPerRound(100_000, 128, 16_384)).toBe(16_384);
  expect(rowsPerRound(100_000, 1024, 16_384)).toBe(30_720);
  expect(rowsPerRound(100_000, 128, 100)).toBe(3840);
});

it("the gradual schedule falls from all weights to its target and never rises", () => {
  const shares = Array.from({ length: 40 }, (_, round) => gradualKeep(round, 40, 0.1));
  expect(shares[0]).toBe(1);
  expect(shares[39]).toBeCloseTo(0.1, 12);
  for (let i = 1; i < 40; i++) expect(shares[i]!).toBeLessThanOrEqual(shares[i - 1]!);
});
