import { describe, expect, it } from "vitest";
import { planRun } from "../../src/run/plan.ts";
import type { FitRequest } from "../../src/run/request.ts";
import { requestOf } from "../support/fit-request.ts";

/** CSV of a header and rows of numbers. */
const csv = (header: string, rows: readonly (readonly (number | string)[])[]): string =>
  `${header}\n${rows.map((row) => row.join(",")).join("\n")}\n`;

describe("the plan of a run", () => {
  it("deals 60 patients to even folds although few of their rows differ", () => {
    const rows = Array.from({ length: 600 }, (_, i) => [`p${i % 60}`, i % 3, i % 2, (i % 3) + (i % 2) > 1 ? "a" : "b"]);
    const { folds, check, run } = planRun(
      requestOf(csv("patient,x,z,y", rows), "t.csv", { group: "patient", folds: 5 }),
    );
    expect(folds.folds.map(({ test }) => test.length)).toEqual([120, 120, 120, 120, 120]);
    expect(new Set(run.groups)).toHaveLength(60);
    expect(check.findings.map(({ code }) => code)).not.toContain("uneven-folds");
    expect(check.findings.find(({ code }) => code === "duplicate-rows")?.message).toContain("of another group");
  });

  it("names the line of a missing or wrong weight, group or time", () => {
    const rows = Array.from({ length: 40 }, (_, i) => [i % 7, i === 11 ? -1 : 1, i === 13 ? "" : `g${i % 9}`, i % 2]);
    const plan = (changes: Partial<FitRequest>) => () =>
      planRun(requestOf(`\n${csv("x,w,g,y", rows)}`, "t.csv", changes));
    expect(plan({ weight: "w" })).toThrow('Weight column "w" is negative in line 14.');
    expect(plan({ group: "g" })).toThrow('Group column "g": 1 of 40 rows has no value, first in line 16.');
  });

  it("warns of folds that groups make uneven", () => {
    const rows = Array.from({ length: 300 }, (_, i) => [i < 200 ? "big" : `g${i % 20}`, (i * 37) % 101, i % 2]);
    const { check } = planRun(requestOf(csv("g,x,y", rows), "t.csv", { group: "g", folds: 5 }));
    expect(check.findings.map(({ code }) => code)).toContain("uneven-folds");
  });

  it("refuses folds that leave one row to train on, dealt or given", () => {
    const rows = Array.from({ length: 6 }, (_, i) => [i * 1.5, i * 3.7]);
    const fold = (id: number, train: readonly number[], test: readonly number[]) => ({
      id,
      train: Uint32Array.from(train),
      test: Uint32Array.from(test),
    });
    const one = "has one row to train on, and at least 2 are needed.";
    expect(() => planRun(requestOf(csv("x,y", rows.slice(0, 2)), "t.csv", { folds: 2 }))).toThrow(one);
    expect(() => planRun(requestOf(csv("x,y", rows.slice(0, 3)), "t.csv", { folds: 2 }))).toThrow(one);
    const given = [fold(0, [0, 1, 2], [3, 4]), fold(1, [3], [0, 1, 2])];
    expect(() => planRun(requestOf(csv("x,y", rows), "t.csv", { folds: given }))).toThrow(`Fold 2 ${one}`);
  });

  it("takes given folds that are more than the rows", () => {
    const rows = Array.from({ length: 6 }, (_, i) => [i * 1.5, i * 3.7]);
    const folds = Array.from({ length: 8 }, (_, id) => ({
      id,
      train: Uint32Array.from([0, 1, 2, 3, 4, 5].filter((row) => row !== id % 6)),
      test: Uint32Array.of(id % 6),
    }));
    expect(planRun(requestOf(csv("x,y", rows), "t.csv", { folds })).folds.folds).toHaveLength(8);
  });
});
