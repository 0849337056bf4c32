import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { compareWithBaseline, defaultTolerances } from "../../src/bench/guard.ts";
import type { SuiteScores } from "../../src/bench/scores.ts";
import { suiteScores, suiteSet } from "../support/suite.ts";

type ByFold = readonly number[];

function suite(losses: Readonly<Record<string, ByFold>>, accuracy: ByFold = [0.8, 0.9, 0.85]): SuiteScores {
  return suiteScores(Object.entries(losses).map(([name, logLoss]) => suiteSet(name, { occam: { logLoss, accuracy } })));
}

/** A loss of 0.4 with noise of training: `spread` as a share of it. */
function noisy(random: Random, folds: number, spread: number, shift = 0): number[] {
  return Array.from({ length: folds }, () => 0.4 * (1 + shift + spread * random.normal()));
}

function noisySuite(seed: string, folds: number, shift = 0): SuiteScores {
  const random = Random.of(seed);
  const spreads = { a: 0.15, b: 0.05, c: 0.03, d: 0.08, e: 0.05, f: 0.02 };
  const sets = Object.entries(spreads).map(([name, spread]) =>
    suiteSet(name, {
      occam: {
        logLoss: noisy(random, folds, spread, shift),
        accuracy: Array.from({ length: folds }, () => 0.85 + 0.02 * random.normal()),
      },
    }),
  );
  return suiteScores(sets);
}

describe("comparing with a baseline", () => {
  const stored = suite({ a: [0.4, 0.42, 0.38], b: [0.2, 0.21, 0.19] });

  it("the same scores pass, set by set and all together", () => {
    const report = compareWithBaseline(stored, stored, defaultTolerances);
    expect(report.regressed).toBe(false);
    expect(report.cases.map(({ set, metric }) => `${set} ${metric}`)).toEqual([
      "a logLoss",
      "a accuracy",
      "b logLoss",
      "b accuracy",
      "null logLoss",
      "null accuracy",
    ]);
    expect(report.cases.every(({ drop }) => drop === 0)).toBe(true);
  });

  it("a drop beyond tolerance that every fold shows regresses, in the right direction for each metric", () => {
    const worseLoss = suite({ a: [0.44, 0.46, 0.42], b: [0.2, 0.21, 0.19] });
    const report = compareWithBaseline(worseLoss, stored, defaultTolerances);
    const found = report.cases.filter(({ status }) => status === "regressed");
    expect(found.map(({ set, metric }) => [set, metric])).toContainEqual(["a", "logLoss"]);
    expect(found[0]!.drop).toBeCloseTo(0.1, 10);
    expect(compareWithBaseline(stored, worseLoss, defaultTolerances).regressed).toBe(false);
    const lessAccurate = suite({ a: [0.4, 0.42, 0.38], b: [0.2, 0.21, 0.19] }, [0.77, 0.87, 0.82]);
    const accuracy = compareWithBaseline(lessAccurate, stored, defaultTolerances);
    expect(accuracy.cases.filter(({ status }) => status === "regressed").map(({ metric }) => metric)).toContain(
      "accuracy",
    );
    expect(compareWithBaseline(stored, lessAccurate, defaultTolerances).regressed).toBe(false);
  });

  it("a drop within the tolerance passes however sure, one beyond it passes when it is noise", () => {
    const sure = suite({ a: [0.402, 0.422, 0.382], b: [0.2, 0.21, 0.19] });
    expect(compareWithBaseline(sure, stored, defaultTolerances).regressed).toBe(false);
    expect(compareWithBaseline(sure, stored, { ...defaultTolerances, logLoss: 0.001 }).regressed).toBe(true);
    const noise = suite({ a: [0.6, 0.4, 0.38], b: [0.2, 0.21, 0.19] });
    const report = compareWithBaseline(noise, stored, defaultTolerances);
    expect(report.cases[0]!.drop!).toBeGreaterThan(0.1);
    expect(report.regressed).toBe(false);
  });

  it("a nearly perfect model may lose half of nearly nothing", () => {
    const perfect = suite({ a: [0.001, 0.001, 0.001], b: [0.2, 0.21, 0.19] });
    const half = suite({ a: [0.0013, 0.0013, 0.0013], b: [0.2, 0.21, 0.19] });
    expect(compareWithBaseline(half, perfect, defaultTolerances).regressed).toBe(false);
  });

  it("a set, a model, a metric or a fold that is not there any more is a failure", () => {
    const cases = (now: SuiteScores) =>
      compareWithBaseline(now, stored, defaultTolerances).cases.filter(({ status }) => status === "missing");
    const onlyA = suite({ a: [0.4, 0.42, 0.38] });
    expect(compareWithBaseline(onlyA, stored, defaultTolerances)).toMatchObject({ lost: ["b"], regressed: true });
    expect(cases(onlyA)).toEqual([]); // one line for a set, not one for each of its scores
    const other = suiteScores(stored.sets.map((set) => ({ ...set, models: [{ ...set.models[0]!, id: "forest" }] })));
    expect(cases(other)).toHaveLength(4);
    const less = suiteScores(["a", "b"].map((name) => suiteSet(name, { occam: { accuracy: [0.8, 0.9, 0.85] } })));
    expect(cases(less).map(({ set, metric }) => [set, metric])).toEqual([
      ["a", "logLoss"],
      ["b", "logLoss"],
    ]);
    expect(cases(suite({ a: [0.4, 0.42], b: [0.2, 0.21, 0.19] })).map(({ set }) => set)).toEqual(["a"]);
  });

  it("a metric without a tolerance is guarded for its presence only", () => {
    const withArea = (value: number) =>
      suiteScores([suiteSet("a", { occam: { logLoss: [0.4, 0.4], rocAuc: [value, value] } })]);
    expect(compareWithBaseline(withArea(0.5), withArea(0.9), defaultTolerances).regressed).toBe(false);
    expect(compareWithBaseline(withArea(0.5), withArea(0.9), { ...defaultTolerances, rocAuc: 0.01 }).regressed).toBe(
      true,
    );
    const without = suiteScores([suiteSet("a", { occam: { logLoss: [0.4, 0.4] } })]);
    expect(compareWithBaseline(without, withArea(0.9), defaultTolerances).regressed).toBe(true);
  });

  it("changed data are said and not compared, new sets are said", () => {
    const changed = suiteScores([
      { ...suiteSet("a", { occam: { logLoss: [9, 9, 9] } }), sha256: "other" },
      stored.sets[1]!,
      suiteSet("c", { occam: { logLoss: [1] } }),
    ]);
    const report = compareWithBaseline(changed, stored, defaultTolerances);
    expect([report.changed, report.added, report.regressed]).toEqual([["a"], ["c"], false]);
    expect(report.cases.some(({ set }) => set === "a")).toBe(false);
  });

  it("scores from elsewhere are not guarded", () => {
    const reference = suiteScores(
      stored.sets.map((set) => ({ ...set, models: [{ ...set.models[0]!, source: "reference" as const }] })),
    );
    expect(compareWithBaseline(stored, reference, defaultTolerances).cases).toEqual([]);
  });
});

describe("over many runs with the noise that real networks have", () => {
  const baseline = noisySuite("stored", 15);

  it("an unchanged recipe raises at most 2 alarms in 400 runs", () => {
    let alarms = 0;
    for (let run = 0; run < 400; run++) {
      const fresh = noisySuite(`stored ${run}`, 15);
      if (compareWithBaseline(noisySuite(`run ${run}`, 15), fresh, defaultTolerances).regressed) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(2);
  });

  it("losses that are 7% higher everywhere are caught in each of 20 runs, all sets together", () => {
    const reports = Array.from({ length: 20 }, (_, run) =>
      compareWithBaseline(noisySuite(`worse ${run}`, 15, 0.07), baseline, defaultTolerances),
    );
    const together = reports.filter((report) =>
      report.cases.some(({ set, metric, status }) => set === null && metric === "logLoss" && status === "regressed"),
    );
    expect(together).toHaveLength(20);
  });
});
