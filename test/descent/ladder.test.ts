import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  choose,
  goBack,
  hasNext,
  isSpent,
  judge,
  type Ladder,
  nextRung,
  startLadder,
} from "../../src/descent/ladder.ts";
import { presets } from "../../src/descent/options.ts";
import type { Evaluated } from "../../src/descent/training.ts";

const rules = { ...presets.balanced.ladder, weightsPerBit: null };

/** An ensemble whose holdout rows all have the same loss. */
function evaluated(weights: number, loss: number): Evaluated<string> {
  const state = { rounds: 0, learners: [`${weights} weights`] };
  return { round: 0, state, losses: new Float64Array(20).fill(loss), mean: loss, weights, parameters: weights };
}

const start = (): Ladder<string> => startLadder(evaluated(1000, 1), 500, rules);

describe("the ladder", () => {
  it("takes an accepted rung as its new start, and the best loss as its bar", () => {
    const better = judge(start(), evaluated(300, 0.9), false);
    expect(better.current.weights).toBe(300);
    expect(better.best.weights).toBe(300);
    const within = judge(better, evaluated(90, 0.91), false);
    expect(within.current.weights).toBe(90);
    expect(within.best.weights).toBe(300);
  });

  it("goes back to the last accepted rung with half the share after three that are rejected", () => {
    let ladder = judge(start(), evaluated(300, 0.9), false);
    for (const weights of [90, 30, 10]) {
      expect(isSpent(ladder)).toBe(false);
      ladder = judge(ladder, evaluated(weights, 2), false);
    }
    expect(isSpent(ladder)).toBe(true);
    const back = goBack(ladder);
    expect(back.current.weights).toBe(300);
    expect(back.fraction).toBe(ladder.fraction / 2);
    expect(back.candidates).toHaveLength(5);
  });

  it("does not try again the sizes of a look-ahead that was clearly worse", () => {
    const failed = judge(judge(start(), evaluated(300, 2), false), evaluated(90, 2), false);
    expect(failed.floor).toBe(0);
    expect(goBack(failed).floor).toBe(300);
    const redeemed = judge(failed, evaluated(30, 0.9), false);
    expect(goBack(redeemed).floor).toBe(0);
  });

  it("accepts a rung from a network that is too large without a test, and drops no more than has to go", () => {
    const large = startLadder(evaluated(1000, 1), 500, { ...rules, weightsPerBit: 1 });
    expect(nextRung(large)).toEqual({ fraction: 0.5, untested: true });
    expect(judge(large, evaluated(500, 9), true).current.weights).toBe(500);
    expect(nextRung(startLadder(evaluated(510, 1), 500, { ...rules, weightsPerBit: 1 })).fraction).toBe(0.3);
    expect(nextRung(start())).toEqual({ fraction: 0.7, untested: false });
  });

  it("ends when the share is small or there are rungs enough", () => {
    expect(hasNext(start())).toBe(true);
    expect(hasNext(goBack(goBack(start())))).toBe(false);
    expect(hasNext({ ...start(), rules: { ...rules, maxRungs: 0 } })).toBe(false);
  });

  it("chooses an accepted state whatever happened, and never one that is too large where another fits", () => {
    const rung = fc.record({
      weights: fc.integer({ min: 1, max: 1000 }),
      loss: fc.double({ min: 0.1, max: 3, noNaN: true }),
      untested: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(rung, { maxLength: 12 }), fc.integer({ min: 1, max: 1000 }), (rungs, maxParameters) => {
        let ladder = startLadder(evaluated(1000, 1), 500, { ...rules, maxParameters });
        for (const { weights, loss, untested } of rungs) ladder = judge(ladder, evaluated(weights, loss), untested);
        const chosen = choose(ladder);
        expect(chosen.accepted).toBe(true);
        expect(ladder.candidates).toContain(chosen);
        const fits = ladder.candidates.some(({ accepted, parameters }) => accepted && parameters <= maxParameters);
        expect(chosen.parameters).toBeLessThanOrEqual(fits ? maxParameters : Infinity);
      }),
    );
  });
});
