import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task } from "../../src/prepare/prepared.ts";
import { fitInverseTemperature, inverseTemperaturesOf } from "../../src/descent/calibrate.ts";
import { rowLosses } from "../../src/descent/loss.ts";
import { averagePredictions, predictions } from "../../src/descent/predictions.ts";

const three: Task = { kind: "classification", classes: ["a", "b", "c"] };
const two: Task = { kind: "classification", classes: ["no", "yes"] };
const matrix = (rows: number, columns: number, values: readonly number[]) => ({
  rows,
  columns,
  data: Float32Array.from(values),
});
const rows = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

describe("row losses", () => {
  it("are minus the log of the true class's probability", () => {
    const outputs = matrix(2, 3, [1, 2, 3, 0, 0, 0]);
    const losses = rowLosses(outputs, rows(2), { targets: Float32Array.of(2, 0), task: three });
    const total = Math.exp(1) + Math.exp(2) + Math.exp(3);
    expect(losses[0]).toBeCloseTo(-Math.log(Math.exp(3) / total), 6);
    expect(losses[1]).toBeCloseTo(Math.log(3), 6);
  });

  it("never exceed that of a probability of 0.001", () => {
    const losses = rowLosses(matrix(1, 1, [-90]), rows(1), { targets: Float32Array.of(1), task: two });
    expect(losses[0]).toBeCloseTo(-Math.log(0.001), 9);
  });

  it("of numbers are squared deviations after clamping to the training range", () => {
    const task: Task = { kind: "regression", mean: 10, deviation: 2, low: 6, high: 14 };
    expect(rowLosses(matrix(1, 1, [9]), rows(1), { targets: Float32Array.of(1), task })[0]).toBe(1);
  });
});

describe("predictions", () => {
  it("of classes sum to one and stay finite for any logits", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: Math.fround(-1e30), max: Math.fround(1e30), noNaN: true }), {
          minLength: 3,
          maxLength: 3,
        }),
        (logits) => {
          const { data } = predictions(matrix(1, 3, logits), three, 16);
          expect(data.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it("of two classes come from one logit", () => {
    const { data } = predictions(matrix(1, 1, [Math.log(3)]), two);
    expect(data[0]).toBeCloseTo(0.25, 6);
    expect(data[1]).toBeCloseTo(0.75, 6);
  });
});

describe("the inverse temperature", () => {
  it("is where the derivative of the log-loss is zero", () => {
    const logits = [2, -1, 3, -2, 0.5, 1, -0.2, 4];
    const targets = Float32Array.of(1, 0, 1, 0, 1, 0, 1, 1);
    const beta = fitInverseTemperature([{ outputs: matrix(8, 1, logits), targets, weights: null }]);
    const gradient = logits.reduce(
      (sum, z, i) => sum + Math.fround(z) * (1 / (1 + Math.exp(-beta * Math.fround(z))) - targets[i]!),
      0,
    );
    expect(Math.abs(gradient) / 8).toBeLessThan(1e-6);
  });

  it("undoes a scaling of multiclass logits", () => {
    const logits = Array.from({ length: 90 }, (_, i) => Math.sin(i * 7.1) * 2);
    const targets = Float32Array.from({ length: 30 }, (_, i) =>
      i % 4 === 0 ? (i + 1) % 3 : [0, 1, 2].reduce((a, c) => (logits[i * 3 + c]! > logits[i * 3 + a]! ? c : a), 0),
    );
    const one = fitInverseTemperature([{ outputs: matrix(30, 3, logits), targets, weights: null }]);
    const halved = fitInverseTemperature([
      {
        outputs: matrix(
          30,
          3,
          logits.map((z) => z * 2),
        ),
        targets,
        weights: null,
      },
    ]);
    expect(halved).toBeCloseTo(one / 2, 4);
  });

  it("counts a row as often as it weighs", () => {
    const logits = [2, 1, -1, 0.5, -2, 1.5];
    const targets = Float32Array.of(1, 1, 0, 0, 0, 1);
    const weights = Float32Array.of(1, 3, 2, 2, 1, 1);
    const repeated = [...weights].flatMap((times, row) => Array.from({ length: times }, () => row));
    const once = fitInverseTemperature([{ outputs: matrix(6, 1, logits), targets, weights }]);
    const often = fitInverseTemperature([
      {
        outputs: matrix(
          repeated.length,
          1,
          repeated.map((row) => logits[row]!),
        ),
        targets: Float32Array.from(repeated, (row) => targets[row]!),
        weights: null,
      },
    ]);
    expect(once).toBeCloseTo(often, 6);
  });

  it("stays within its bounds on perfect and on hopeless logits, and is 1 without rows", () => {
    const targets = Float32Array.of(1, 0);
    expect(fitInverseTemperature([{ outputs: matrix(2, 1, [1, -1]), targets, weights: null }])).toBeLessThanOrEqual(16);
    expect(fitInverseTemperature([{ outputs: matrix(2, 1, [-1, 1]), targets, weights: null }])).toBeGreaterThanOrEqual(
      1 / 16,
    );
    expect(fitInverseTemperature([])).toBe(1);
  });
});

describe("an ensemble", () => {
  it("averages probabilities, not logits", () => {
    const { data } = averagePredictions([matrix(1, 1, [0]), matrix(1, 1, [Math.log(3)])], two, [1]);
    expect(data[1]).toBeCloseTo((0.5 + 0.75) / 2, 6);
  });

  it("uses its temperature at half strength by averaging plain and calibrated probabilities", () => {
    expect(inverseTemperaturesOf(2, "half")).toEqual([1, 2]);
    const { data } = averagePredictions([matrix(1, 1, [1])], two, [1, 2]);
    expect(data[1]).toBeCloseTo((1 / (1 + Math.exp(-1)) + 1 / (1 + Math.exp(-2))) / 2, 6);
  });
});
