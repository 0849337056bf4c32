import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import { calibratedBy, calibrationRule } from "../../src/evaluate/calibration.ts";
import { coverageOf, intervalAt, learnIntervals } from "../../src/evaluate/conformal.ts";
import { sizesOf } from "../support/evaluation.ts";

/** Predictions with errors that grow with the prediction and lean to one side. */
function drawn(rows: number, seed: number, folds = 5) {
  const random = Random.of(seed, "conformal");
  const predictions = Float32Array.from({ length: rows }, () => 100 * random.uniform());
  const truth = Array.from(predictions, (p) => p + (1 + p / 10) * (random.uniform() ** 2 * 4 - 1));
  return {
    values: { rows, columns: 1, data: predictions },
    held: {
      rows: Uint32Array.from({ length: rows }, (_, i) => i),
      folds: Uint32Array.from({ length: rows }, (_, i) => i % folds),
      truth,
      weights: null,
    },
  };
}

const all = (rows: number) => new Uint8Array(rows).fill(1);

describe("intervals by errors on held-out rows", () => {
  it("lie between the ranks that a new row would have among the old, by hand", () => {
    // 19 rows with one prediction and errors of −9 to 9: at 90% the least and the largest, each over its own scale.
    const rows = 19;
    const held = {
      rows: Uint32Array.from({ length: rows }, (_, i) => i),
      truth: Array.from({ length: rows }, (_, i) => i - 9),
    };
    const rule = learnIntervals(new Float64Array(rows), held, all(rows))!;
    const total = 90; // of the sizes of all errors
    const own = 9 / ((total - 9 + 4 * (total / rows)) / (rows - 1 + 4));
    const scale = (total + 4 * (total / rows)) / (rows + 4);
    expect(intervalAt(rule, 0, 90)!.high).toBeCloseTo(own * scale, 9);
    expect(intervalAt(rule, 0, 90)!.low).toBeCloseTo(-own * scale, 9);
    expect(intervalAt(rule, 0, 95)).toBeNull();
  });

  it("are none for too few rows", () => {
    const few = { rows: Uint32Array.from([0, 1]), truth: [1, 2] };
    expect(learnIntervals([1, 1], few, all(2))).toBeNull();
  });

  it("count a row once that was predicted in several repeats", () => {
    const rows = 38;
    const held = {
      rows: Uint32Array.from({ length: rows }, (_, i) => i % 19),
      truth: Array.from({ length: rows }, (_, i) => (i % 19) - 9),
    };
    const levels = learnIntervals(new Float64Array(rows), held, all(rows))!.levels.map(({ level }) => level);
    expect(Math.max(...levels)).toBe(90);
  });

  it("widen with their level, for any errors", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 10, maxLength: 80 }), (errors) => {
        const held = { rows: Uint32Array.from(errors, (_, i) => i), truth: errors };
        const rule = learnIntervals(new Float64Array(errors.length), held, all(errors.length));
        const found = (rule?.levels ?? []).map(({ level }) => intervalAt(rule!, 0, level)!);
        found.slice(1).forEach(({ low, high }, i) => {
          expect(low).toBeLessThanOrEqual(found[i]!.low);
          expect(high).toBeGreaterThanOrEqual(found[i]!.high);
        });
      }),
    );
  });

  it("hold as often as they say on rows of other folds, overall and in every tenth", () => {
    const made = Array.from({ length: 12 }, (_, seed) => {
      const { values, held } = drawn(1000, seed);
      return coverageOf({ id: "occam", values }, held, sizesOf(5, { train: 800, test: 200 }));
    });
    for (const level of [50, 80, 90, 95]) {
      const shares = made.map(({ levels }) => levels.find((one) => one.level === level)!.coverage.mean);
      // 12,000 rows: a standard error of at most half a point.
      const mean = shares.reduce((a, b) => a + b) / shares.length;
      expect(mean).toBeGreaterThan(level / 100 - 0.012);
      expect(mean).toBeLessThan(level / 100 + 0.02);
    }
    for (let tenth = 0; tenth < 10; tenth++) {
      const shares = made.map(({ tenths }) => tenths[tenth]!.coverage);
      expect(shares.reduce((a, b) => a + b) / shares.length).toBeGreaterThan(0.85);
    }
    const widths = made[0]!.tenths.map(({ width }) => width);
    expect(widths.at(-1)!).toBeGreaterThan(3 * widths[0]!);
  });

  it("keep half of the misses on either side, also where errors lean", () => {
    const { values, held } = drawn(6000, 99);
    const rule = learnIntervals(
      values.data,
      held,
      Uint8Array.from(held.rows, (row) => (row < 3000 ? 1 : 0)),
    )!;
    const news = Array.from(held.rows).slice(3000);
    const interval = (i: number) => intervalAt(rule, values.data[i]!, 80)!;
    const below = news.filter((i) => held.truth[i]! < interval(i).low).length / news.length;
    const above = news.filter((i) => held.truth[i]! > interval(i).high).length / news.length;
    expect(Math.abs(below - 0.1)).toBeLessThan(0.025);
    expect(Math.abs(above - 0.1)).toBeLessThan(0.025);
  });

  it("have no width where every prediction was right", () => {
    const held = {
      rows: Uint32Array.from({ length: 30 }, (_, i) => i),
      truth: Array.from({ length: 30 }, (_, i) => i),
    };
    const rule = learnIntervals(held.truth, held, all(30))!;
    expect(intervalAt(rule, 7, 90)).toEqual({ low: 7, high: 7 });
  });
});

describe("the calibration of a probability", () => {
  it("says how often such ones came true, wider at a higher level and with fewer rows", () => {
    const rows = 100;
    const probabilities = {
      rows,
      columns: 2,
      data: Float32Array.from(Array.from({ length: rows }, (_, i) => [1 - (i % 10) / 10, (i % 10) / 10]).flat()),
    };
    const truth = Array.from({ length: rows }, (_, i) => (i % 10 >= 5 ? 1 : 0));
    const once = calibrationRule(truth, probabilities, 1);
    expect(calibratedBy(once, 0.9, 90).share).toBe(1);
    expect(calibratedBy(once, 0.1, 90)).toMatchObject({ share: 0, low: 0 });
    const narrow = calibratedBy(once, 0.1, 80).high;
    expect(calibratedBy(once, 0.1, 99).high).toBeGreaterThan(narrow);
    expect(calibratedBy(calibrationRule(truth, probabilities, 2), 0.1, 80).high).toBeGreaterThan(narrow);
  });
});
