import { describe, expect, it } from "vitest";
import { checkTable } from "../../src/ingest/checks.ts";
import { fromRows } from "../../src/ingest/adapters.ts";
import { readRoles, rowWeights } from "../../src/ingest/roles.ts";

const rowsTo = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);
const none = { group: null, time: null, weight: null };

/** Rows with the values of one column, and a target of two classes. */
function tableOf(values: readonly unknown[], target = (row: number): unknown => ["yes", "no"][row % 2]) {
  return fromRows(values.map((value, row) => ({ role: value, measure: (row * 37) % 41, target: target(row) }))).table;
}

describe("a column with a role", () => {
  it("is refused alike for a missing cell, whatever its role, with the first row", () => {
    const table = tableOf([1, 2, 3, null, 5, 6, null]);
    for (const [role, label] of [
      ["group", "Group"],
      ["time", "Time"],
      ["weight", "Weight"],
    ] as const) {
      expect(() => readRoles(table, { ...none, [role]: "role" }, { rows: rowsTo(7), file: "t.csv" })).toThrow(
        `${label} column "role": 2 of 7 rows have no value, first in row 4 of the data.`,
      );
    }
  });

  it("is refused with the line of the file, where there is one", () => {
    const where = (row: number) => `line ${row + 2}`;
    const read = (values: readonly unknown[]) => () =>
      readRoles(tableOf(values), { ...none, weight: "role" }, { rows: rowsTo(values.length), file: "t.csv", where });
    expect(read([1, null, 3])).toThrow('Weight column "role": 1 of 3 rows has no value, first in line 3.');
    expect(read([1, 2, -3])).toThrow('Weight column "role" is negative in line 4.');
  });

  it("may lack a cell in a row that takes no part", () => {
    const table = tableOf([1, 2, 3, null]);
    expect(
      [...readRoles(table, { ...none, group: "role" }, { rows: rowsTo(3), file: "t.csv" }).groups!].slice(0, 3),
    ).toEqual([0, 1, 2]);
  });

  it("is refused for text as a time or weight, and for weights below 0 or of 0 alone", () => {
    const read = (values: readonly unknown[], role: "time" | "weight") => () =>
      readRoles(tableOf(values), { ...none, [role]: "role" }, { rows: rowsTo(values.length), file: "t.csv" });
    expect(read(["a", "b", "c"], "time")).toThrow("has no order in time");
    expect(read(["a", "b", "c"], "weight")).toThrow("does not hold numbers");
    expect(read([1, -1, 2], "weight")).toThrow("is negative in row 2");
    expect(read([0, 0, 0], "weight")).toThrow("is 0 in every row");
  });
});

describe("row weights", () => {
  it("have mean 1 at every scale that float64 holds, and are 0 where float32 cannot tell them from it", () => {
    const weigh = (values: readonly number[]) => {
      const column = { kind: "numeric", name: "w", values: Float64Array.from(values) } as const;
      return [...rowWeights(column, rowsTo(values.length))];
    };
    for (const scale of [1, 1e-300, 1e300, 5e-324]) expect(weigh([scale, 2 * scale, 3 * scale])).toEqual([0.5, 1, 1.5]);
    expect(weigh([1e-60, 1, 1])).toEqual([0, 1.5, 1.5]);
    expect(weigh([1.7e308, 1.7e308])).toEqual([1, 1]);
  });
});

describe("the checks of a table with roles", () => {
  const request = { target: "target", task: "auto", folds: 2, roles: ["role"] } as const;

  it("leave out rows that weigh nothing and name the classes that go with them", () => {
    const table = tableOf(
      Array.from({ length: 30 }, (_, row) => row),
      (row) => ["yes", "no", "never"][row % 3],
    );
    const weights = Float64Array.from({ length: 30 }, (_, row) => (row % 3 === 2 ? 0 : 1.5));
    const { usedRows, findings, task } = checkTable(table, { ...request, weights });
    expect(usedRows).toHaveLength(20);
    expect(task.kind).toBe("binary");
    expect(findings.find(({ code }) => code === "weightless-rows")).toMatchObject({
      severity: "warning",
      message: '10 rows weigh nothing. No row of "never" is left: that class is not predicted.',
    });
  });

  it("count rows that equal one of another group, and tie no groups together", () => {
    const table = fromRows(
      Array.from({ length: 60 }, (_, row) => ({
        group: row >> 1,
        a: row % 3,
        b: row % 2,
        target: ["x", "y"][row % 2],
      })),
    ).table;
    const groups = Int32Array.from({ length: 60 }, (_, row) => row >> 1);
    const { duplicateGroup, findings } = checkTable(table, { ...request, roles: ["group"], groups });
    expect(duplicateGroup).toBe(null);
    expect(findings.find(({ code }) => code === "duplicate-rows")?.message).toMatch(
      /^54 rows equal an earlier one of another group/u,
    );
    const alone = Int32Array.from({ length: 60 }, (_, row) => row % 6);
    const found = checkTable(table, { ...request, roles: ["group"], groups: alone }).findings.map(({ code }) => code);
    expect(found).not.toContain("duplicate-rows");
  });
});
