import { describe, expect, it } from "vitest";
import { defaultForestOptions, joinForests } from "../../src/forest/forest.ts";
import { growTrees, startForest } from "../../src/forest/grow.ts";
import { outOfBagLoss, predictOutOfBag } from "../../src/forest/outofbag.ts";
import { calibrate, fitCalibration } from "../../src/forest/calibration.ts";
import { tuneLeafSize } from "../../src/forest/leaf-size.ts";
import { allRows, mixedData } from "./support.ts";

const kinds = ["binary", "multiclass", "regression"] as const;

describe("out-of-bag predictions", () => {
  it("leave each row to about 37% of the trees and cover all rows of a forest of 60", () => {
    const data = mixedData("binary", 300, 1);
    const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 60), seed: 4 });
    const outOfBag = predictOutOfBag(forest, data, allRows(data));
    const mean = outOfBag.trees.reduce((sum, trees) => sum + trees, 0) / 300 / 60;
    expect(mean).toBeGreaterThan(0.34);
    expect(mean).toBeLessThan(0.4);
    expect(outOfBag.coverage).toBe(1);
  });

  it("say how many rows one tree covers, and NaN of the others", () => {
    const data = mixedData("multiclass", 200, 1);
    const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 1), seed: 4 });
    const { coverage, trees, values } = predictOutOfBag(forest, data, allRows(data));
    expect(coverage).toBeGreaterThan(0.25);
    expect(coverage).toBeLessThan(0.5);
    trees.forEach((spoke, row) => expect(Number.isNaN(values.data[3 * row]!)).toBe(spoke === 0));
  });

  it("do not know the answer: pure noise is not predicted", () => {
    const data = mixedData("binary", 400, 6);
    const noise = { ...data, columns: data.columns.slice(3) };
    const forest = growTrees(noise, allRows(data), { ...defaultForestOptions(data.task, 60), seed: 4 });
    const { values } = predictOutOfBag(forest, noise, allRows(data));
    let right = 0;
    data.targets.forEach((target, row) => (right += Number(values.data[2 * row + 1]! > 0.5 === (target === 1))));
    expect(right / 400).toBeLessThan(0.62);
  });

  it("are the same for a forest grown whole and one joined from parts", () => {
    const data = mixedData("regression", 120, 2);
    const options = defaultForestOptions(data.task, 9);
    const parts = [
      startForest(data, allRows(data), { ...options, seed: 4 }).grow(0, 5),
      startForest(data, allRows(data), { ...options, seed: 4 }).grow(5, 9),
    ];
    const whole = growTrees(data, allRows(data), { ...options, seed: 4 });
    expect(predictOutOfBag(joinForests(parts), data, allRows(data))).toEqual(
      predictOutOfBag(whole, data, allRows(data)),
    );
  });
});

describe("variants for a fair fight", () => {
  it("tune the leaf size to the out-of-bag loss and count what the trials cost", () => {
    for (const kind of kinds) {
      const data = mixedData(kind, 200, 5);
      const tuned = tuneLeafSize(data, allRows(data), { ...defaultForestOptions(data.task, 20), seed: 2 });
      const best = tuned.losses.reduce((a, b) => (b.loss < a.loss ? b : a));
      expect(tuned.options.minSamplesLeaf).toBe(best.minSamplesLeaf);
      expect(tuned.losses.length).toBeGreaterThan(2);
      expect(tuned.operations).toBeGreaterThan(0);
    }
  });

  it("calibrate to an out-of-bag loss that is not above the raw one, and leave regression alone", () => {
    for (const kind of kinds) {
      const data = mixedData(kind, 200, 5);
      const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 40), seed: 4 });
      const outOfBag = predictOutOfBag(forest, data, allRows(data));
      const calibration = fitCalibration(data, outOfBag);
      const values = calibrate(outOfBag.values, calibration);
      expect(outOfBagLoss(data, { ...outOfBag, values })).toBeLessThanOrEqual(outOfBagLoss(data, outOfBag));
      const first = values.data.slice(0, values.columns).reduce((sum, share) => sum + share, 0);
      expect(first).toBeCloseTo(kind === "regression" ? outOfBag.values.data[0]! : 1, 5);
    }
  });
});
