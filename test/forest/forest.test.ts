import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/base/random.ts";
import type { ForestData } from "../../src/forest/forest.ts";
import { defaultForestOptions, firstTrees, forestSize, joinForests } from "../../src/forest/forest.ts";
import { growerOf, growTrees, learnForest, startForest } from "../../src/forest/grow.ts";
import type { LearntForest } from "../../src/forest/learn.ts";
import { predictForest } from "../../src/forest/predict.ts";
import type { Column } from "../../src/ingest/table.ts";
import { allRows, mixedData } from "./support.ts";

describe("a forest", () => {
  it("is the same, byte for byte, grown in 1, 2 or 5 parts", () => {
    for (const kind of ["binary", "multiclass", "regression"] as const) {
      const data = mixedData(kind, 150, 4);
      const options = defaultForestOptions(data.task, 10);
      const grow = (from: number, to: number) =>
        startForest(data, allRows(data), { ...options, seed: 11 }).grow(from, to);
      const whole = grow(0, 10);
      for (const bounds of [
        [0, 3, 10],
        [0, 1, 2, 5, 9, 10],
      ]) {
        const parts = bounds.slice(1).map((to, i) => grow(bounds[i]!, to));
        expect(joinForests(parts)).toEqual(whole);
      }
    }
  });

  it("is learnt once for several threads, which read one copy of its codes and grow the same bytes", () => {
    const { port1, port2 } = new MessageChannel();
    const send = (learnt: LearntForest): LearntForest => {
      port1.postMessage(learnt);
      return receiveMessageOnPort(port2)?.message;
    };
    for (const kind of ["binary", "multiclass", "regression"] as const) {
      const plain = mixedData(kind, 150, 4);
      const data = { ...plain, weights: plain.targets.map((_, row) => 1 + (row % 3)) };
      const options = defaultForestOptions(data.task, 10);
      const learnt = learnForest(data, allRows(data), { ...options, seed: 11 });
      for (const array of [...learnt.codes, learnt.targets, learnt.whole, learnt.teaching, learnt.weights]) {
        expect(array?.buffer).toBeInstanceOf(SharedArrayBuffer);
      }
      for (const workers of [1, 2, 5]) {
        const growers = Array.from({ length: workers }, () => growerOf(send(learnt)));
        const partEnd = (part: number) => Math.round((10 * part) / 7); // seven parts, dealt to the workers in turn
        const parts = Array.from({ length: 7 }, (_, part) => {
          return growers[part % workers]!.grow(partEnd(part), partEnd(part + 1));
        });
        expect(joinForests(parts)).toEqual(growTrees(data, allRows(data), { ...options, seed: 11 }));
      }
    }
    port1.close();
  });

  it("predicts probabilities that add up to 1 and finds the rule that made the classes", () => {
    for (const kind of ["binary", "multiclass"] as const) {
      const data = mixedData(kind, 400, 7);
      const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 30), seed: 3 });
      const { values } = predictForest(forest, data.columns, allRows(data));
      let right = 0;
      for (let row = 0; row < values.rows; row++) {
        const shares = values.data.slice(row * values.columns, (row + 1) * values.columns);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
        if (shares.indexOf(Math.max(...shares)) === data.targets[row]) right++;
      }
      expect(right / values.rows).toBeGreaterThan(0.97);
    }
  });

  it("predicts a regression target that it has seen within a fraction of its spread", () => {
    const data = mixedData("regression", 400, 5);
    const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 30), seed: 3 });
    const { values } = predictForest(forest, data.columns, allRows(data));
    let squares = 0;
    values.data.forEach((value, row) => (squares += (value - data.targets[row]!) ** 2));
    expect(Math.sqrt(squares / values.rows)).toBeLessThan(1);
  });

  it("finds columns by name and levels by name, whatever their order in the table", () => {
    const data = mixedData("multiclass", 200, 9);
    const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 10), seed: 1 });
    const recoded = data.columns.toReversed().map((column): Column => {
      if (column.kind !== "category") return column;
      const levels = ["never seen", ...column.levels.toReversed()];
      const codes = column.codes.map((code) => (code < 0 ? -1 : column.levels.length - code));
      return { ...column, levels, codes };
    });
    const straight = predictForest(forest, data.columns, allRows(data));
    expect(predictForest(forest, recoded, allRows(data))).toEqual(straight);
  });

  it("gives an unseen level, a column that is missing and a missing value the same prediction", () => {
    const data = mixedData("binary", 200, 2);
    const forest = growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 10), seed: 1 });
    const replaced = (change: (column: Extract<Column, { kind: "category" }>) => Column) =>
      predictForest(
        forest,
        data.columns.map((column) => (column.kind === "category" ? change(column) : column)),
        allRows(data),
      );
    const missing = replaced((column) => ({ ...column, codes: column.codes.map(() => -1) }));
    expect(replaced((column) => ({ ...column, levels: column.levels.map((level) => `new ${level}`) }))).toEqual(
      missing,
    );
    expect(replaced((column) => ({ ...column, name: "gone" }))).toEqual(missing);
  });

  it("counts 2 parameters per inner node and K − 1 per leaf, and takes the first trees alone", () => {
    const data = mixedData("multiclass", 120, 3);
    const options = defaultForestOptions(data.task, 6);
    const forest = growTrees(data, allRows(data), { ...options, seed: 5 });
    const { nodes, leaves, parameters } = forestSize(forest);
    expect(nodes).toBe(2 * leaves - 6);
    expect(parameters).toBe(2 * (nodes - leaves) + 2 * leaves);
    const few = startForest(data, allRows(data), { ...options, seed: 5 }).grow(0, 2);
    expect(firstTrees(forest, 2)).toMatchObject({ ...few, operations: forest.operations });
    expect(forestSize(firstTrees(forest, 2))).toEqual(forestSize(few));
  });

  it("keeps the limits on leaves, depth and rows a leaf", () => {
    const data = mixedData("regression", 300, 8);
    const grown = (change: object) =>
      growTrees(data, allRows(data), { ...defaultForestOptions(data.task, 4), ...change, seed: 5 });
    for (const maxLeaves of [1, 2, 7]) expect(forestSize(grown({ maxLeaves })).leaves).toBe(4 * maxLeaves);
    expect(forestSize(grown({ maxDepth: 3 })).leaves).toBeLessThanOrEqual(32);
    expect(forestSize(grown({ minSamplesLeaf: 50 })).leaves).toBeLessThanOrEqual(4 * 6);
  });

  it("draws rows by their weight and never one of weight 0", () => {
    const random = Random.of(1);
    const noise = Float64Array.from({ length: 200 }, () => random.uniform());
    const data: ForestData = {
      columns: [{ kind: "numeric", name: "noise", values: noise }],
      task: { kind: "classification", classes: ["a", "b"] },
      targets: Float64Array.from(noise, (_, row) => row % 2),
      weights: Float64Array.from(noise, (_, row) => row % 2),
    };
    for (const bootstrap of [true, false]) {
      const options = { ...defaultForestOptions(data.task, 5), bootstrap };
      const { values } = predictForest(
        growTrees(data, allRows(data), { ...options, seed: 1 }),
        data.columns,
        allRows(data),
      );
      expect([...values.data].filter((_, i) => i % 2 === 1).every((share) => share === 1)).toBe(true);
    }
  });
});
