import { describe, expect, it } from "vitest";
import { criticalDifference, friedman, meanRanks } from "../../src/bench/rank-test.ts";
import { summariseSuite } from "../../src/bench/summary.ts";
import { suiteSet } from "../support/suite.ts";

describe("rank tests", () => {
  it("the critical difference agrees with the table of Demšar (2006) and with R's qtukey", () => {
    const factors = [1.9599639847662103, 2.3437005879021418, 2.5690317774207276, 2.7277743825185543, 2.849705443271294];
    for (const [i, q] of factors.entries()) {
      const models = i + 2;
      expect(criticalDifference(models, 10)).toBeCloseTo(q * Math.sqrt((models * (models + 1)) / 60), 6);
    }
    expect(criticalDifference(4, 14)).toBeCloseTo(1.2535, 3);
  });

  it("Friedman's test agrees with R, in the form of Iman and Davenport", () => {
    // friedman.test of the same matrix: chi-squared 8.6; F = 9 · 8.6 / (20 − 8.6), p = pf(F, 2, 18, lower.tail = FALSE)
    const values = [
      [1, 2, 3],
      [1, 2, 3],
      [2, 1, 3],
      [1, 3, 2],
      [1, 2, 3],
      [2, 1, 3],
      [1, 3, 2],
      [1, 2, 3],
      [3, 1, 2],
      [1, 2, 3],
    ];
    const rank = meanRanks(values);
    const statistic = (12 * 10 * rank.reduce((total, r) => total + (r - 2) ** 2, 0)) / 12;
    expect(statistic).toBeCloseTo(8.6, 10);
    expect(friedman(values)).toBeCloseTo(0.006351462, 8);
    expect(
      friedman([
        [1, 2],
        [1, 2],
        [1, 2],
      ]),
    ).toBe(0);
    expect(friedman([[1, 2]])).toBe(1);
  });

  it("models that tie share their rank", () => {
    expect(
      meanRanks([
        [0.5, 0.5, 0.7],
        [0.2, 0.4, 0.4],
      ]),
    ).toEqual([1.25, 2, 2.75]);
  });
});

describe("the summary of a suite", () => {
  const sets = [
    suiteSet(
      "a",
      { occam: { logLoss: [0.2, 0.2] }, forest: { logLoss: [0.4, 0.4] }, dummy: { logLoss: [0.69, 0.69] } },
      { parameters: { occam: 10, forest: 1000 } },
    ),
    suiteSet(
      "b",
      {
        occam: { logLoss: [0.401, 0.401] },
        forest: { logLoss: [0.4, 0.4] },
        dummy: { logLoss: [0.69, 0.69] },
      },
      { parameters: { occam: 20, forest: 1000 } },
    ),
    suiteSet(
      "c",
      { occam: { rmse: [12, 12] }, forest: { rmse: [10, 10] }, dummy: { rmse: [20, 20] } },
      { task: "regression", classes: null, parameters: { occam: 500, forest: 1000 } },
    ),
  ];
  const summary = summariseSuite(sets);

  it("counts wins, ties within half a percent, and losses against the forest", () => {
    const occam = summary.standings.find((one) => one.model === "occam")!;
    expect(summary.against).toBe("forest");
    expect([occam.sets, occam.wins, occam.ties, occam.losses]).toEqual([3, 1, 1, 1]);
    expect(occam.scoreRatio).toBeCloseTo(Math.exp((Math.log(0.5) + Math.log(0.401 / 0.4) + Math.log(1.2)) / 3), 12);
    expect(occam.parameterRatio).toBe(50);
    expect(occam.wilcoxon).toBeNull();
  });

  it("ranks models by log-loss or RMSE over the sets on which all ran", () => {
    expect(summary.ranks!.models.map(({ model }) => model)).toEqual(["forest", "occam", "dummy"]);
    expect(summary.ranks!.models.map(({ rank }) => rank)).toEqual([4 / 3, 5 / 3, 3]);
    const without = summariseSuite([...sets, suiteSet("d", { forest: { logLoss: [0.1, 0.1] } })]);
    expect(without.ranks!.sets).toBe(3);
    expect(without.standings.map((one) => one.sets)).toEqual([3, 3]);
  });

  it("takes Wilcoxon's test over the sets, from five on", () => {
    const many = Array.from({ length: 6 }, (_, i) =>
      suiteSet(`s${i}`, { occam: { logLoss: [0.3 + i / 100] }, forest: { logLoss: [0.4 + i / 50] } }),
    );
    expect(summariseSuite(many).standings[0]!.wilcoxon).toBe(2 / 64);
  });

  it("calls a win certain only when the corrected test does", () => {
    const noisy = suiteSet("n", {
      occam: { logLoss: [0.2, 0.5, 0.3] },
      forest: { logLoss: [0.4, 0.4, 0.4] },
    });
    const clear = suiteSet("m", {
      occam: { logLoss: [0.2, 0.21, 0.2] },
      forest: { logLoss: [0.4, 0.4, 0.4] },
    });
    const occam = summariseSuite([noisy, clear]).standings[0]!;
    expect([occam.wins, occam.certainWins, occam.certainLosses]).toEqual([2, 1, 0]);
  });

  it("compares no seconds of another machine with ours", () => {
    const [set] = sets;
    const reference = { ...set!.models[0]!, id: "other", source: "reference" as const };
    const withOther = summariseSuite([{ ...set!, models: [...set!.models, reference] }]);
    const other = withOther.standings.find((one) => one.model === "other")!;
    expect(other.secondsRatio).toBeNull();
    expect(other.parameterRatio).toBe(100);
  });

  it("a suite of one model has no ranks and no standings", () => {
    const alone = summariseSuite([suiteSet("a", { forest: { logLoss: [0.4] } })]);
    expect(alone).toEqual({ against: "forest", standings: [], ranks: null });
  });
});
