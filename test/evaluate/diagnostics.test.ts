import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calibrationBins, wilson } from "../../src/evaluate/calibration.ts";
import { sidesOf } from "../../src/evaluate/area.ts";
import { curvesOf } from "../../src/evaluate/curves.ts";
import { diagnoseClassification, diagnoseRegression } from "../../src/evaluate/diagnostics.ts";
import { Random } from "../../src/base/random.ts";

const random = Random.of("diagnostics");
const rows = 3000;
const truth = Array.from({ length: rows }, () => random.below(2));
const share = truth.map((k) => Math.min(1, Math.max(0, 0.5 + 0.2 * (k - 0.5) + 0.3 * (random.uniform() - 0.5))));
const probabilities = { rows, columns: 2, data: Float32Array.from(share.flatMap((p) => [1 - p, p])) };

describe("diagnostics of classes", () => {
  const result = diagnoseClassification({ model: "occam", classes: ["no", "yes"], truth, probabilities });

  it("the confusion matrix has every row once, true classes down, predicted across", () => {
    expect(result.confusion!.flat().reduce((a, b) => a + b)).toBe(rows);
    const [[no], [, yes]] = result.confusion as [[number, number], [number, number]];
    const right = truth.filter((k, i) => (probabilities.data[2 * i + 1]! > probabilities.data[2 * i]! ? 1 : 0) === k);
    expect(no + yes).toBe(right.length);
  });

  it("a long curve is thinned to 200 points that keep the ends and nearly the area", () => {
    expect(result.roc).toHaveLength(1);
    const { points, area, positive } = result.roc[0]!;
    expect(positive).toBe("yes");
    expect(points.length).toBeLessThanOrEqual(200);
    expect(points.length).toBeGreaterThan(150);
    expect(points[0]).toEqual({ x: 0, y: 0 });
    expect(points.at(-1)).toEqual({ x: 1, y: 1 });
    const trapezoids = points
      .slice(1)
      .reduce((sum, p, i) => sum + ((p.x - points[i]!.x) * (p.y + points[i]!.y)) / 2, 0);
    expect(Math.abs(trapezoids - area)).toBeLessThan(0.005);
    expect(result.precisionRecall[0]!.points.at(-1)!.x).toBe(1);
  });

  it("a class without rows, or with all rows, has no curve", () => {
    const three = diagnoseClassification({
      model: "forest",
      classes: ["a", "b", "c"],
      truth: [0, 0, 1, 1],
      probabilities: {
        rows: 4,
        columns: 3,
        data: Float32Array.from([0.8, 0.1, 0.1, 0.6, 0.3, 0.1, 0.1, 0.8, 0.1, 0.5, 0.4, 0.1]),
      },
    });
    expect(three.roc.map(({ positive }) => positive)).toEqual(["a", "b"]);
    expect(three.confusion).toEqual([
      [2, 0, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
  });

  it("calibration bins hold equally many rows, all of them, and equal promises share a bin", () => {
    expect(result.calibration.map((bin) => bin.rows)).toEqual(Array.from({ length: 10 }, () => 300));
    const constant = calibrationBins([0, 1, 1, 1], {
      rows: 4,
      columns: 2,
      data: new Float32Array(8).fill(0.5),
    });
    expect(constant).toHaveLength(1);
    expect(constant[0]).toMatchObject({ predicted: 0.5, observed: 0.75, rows: 4 });
  });

  it("curves are monotone in the threshold and have at most 200 points", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.boolean()), { maxLength: 600 }), (pairs) => {
        const scores = pairs.map(([score]) => score);
        const isPositive = (row: number) => pairs[row]![1];
        const positives = pairs.filter((_, row) => isPositive(row)).length;
        const curves = curvesOf(sidesOf(scores, isPositive));
        expect(curves === null).toBe(positives === 0 || positives === pairs.length);
        if (curves === null) return;
        const { roc, precisionRecall } = curves;
        expect(Math.max(roc.points.length, precisionRecall.points.length)).toBeLessThanOrEqual(200);
        const falling = roc.points.filter(
          (point, i) => i > 0 && (point.x < roc.points[i - 1]!.x || point.y < roc.points[i - 1]!.y),
        );
        expect(falling).toEqual([]);
        expect(precisionRecall.averagePrecision).toBeGreaterThan(0);
        expect(precisionRecall.averagePrecision).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });

  it("average precision agrees with scikit-learn's documented example", () => {
    const scores = [0.1, 0.4, 0.35, 0.8];
    const curves = curvesOf(sidesOf(scores, (row) => row >= 2))!;
    expect(curves.precisionRecall.averagePrecision).toBeCloseTo(0.8333333, 6);
  });

  it("Wilson's interval agrees with R's prop.test without correction", () => {
    const interval = wilson(3, 10);
    expect(interval.low).toBeCloseTo(0.1077913, 6);
    expect(interval.high).toBeCloseTo(0.6032219, 6);
    expect(wilson(0, 10).low).toBe(0);
    expect(wilson(10, 10).high).toBe(1);
  });
});

describe("diagnostics of numbers", () => {
  it("sample at most 1,000 points evenly and count every residual", () => {
    const values = Float32Array.from(truth, (_, i) => i / 10);
    const result = diagnoseRegression({
      model: "occam",
      truth: Array.from(values, (v, i) => v + (i % 7) - 3),
      predictions: { rows, columns: 1, data: values },
    });
    expect(result.scatter).toHaveLength(1000);
    expect(result.scatter[1]!.predicted).toBeCloseTo(0.3, 6);
    expect(result.residuals.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows);
    expect(result.residuals[0]!.from).toBeCloseTo(-3, 4);
    expect(result.residuals.at(-1)!.to).toBeCloseTo(3, 4);
  });

  it("a perfect prediction has one bin of residuals", () => {
    const result = diagnoseRegression({
      model: "occam",
      truth: [1, 2],
      predictions: { rows: 2, columns: 1, data: Float32Array.of(1, 2) },
    });
    expect(result.residuals).toEqual([{ from: 0, to: 0, rows: 2 }]);
  });
});
