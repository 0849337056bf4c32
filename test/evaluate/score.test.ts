import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Matrix } from "../../src/base/matrix.ts";
import { metricValues } from "../../src/evaluate/results/metric-check.ts";
import { metricIds, metrics } from "../../src/evaluate/metrics.ts";
import { scoreClassification, scoreRegression } from "../../src/evaluate/score.ts";

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0]!.length, data: Float32Array.from(rows.flat()) };
}

describe("scores of classes", () => {
  it("agree with the arithmetic done by hand on three rows", () => {
    const scores = scoreClassification(
      [0, 1, 1],
      matrix([
        [0.75, 0.25],
        [0.5, 0.5],
        [0.25, 0.75],
      ]),
    );
    expect(scores.logLoss).toBeCloseTo(-(Math.log(0.75) + Math.log(0.5) + Math.log(0.75)) / 3, 14);
    expect(scores.accuracy).toBeCloseTo(2 / 3, 14);
    expect(scores.balancedAccuracy).toBe(0.75);
    expect(scores.rocAuc).toBe(1);
    expect(scores.brier).toBeCloseTo((0.0625 + 0.25 + 0.0625) / 3, 14);
    expect(scores.calibrationError).toBeCloseTo((Math.abs(0.5 - 0) + Math.abs(1.5 - 2)) / 3, 14);
  });

  it("class shares score what scikit-learn's dummy scores at both clips, when two rare classes have a share below 0.001", () => {
    // 4,000 test rows of a 7-class table; shares are those of its 16,000 training rows.
    const test = [2, 850, 5, 0, 0, 1, 3142];
    const train = [5, 3409, 23, 4, 2, 0, 12557];
    const share = train.map((rows) => rows / 16000);
    const truth = test.flatMap((rows, k) => Array.from({ length: rows }, () => k));
    const scores = scoreClassification(truth, matrix(truth.map(() => share)));
    const byHand = (floor: number) =>
      test.reduce((loss, rows, k) => loss - (rows === 0 ? 0 : rows * Math.log(Math.max(share[k]!, floor))), 0) / 4000;
    expect(scores.logLoss).toBeCloseTo(byHand(0.001), 7);
    expect(scores.logLossUnclipped).toBeCloseTo(byHand(1e-15), 7);
    expect(scores.logLossUnclipped! - scores.logLoss!).toBeGreaterThan(0.001);
    expect(scores.rocAuc).toBe(0.5);
    expect(scores.balancedAccuracy).toBe(1 / 5);
  });

  it("clip a certain mistake at 0.001, or at 1e-15, and reward certainty with exactly 0", () => {
    const wrong = scoreClassification([1], matrix([[1, 0]]));
    expect(wrong.logLoss).toBeCloseTo(-Math.log(0.001), 14);
    expect(wrong.logLossUnclipped).toBeCloseTo(-Math.log(1e-15), 10);
    expect(scoreClassification([0], matrix([[1, 0]])).logLoss).toBe(0);
  });

  it("leave ROC-AUC out where only one class has rows, and average it over the classes that have some", () => {
    expect(
      scoreClassification(
        [1, 1],
        matrix([
          [0.4, 0.6],
          [0.5, 0.5],
        ]),
      ),
    ).not.toHaveProperty("rocAuc");
    const three = scoreClassification(
      [0, 1, 0],
      matrix([
        [0.6, 0.2, 0.2],
        [0.3, 0.5, 0.2],
        [0.1, 0.7, 0.2],
      ]),
    );
    expect(three.rocAuc).toBe((0.5 + 0.5) / 2);
  });

  it("count a row of weight 2 as two rows of weight 1", () => {
    const once = scoreClassification(
      [0, 1, 1],
      matrix([
        [0.6, 0.4],
        [0.7, 0.3],
        [0.1, 0.9],
      ]),
      [1, 2, 1],
    );
    const twice = scoreClassification(
      [0, 1, 1, 1],
      matrix([
        [0.6, 0.4],
        [0.7, 0.3],
        [0.7, 0.3],
        [0.1, 0.9],
      ]),
    );
    for (const id of ["logLoss", "accuracy", "balancedAccuracy", "rocAuc", "brier", "calibrationError"] as const) {
      expect(once[id]).toBeCloseTo(twice[id]!, 12);
    }
    expect(scoreClassification([0], matrix([[1, 0]]), [0])).toEqual({});
  });

  it("are finite, within their ranges, and never NaN", () => {
    const row = fc.tuple(
      fc.nat(3),
      fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const scores = scoreClassification(
          rows.map(([k]) => k),
          matrix(rows.map(([, p]) => p)),
        );
        for (const value of Object.values(scores)) expect(Number.isFinite(value)).toBe(true);
        expect(scores.logLoss!).toBeLessThanOrEqual(-Math.log(0.001) + 1e-12);
        expect(scores.rocAuc ?? 1).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("are what a file of results may hold, also where weights are odd and all is right or all wrong", () => {
    const row = fc.record({ truth: fc.nat(2), weight: fc.double({ min: 1e-3, max: 1e3, noNaN: true }) });
    const aim = fc.constantFrom(0, 1, 2);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), fc.constantFrom(2, 3), aim, (rows, classes, off) => {
        const truth = rows.map((one) => one.truth % classes);
        const told = truth.map((k, row) => {
          const sure = 1 - row / 100; // all differ
          return Array.from({ length: classes }, (_, i) => (i === (k + off) % classes ? sure : (1 - sure) / classes));
        });
        const weights = rows.map(({ weight }) => weight);
        const scores = scoreClassification(truth, matrix(told), weights);
        expect(metricValues(scores, "scores")).toEqual(scores);
      }),
      { numRuns: 500 },
    );
  });

  it("ROC-AUC is the share of pairs that are in the right order, ties half", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(5)), { minLength: 2, maxLength: 30 }), (rows) => {
        const p = rows.map(([, score]) => score / 8);
        let won = 0;
        let pairs = 0;
        for (const [i, [positive]] of rows.entries()) {
          for (const [j, [other]] of rows.entries()) {
            if (!positive || other) continue;
            pairs++;
            won += p[i]! > p[j]! ? 1 : p[i] === p[j] ? 0.5 : 0;
          }
        }
        const scores = scoreClassification(
          rows.map(([positive]) => (positive ? 1 : 0)),
          matrix(p.map((x) => [1 - x, x])),
        );
        expect(scores.rocAuc ?? -1).toBeCloseTo(pairs === 0 ? -1 : won / pairs, 12);
      }),
    );
  });

  it("refuse predictions that do not fit the rows, or are not finite", () => {
    expect(() => scoreClassification([0, 1], matrix([[1, 0]]))).toThrow("2 true values");
    expect(() => scoreClassification([2], matrix([[1, 0]]))).toThrow("class number");
    expect(() => scoreClassification([0], matrix([[Number.NaN, 0]]))).toThrow("not finite");
  });
});

describe("scores of numbers", () => {
  it("agree with the arithmetic done by hand", () => {
    const scores = scoreRegression([1, 2, 6], matrix([[2], [2], [4]]));
    expect(scores.rmse).toBeCloseTo(Math.sqrt(5 / 3), 14);
    expect(scores.mae).toBe(1);
    expect(scores.r2).toBeCloseTo(1 - 5 / 14, 14);
  });

  it("leave R² out when the truth is constant", () => {
    expect(scoreRegression([0.1, 0.1, 0.1], matrix([[1], [2], [3]]))).not.toHaveProperty("r2");
    expect(scoreRegression([4], matrix([[4]]))).toEqual({ rmse: 0, mae: 0 });
  });

  it("count a row of weight 2 as two rows", () => {
    const once = scoreRegression([1, 5, 3], matrix([[2], [2], [2]]), [1, 2, 1]);
    const twice = scoreRegression([1, 5, 5, 3], matrix([[2], [2], [2], [2]]));
    expect(once.rmse).toBeCloseTo(twice.rmse!, 13);
    expect(once.r2).toBeCloseTo(twice.r2!, 13);
  });
});

describe("the table of metrics", () => {
  it("has an entry for every id, in the order of the tables", () => {
    expect([...metricIds].sort()).toEqual(Object.keys(metrics).sort());
    for (const id of metricIds) expect(metrics[id].margin.size).toBeGreaterThan(0);
  });
});
