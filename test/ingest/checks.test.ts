import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkTable } from "../../src/ingest/checks.ts";
import { findDuplicates } from "../../src/ingest/duplicates.ts";
import { fromRows } from "../../src/ingest/adapters.ts";
import { asCategory, inferTask, resolveTarget } from "../../src/ingest/target.ts";
import { cells, column, readColumn } from "./read.ts";

const spread = (row: number): number => ((row * 37) % 41) / 7 + row / 1000;

/** A sound table of `count` rows, with more columns computed by row. */
function tableOf(count: number, more: Readonly<Record<string, (row: number) => unknown>> = {}) {
  const rows = Array.from({ length: count }, (_, row) => ({
    measure: spread(row),
    colour: ["red", "green", "blue"][(row * 7) % 3],
    ...Object.fromEntries(Object.entries(more).map(([name, cell]) => [name, cell(row)])),
    target: ["yes", "no"][(row >> 1) % 2],
  }));
  return fromRows(rows).table;
}

const check = (table: ReturnType<typeof tableOf>, changes: Partial<Parameters<typeof checkTable>[1]> = {}) =>
  checkTable(table, { target: "target", task: "auto", folds: 5, roles: [], ...changes });

const codes = (result: ReturnType<typeof checkTable>) =>
  result.findings.map(({ code, column: name }) => `${code} ${name}`);

describe("the checks of a table", () => {
  it("find nothing in a sound one", () => {
    expect(check(tableOf(60))).toMatchObject({
      findings: [],
      dropped: [],
      inputs: ["measure", "colour"],
      duplicateGroup: null,
    });
  });

  it("drop constant and empty columns", () => {
    const result = check(tableOf(60, { same: () => 3, empty: () => null }));
    expect(codes(result)).toEqual(["constant-column same", "all-missing empty"]);
    expect(result.dropped).toEqual(["same", "empty"]);
  });

  it("keep a column of one value with gaps", () => {
    expect(check(tableOf(60, { flag: (row) => (row % 3 === 0 ? "x" : null) })).dropped).toEqual([]);
  });

  it("drop columns that name the rows, and never a measure that happens to differ in every row", () => {
    const result = check(
      tableOf(60, {
        number: (row) => row + 1,
        shuffled: (row) => 100 + ((row * 7) % 60),
        customerId: (row) => row * 7919,
        code: (row) => `K${row * 13}`,
        income: (row) => 20_000 + row * row * 13,
        weight: (row) => row / 10,
        day: (row) => new Date(Date.UTC(2020, 0, row + 1)),
      }),
    );
    expect(result.dropped).toEqual(["number", "shuffled", "customerId", "code"]);
  });

  it("warn of columns that give the target away, and keep them", () => {
    const result = check(
      tableOf(80, {
        copy: (row) => ((row >> 1) % 2 === 0 ? "A" : "B"),
        score: (row) => ((row >> 1) % 2 === 0 ? 10 + spread(row) : spread(row)),
        gap: (row) => ((row >> 1) % 2 === 0 ? null : spread(row)),
        nearly: (row) => (row % 10 === 0 ? "A" : (row >> 1) % 2 === 0 ? "A" : "B"),
      }),
    );
    expect(codes(result)).toEqual(["target-leak copy", "target-leak score", "target-leak gap"]);
    expect(result.inputs).toContain("copy");
  });

  it("warn of a column in the order of a numeric target", () => {
    const table = tableOf(60, {
      price: (row) => row * row,
      cents: (row) => Math.log(row + 1),
      noise: (row) => (row * 17) % 23,
    });
    const result = checkTable(table, { target: "price", task: "auto", folds: 5, roles: [] });
    expect(codes(result)).toEqual(["target-leak cents"]);
  });

  it("put equal rows into groups, unless one pattern fills the table or the folds are given", () => {
    const twice = tableOf(80, {
      measure: (row) => spread(row >> 1),
      colour: () => "red",
      extra: (row) => row >> 1,
    });
    const result = check(twice);
    expect(codes(result)).toContain("duplicate-rows null");
    const groups = result.duplicateGroup!;
    for (let row = 0; row < 80; row += 2) expect(groups[row]).toBe(groups[row + 1]);
    expect(check(twice, { split: "given" }).duplicateGroup).toBe(null);
    const filled = check(
      tableOf(80, {
        measure: (row) => (row < 60 ? 0 : spread(row)),
        colour: () => "red",
        late: (row) => Number(row > 70),
      }),
    );
    expect(filled.duplicateGroup).toBe(null);
    expect(filled.findings.at(-1)?.action).toMatch(/^Split like other rows/);
  });

  it("deal equal rows like others where the same inputs also come with another class", () => {
    const table = fromRows(
      Array.from({ length: 60 }, (_, row) => ({
        x: row < 40 ? row % 10 : spread(row >> 1),
        t: row < 40 ? "ab"[(row >> 4) % 2] : "b",
      })),
    ).table;
    const { duplicateGroup, findings } = checkTable(table, { target: "t", task: "auto", folds: 2, roles: [] });
    expect([...duplicateGroup!.subarray(0, 40)].every((group) => group === -1)).toBe(true);
    for (let row = 40; row < 60; row += 2) expect(duplicateGroup![row]).toBe(duplicateGroup![row + 1]);
    const finding = findings.find(({ code }) => code === "duplicate-rows");
    expect(finding?.action).toMatch(/^Equal rows stay in one fold, .*, but for 36 whose inputs also come with another/);
  });

  it("leave out rows without a target and count them", () => {
    const table = fromRows(
      Array.from({ length: 40 }, (_, row) => ({
        x: spread(row),
        t: row % 5 === 0 ? "" : row % 2 ? "a" : "b",
      })),
    ).table;
    const result = checkTable(table, { target: "t", task: "auto", folds: 5, roles: [] });
    expect(result.usedRows).toHaveLength(32);
    expect(result.findings[0]?.message).toBe('8 rows have no value of the target "t".');
  });

  it("report rare and uneven classes and many levels", () => {
    const table = fromRows(
      Array.from({ length: 200 }, (_, row) => ({
        x: spread(row),
        many: `L${row % 60}`,
        t: row < 3 ? "rare" : row % 2 ? "a" : "b",
      })),
    ).table;
    const result = checkTable(table, { target: "t", task: "auto", folds: 5, roles: [] });
    expect(codes(result)).toEqual(["many-levels many", "rare-class t", "imbalance t"]);
    expect(result.findings[1]?.message).toBe('1 class has fewer rows than there are folds: "rare" (3).');
  });

  it("warn of a target with one value, which no column gives away", () => {
    for (const value of ["yes", 7]) {
      const table = fromRows(Array.from({ length: 60 }, (_, row) => ({ x: spread(row), target: value }))).table;
      expect(check(table).findings.map(({ message }) => message)).toEqual([
        `Target "target" has the same value in every row: ${JSON.stringify(value)}.`,
      ]);
    }
  });

  it("take no column with a role for an input", () => {
    expect(check(tableOf(60, { when: (row) => row }), { roles: ["when", "colour"] }).inputs).toEqual(["measure"]);
  });

  it("keep the columns of a table whose rows are all alike, and say so instead of naming each", () => {
    const result = check(tableOf(60, { measure: () => 1, colour: () => "x", empty: () => null }));
    expect(codes(result)).toEqual(["all-missing empty", "alike-rows null", "duplicate-rows null"]);
    expect(result.inputs).toEqual(["measure", "colour"]);
    expect(result.dropped).toEqual(["empty"]);
  });

  it("refuse fewer rows than folds, and a table with no input left", () => {
    expect(() => check(tableOf(4))).toThrow("4 rows with a target are too few for 5 folds.");
    expect(() => check(tableOf(60, { measure: () => null, colour: (row) => `id${row}` }))).toThrow(
      'No column is left to predict "target" from.',
    );
  });
});

describe("equal rows", () => {
  it("are exactly those that no column tells apart", () => {
    const row = fc.record({
      a: fc.constantFrom(0, 1, null),
      b: fc.constantFrom("x", "y", null),
      c: fc.constantFrom(0.5, 2 ** 40, -1),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), (rows) => {
        const { table } = fromRows(rows);
        const { groups, extra } = findDuplicates(
          table.columns,
          Uint32Array.from(rows, (_, i) => i),
          rows.length,
        );
        const keys = rows.map((one) => JSON.stringify([one.a, one.b, one.c]));
        expect(extra).toBe(rows.length - new Set(keys).size);
        for (const [i, key] of keys.entries()) {
          const first = keys.indexOf(key);
          expect(groups[i]).toBe(keys.lastIndexOf(key) === first ? -1 : first);
        }
      }),
    );
  });
});

describe("the target", () => {
  it("is the last column unless named, and a typing slip is met with the nearest name", () => {
    const table = tableOf(10);
    expect(resolveTarget(table, null, "f.csv").name).toBe("target");
    expect(resolveTarget(table, "colour", "f.csv").name).toBe("colour");
    expect(() => resolveTarget(table, "color", "f.csv")).toThrow(
      expect.objectContaining({
        message: 'Target "color" is not a column of f.csv.',
        hint: 'Did you mean "colour"?',
      }),
    );
    expect(() => resolveTarget({ rowCount: 1, columns: table.columns.slice(0, 1) }, null, "f.csv")).toThrow(
      "f.csv has 1 usable column;",
    );
  });

  const target = (values: readonly (string | number)[]) => readColumn(values.map(String)).table.columns[0]!;
  const many = Array.from({ length: 100 }, (_, row) => row);

  it("is predicted as classes when it is text, two numbers or few close whole numbers, else for numbers", () => {
    const kind = (cell: (row: number) => string | number) => inferTask(target(many.map(cell)), "auto").kind;
    expect(kind((row) => "ab"[row % 2]!)).toBe("binary");
    expect(kind((row) => "abc"[row % 3]!)).toBe("multiclass");
    expect(kind((row) => row % 2)).toBe("binary");
    expect(kind((row) => (row % 2) / 4)).toBe("binary");
    expect(kind((row) => row % 10)).toBe("multiclass");
    expect(kind((row) => row % 11)).toBe("regression");
    expect(kind((row) => (row % 4) * 100)).toBe("regression");
    expect(kind((row) => (row % 4) + 0.5)).toBe("regression");
    expect(kind((row) => row * 1.5)).toBe("regression");
  });

  it("says why and how to overrule it", () => {
    expect(inferTask(target(many.map((row) => row % 3)), "auto").reason).toBe(
      "3 classes are predicted, because the target has few different whole numbers; --task regression overrides it.",
    );
    expect(inferTask(target(many.map((row) => row % 3)), "regression").kind).toBe("regression");
    expect(inferTask(target(many.map((row) => row % 20)), "multiclass").kind).toBe("multiclass");
  });

  it("of one value is one class when it is text, and a number to predict when it is not", () => {
    expect(inferTask(target(many.map(() => "x")), "auto")).toEqual({
      kind: "multiclass",
      reason: "One class is predicted, because the target is text.",
    });
    expect(inferTask(target(many.map(() => 7)), "auto").kind).toBe("regression");
    expect(inferTask(target(many.map(() => 7)), "multiclass").kind).toBe("multiclass");
  });

  it("is refused when it cannot be predicted", () => {
    const infer =
      (values: readonly (string | number)[], asked: Parameters<typeof inferTask>[1] = "auto") =>
      () =>
        inferTask(target(values), asked);
    expect(
      infer(
        many.map(() => "x"),
        "binary",
      ),
    ).toThrow('Target "x" has one class, not two.');
    expect(infer(many.map(() => ""))).toThrow("has no value in any row");
    expect(infer(many.map((row) => `K${row}`))).toThrow('Target "x" has 100 classes in 100 rows');
    expect(
      infer(
        many.map((row) => "abc"[row % 3]!),
        "binary",
      ),
    ).toThrow('Target "x" has 3 classes, not two.');
    expect(
      infer(
        many.map((row) => "abc"[row % 3]!),
        "regression",
      ),
    ).toThrow('Target "x" is text, such as "a"');
    expect(infer(many.map((row) => `2020-01-${10 + (row % 9)}`))).toThrow("is a date");
  });

  it("as numbers becomes classes in the order of the numbers", () => {
    const classes = asCategory(target([10, 9, 2, 10, ""]));
    expect(classes.levels).toEqual(["2", "9", "10"]);
    expect(cells(classes)).toEqual(["10", "9", "2", "10", null]);
    expect(asCategory(column(tableOf(5), "colour")).levels).toEqual(["blue", "green", "red"]);
  });
});
