import { describe, expect, it } from "vitest";
import { bagWeights, drawBag } from "../../src/forest/bag.ts";
import { calibrateOutOfBag, fitCalibration, uncalibrated } from "../../src/forest/calibration.ts";
import { defaultForestOptions, type ForestData } from "../../src/forest/forest.ts";
import { growerOf, growTrees, learnForest } from "../../src/forest/grow.ts";
import type { LearntForest } from "../../src/forest/learn.ts";
import { type OutOfBag, outOfBagLoss, OutOfBagTally } from "../../src/forest/outofbag.ts";
import type { Column } from "../../src/ingest/table.ts";
import { tuneForest, type TuningHooks } from "../../src/forest/tune.ts";
import { allRows, mixedData } from "./support.ts";

const kinds = ["binary", "multiclass", "regression"] as const;

function learn(data: ForestData, seed = 4): LearntForest {
  return learnForest(data, allRows(data), { ...defaultForestOptions(data.task), seed });
}

/** What the first trees say, added in parts that end at each of `ends`. */
function outOfBagOf(data: ForestData, ...ends: readonly number[]): OutOfBag {
  const learnt = learn(data);
  const tally = new OutOfBagTally(learnt);
  ends.forEach((end, i) => tally.add(growerOf(learnt).grow(ends[i - 1] ?? 0, end)));
  return tally.read();
}

/** The named rows of a column, in their order. */
function selected(column: Column, rows: readonly number[]): Column {
  if (column.kind === "category") return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]!) };
  if (column.kind === "numeric") return { ...column, values: Float64Array.from(rows, (row) => column.values[row]!) };
  throw new Error("a forest reads numbers and categories");
}

const untimed: TuningHooks = { goesOn: () => true, grow: (learnt, from, to) => growerOf(learnt).grow(from, to) };

describe("out-of-bag predictions", () => {
  it("leave each row to about 37% of the trees and cover all rows of a forest of 60", () => {
    const { trees } = outOfBagOf(mixedData("binary", 300, 1), 60);
    const mean = trees.reduce((sum, count) => sum + count, 0) / 300 / 60;
    expect(mean).toBeGreaterThan(0.34);
    expect(mean).toBeLessThan(0.4);
    expect(Math.min(...trees)).toBeGreaterThan(0);
  });

  it("are NaN of the rows that the only tree saw", () => {
    const { trees, values } = outOfBagOf(mixedData("multiclass", 200, 1), 1);
    const covered = trees.filter((spoke) => spoke > 0).length;
    expect(covered).toBeGreaterThan(0.25 * 200);
    expect(covered).toBeLessThan(0.5 * 200);
    trees.forEach((spoke, row) => expect(Number.isNaN(values.data[3 * row]!)).toBe(spoke === 0));
  });

  it("are of the same bags whenever they are drawn again, kept or not", () => {
    const options = { bootstrap: true, seed: 3 };
    const source = {
      ...options,
      weights: null,
      teaching: Uint32Array.from({ length: 50 }, (_, i) => i),
      together: null,
      bags: new Map(),
    };
    for (const tree of [0, 1, 0]) {
      const { weights } = drawBag(source, source.teaching, { ...options, tree });
      expect(bagWeights(source, tree)).toEqual(weights);
    }
    const weights = Float64Array.from({ length: 600 }, (_, i) => (i === 7 ? 1e9 : 1)); // 600 draws: more than a byte
    const heavy = { ...options, weights, teaching: Uint32Array.from(weights.keys()), together: null, bags: new Map() };
    for (const tree of [0, 0]) {
      expect(bagWeights(heavy, tree)).toEqual(drawBag(heavy, heavy.teaching, { ...options, tree }).weights);
    }
  });

  it("do not know the answer: pure noise is not predicted", () => {
    const data = mixedData("binary", 400, 6);
    const { values } = outOfBagOf({ ...data, columns: data.columns.slice(3) }, 60);
    let right = 0;
    data.targets.forEach((target, row) => (right += Number(values.data[2 * row + 1]! > 0.5 === (target === 1))));
    expect(right / 400).toBeLessThan(0.62);
  });

  it("do not know the answer from a copy of the row or another row of its group, with weights or without", () => {
    const alone = mixedData("binary", 120, 6);
    const copies = [0, 1, 2, 3].flatMap(() => [...alone.targets.keys()]);
    const columns = alone.columns.slice(3).map((column) => selected(column, copies));
    const targets = Float64Array.from(copies, (row) => alone.targets[row]!);
    for (const weights of [null, Float64Array.from(copies, (row) => 1 + (row % 3))]) {
      const right = (groups: Int32Array | null) => {
        const { values, trees } = outOfBagOf({ ...alone, columns, targets, weights, groups }, 60);
        expect(Math.min(...trees)).toBeGreaterThan(0);
        return targets.filter((target, row) => values.data[2 * row + 1]! > 0.5 === (target === 1)).length / 480;
      };
      expect(right(null)).toBeGreaterThan(0.9);
      expect(right(Int32Array.from(copies))).toBeLessThan(0.65);
    }
  });

  it("are drawn as ever where no group has two rows among those that teach", () => {
    const data = mixedData("binary", 80, 2);
    const groups = Int32Array.from(data.targets, (_, row) => (row % 2 === 0 ? row : -1));
    expect(outOfBagOf({ ...data, groups }, 9)).toEqual(outOfBagOf(data, 9));
  });

  it("are the same for a forest that is added whole and one added in parts", () => {
    const data = mixedData("regression", 120, 2);
    expect(outOfBagOf(data, 5, 9)).toEqual(outOfBagOf(data, 9));
  });

  it("lose by the weight of each row: one that weighs 3 counts as three", () => {
    const outOfBag = outOfBagOf(mixedData("binary", 40, 3), 30);
    const heavy = Float64Array.from(outOfBag.trees, (_, row) => (row === 7 ? 3 : 1));
    const alone = outOfBagLoss({ ...outOfBag, trees: outOfBag.trees.map((count, row) => (row === 7 ? count : 0)) });
    const all = outOfBagLoss(outOfBag);
    expect(outOfBagLoss({ ...outOfBag, weights: heavy })).toBeCloseTo((40 * all + 2 * alone) / 42, 12);
  });
});

describe("a tuned forest", () => {
  it("has the leaf size of least out-of-bag loss, and counts what all trials cost", () => {
    for (const kind of kinds) {
      const grown: number[] = [];
      const hooks: TuningHooks = {
        ...untimed,
        grow: (learnt, from, to) => {
          const part = growerOf(learnt).grow(from, to);
          grown.push(part.operations);
          return part;
        },
      };
      const tuned = tuneForest(learn(mixedData(kind, 200, 5)), 100, hooks);
      const best = tuned.trials.reduce((a, b) => (b.loss < a.loss ? b : a));
      expect(tuned.leafSize).toBe(best.leafSize);
      expect(tuned.trials.length).toBeGreaterThan(2);
      expect(grown).toHaveLength(tuned.trials.length + 1);
      expect(tuned.operations).toBeGreaterThan(grown.reduce((sum, one) => sum + one, 0));
    }
  });

  it("is the forest that is grown with that leaf size alone, tree by tree", () => {
    const data = mixedData("binary", 200, 5);
    const tuned = tuneForest(learn(data), 60, untimed);
    const options = { ...defaultForestOptions(data.task, 60), minSamplesLeaf: tuned.leafSize, seed: 4 };
    expect({ ...tuned.forest, operations: 0 }).toEqual({ ...growTrees(data, allRows(data), options), operations: 0 });
  });

  it("reads no row that it does not learn from", () => {
    const data = mixedData("multiclass", 200, 5);
    const rows = allRows(data).filter((row) => row % 4 !== 0);
    const other = { ...data, targets: data.targets.map((target, row) => (row % 4 === 0 ? (target + 1) % 3 : target)) };
    const options = { ...defaultForestOptions(data.task), seed: 4 };
    const [once, again] = [data, other].map((one) => tuneForest(learnForest(one, rows, options), 50, untimed));
    expect(again).toEqual(once);
  });

  it("ends with the trees that it has when its time is up, in the first trial and after it", () => {
    const learnt = learn(mixedData("binary", 100, 5));
    const first = tuneForest(learnt, 100, { goesOn: () => false, grow: (one) => growerOf(one).grow(0, 3) });
    expect([first.forest.treeStart.length - 1, first.leafSize, first.calibration]).toEqual([3, 1, uncalibrated]);
    const later = tuneForest(learnt, 100, {
      goesOn: () => false,
      grow: (one, from, to) => growerOf(one).grow(from, from === 0 ? to : from + 2),
    });
    expect([later.forest.treeStart.length - 1, later.trials.length]).toEqual([27, 1]);
  });

  it("takes a table of one row", () => {
    const tuned = tuneForest(learn(mixedData("binary", 1, 5)), 10, untimed);
    expect([tuned.leafSize, tuned.calibration, tuned.trials.length]).toEqual([1, uncalibrated, 1]);
  });
});

describe("a calibration", () => {
  it("has an out-of-bag loss that is not above the raw one, and leaves regression alone", () => {
    for (const kind of kinds) {
      const outOfBag = outOfBagOf(mixedData(kind, 200, 5), 40);
      const calibrated = calibrateOutOfBag(outOfBag, fitCalibration(outOfBag));
      expect(outOfBagLoss(calibrated)).toBeLessThanOrEqual(outOfBagLoss(outOfBag));
      const first = calibrated.values.data.slice(0, calibrated.values.columns).reduce((sum, share) => sum + share, 0);
      expect(first).toBeCloseTo(kind === "regression" ? outOfBag.values.data[0]! : 1, 5);
    }
  });

  it("sharpens what is right too shyly, and counts a row as often as it weighs", () => {
    const shy = (weights: Float64Array | null): OutOfBag => ({
      task: { kind: "classification", classes: ["no", "yes"] },
      targets: Float64Array.from({ length: 300 }, (_, row) => (row % 20 === 0 ? 1 : 0)),
      weights,
      values: { rows: 300, columns: 2, data: new Float32Array(600).map((_, i) => (i % 2 === 0 ? 0.7 : 0.3)) },
      trees: new Uint32Array(300).fill(9),
    });
    expect(fitCalibration(shy(null)).inverseTemperature).toBeGreaterThan(2);
    const heavy = Float64Array.from({ length: 300 }, (_, row) => (row % 20 === 0 ? 19 * 0.9 : 1));
    expect(fitCalibration(shy(heavy)).inverseTemperature).toBeLessThan(1);
  });
});
