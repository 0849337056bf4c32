import { describe, expect, it } from "vitest";
import type { Column } from "../../src/ingest/table.ts";
import { learnTask, targets } from "../../src/prepare/target.ts";

function numeric(...values: number[]): Column {
  return { kind: "numeric", name: "y", values: Float64Array.from(values) };
}

function category(levels: readonly string[], ...codes: number[]): Column {
  return { kind: "category", name: "y", levels, codes: Int32Array.from(codes) };
}

const rows = (...positions: number[]) => Uint32Array.from(positions);

describe("learnTask for classes", () => {
  it("sorts classes whatever the order of the table's levels", () => {
    const column = category(["pear", "apple", "fig"], 0, 1, 2);
    expect(learnTask(column, rows(0, 1, 2), "classification")).toEqual({
      kind: "classification",
      classes: ["apple", "fig", "pear"],
    });
  });

  it("puts classes that are numbers in the order of the numbers, before words", () => {
    const column = category(["10", "9", "none", "-1", "1e1"], 0, 1, 2, 3, 4);
    expect(learnTask(column, rows(0, 1, 2, 3, 4), "classification")).toMatchObject({
      classes: ["-1", "9", "10", "1e1", "none"],
    });
  });

  it("takes a numeric column as classes, and only classes of the named rows", () => {
    expect(learnTask(numeric(1, 0, 12, 1), rows(0, 1, 3), "classification")).toMatchObject({
      classes: ["0", "1"],
    });
  });

  it("numbers the rows by class, and refuses a class that the task lacks or a missing cell", () => {
    const column = category(["b", "a", "c"], 0, 1, 1, 2, -1);
    const task = learnTask(column, rows(0, 1, 2), "classification");
    expect([...targets(column, rows(0, 1, 2), task)]).toEqual([1, 0, 0]);
    expect(() => targets(column, rows(3), task)).toThrow('class "c"');
    expect(() => targets(column, rows(4), task)).toThrow("no value");
  });
});

describe("learnTask for numbers", () => {
  it("learns mean, deviation and range from the named rows only", () => {
    const task = learnTask(numeric(1, 2, 3, 1e6), rows(0, 1, 2), "regression");
    if (task.kind !== "regression") throw new Error("expected a regression");
    expect([task.low, task.high]).toEqual([1, 3]);
    expect(task.mean).toBeCloseTo(2, 12);
    expect(task.deviation).toBeCloseTo(1, 12);
    expect([...targets(numeric(1, 2, 3), rows(0, 1, 2), task)]).toEqual([-1, 0, 1].map((x) => expect.closeTo(x, 6)));
  });

  it("has deviation 1 for a constant target, whose rows are all 0", () => {
    const task = learnTask(numeric(5, 5), rows(0, 1), "regression");
    expect(task).toEqual({ kind: "regression", mean: 5, deviation: 1, low: 5, high: 5 });
    expect([...targets(numeric(5, 5), rows(0, 1), task)]).toEqual([0, 0]);
  });

  it("stays finite for the greatest numbers there are", () => {
    const column = numeric(-1e308, 1e308, 1.5e308);
    const task = learnTask(column, rows(0, 1, 2), "regression");
    const made = targets(column, rows(0, 1, 2), task);
    expect([...made].every((value) => Math.abs(value) < 2)).toBe(true);
  });
});
