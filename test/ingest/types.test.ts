import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseNumber } from "../../src/ingest/number.ts";
import { cells, codesOf, readColumn } from "./read.ts";

const kindOf = (values: readonly string[], options = {}) => {
  const { table, decisions, findings } = readColumn(values, options);
  return { kind: table.columns[0]!.kind, cells: cells(table.columns[0]!), decision: decisions[0]!, findings };
};

describe("parseNumber", () => {
  it("reads every finite number back that JavaScript writes", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const whole = Number.isInteger(value) && Math.abs(value) > Number.MAX_SAFE_INTEGER;
        fc.pre(!whole || String(value).includes("e"));
        expect(parseNumber(String(value))).toBe(value + 0);
      }),
    );
  });

  it("agrees with JavaScript on decimals of any length", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 22n }),
        fc.bigInt({ min: 0n, max: 10n ** 22n }),
        (whole, fraction) => {
          const text = `-${whole}.${fraction}`;
          expect(parseNumber(text)).toBe(Number(text));
        },
      ),
    );
  });

  it("refuses what is no plain number", () => {
    const texts = [
      "",
      "-",
      ".",
      "1.2.3",
      "0x10",
      "1e",
      "1e5x",
      "12a",
      " 1",
      "1_000",
      "007",
      "-01.5",
      "12345678901234567890",
      "e5",
      "NaN",
      "١",
    ];
    expect(texts.filter((text) => !Number.isNaN(parseNumber(text)))).toEqual([]);
  });
});

describe("the kind of a column", () => {
  it("is numeric when every cell is a number, whatever is missing", () => {
    const result = kindOf(["1", "", "NA", "2.5", "-1e3", "?", "null", "NaN", "N/A", "-", "+.5"]);
    expect(result.kind).toBe("numeric");
    expect(result.cells).toEqual([1, null, null, 2.5, -1000, null, null, null, null, null, 0.5]);
    expect(result.decision).toMatchObject({ missing: 7, distinct: 4, reason: "every cell is a number" });
  });

  it("counts other texts as missing when they are named", () => {
    expect(kindOf(["1", "-999", "2", "none"], { missing: ["-999", "none"] }).cells).toEqual([1, null, 2, null]);
    expect(kindOf(["NA", "b"], { missing: ["none"] }).cells).toEqual(["NA", "b"]);
  });

  it("is category for text and booleans, with levels in the order of their characters", () => {
    expect(kindOf(["true", "false", ""]).cells).toEqual(["true", "false", null]);
    expect(readColumn(["b", "a", "c"]).table.columns[0]).toMatchObject({ levels: ["a", "b", "c"] });
  });

  it("stays text for digits that are names, even when a name comes late", () => {
    expect(kindOf(["10001", "20002", "00501"])).toMatchObject({
      kind: "category",
      cells: ["10001", "20002", "00501"],
    });
    expect(kindOf(["1", "12345678901234567890"])).toMatchObject({
      kind: "category",
      cells: ["1", "12345678901234567890"],
    });
  });

  it("does not depend on the order of the rows", () => {
    const cell = fc.constantFrom("1", "2.5", "", "x", "007", "1,5", "2020-01-31", "NA", "y z", "1,234");
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 12 }), (values) => {
        const forward = kindOf(values, { delimiter: ";" });
        const backward = kindOf(values.toReversed(), { delimiter: ";" });
        expect(backward.kind).toBe(forward.kind);
        expect(backward.cells.toReversed()).toEqual(forward.cells);
      }),
    );
  });

  it("is numeric with a decimal comma when the column is unanimous", () => {
    const result = kindOf(["1,5", "2", "-3,25"], { delimiter: ";" });
    expect(result).toMatchObject({ kind: "numeric", cells: [1.5, 2, -3.25] });
    expect(codesOf(result)).toEqual(["numeric-as-text"]);
    expect(kindOf(["1,5", "2.5"], { delimiter: ";" }).kind).toBe("category");
    expect(kindOf(["1.234,5", "12,25"], { delimiter: ";" }).cells).toEqual([1234.5, 12.25]);
  });

  it("is numeric with thousands, percent and currency signs when all cells agree", () => {
    expect(kindOf(["1,234", "2,345,678.5"]).cells).toEqual([1234, 2345678.5]);
    expect(kindOf(["12%", "3.5%"]).cells).toEqual([12, 3.5]);
    expect(kindOf(["$5", "-$6.50"]).cells).toEqual([5, -6.5]);
    expect(kindOf(["1 234", "56"]).cells).toEqual([1234, 56]);
    expect(kindOf(["12%", "3.5"]).kind).toBe("category");
  });

  it("stays text with a warning when commas can be read in two ways, until --decimal says which", () => {
    const values = ["1,234", "2,345"];
    expect(kindOf(values)).toMatchObject({ kind: "category" });
    expect(codesOf(kindOf(values))).toEqual(["ambiguous-number"]);
    expect(kindOf(values, { decimal: "," }).cells).toEqual([1.234, 2.345]);
    expect(kindOf(values, { decimal: "." }).cells).toEqual([1234, 2345]);
    expect(kindOf(values, { delimiter: ";" }).cells).toEqual([1.234, 2.345]);
    expect(() => kindOf(values, { types: { x: "numeric" } })).toThrow("can be read in two ways");
  });

  it("is numeric with a warning when a placeholder stands among many numbers, text when many do", () => {
    const numbers = Array.from({ length: 100 }, (_, i) => String(i * 1.5));
    const one = kindOf([...numbers, "unknown"]);
    expect(one).toMatchObject({ kind: "numeric", decision: { missing: 1 } });
    expect(one.findings[0]).toMatchObject({
      code: "missing-words",
      severity: "note",
      message: '1 cell of column "x" reads "unknown", in line 102.',
    });
    const many = kindOf([...numbers, ...Array.from({ length: 20 }, (_, i) => `C${i}`)]);
    expect(many.kind).toBe("category");
    expect(codesOf(many)).toEqual(["numeric-as-text"]);
    const asked = kindOf([...numbers, ...Array.from({ length: 20 }, (_, i) => `C${i}`)], {
      types: { x: "numeric" },
    });
    expect(asked).toMatchObject({ kind: "numeric", decision: { missing: 20 } });
  });

  it("turns infinities into missing values and says so", () => {
    const result = kindOf(["1", "inf", "-Infinity", "1e999", "2"]);
    expect(result.cells).toEqual([1, null, null, null, 2]);
    expect(result.findings[0]?.message).toBe('3 cells of column "x" are infinite.');
  });

  it("can be overruled, or the column ignored", () => {
    expect(kindOf(["1", "2"], { types: { x: "category" } })).toMatchObject({
      kind: "category",
      cells: ["1", "2"],
    });
    expect(readColumn(["1", "2"], { types: { x: "ignore" } }).table.columns.map(({ name }) => name)).toEqual(["y"]);
    expect(() => kindOf(["x"], { types: { x: "numeric" } })).toThrow(
      'Column "x" cannot be numeric: none of its cells is a number, such as "x".',
    );
    expect(() => kindOf(["x"], { types: { x: "date" } })).toThrow(
      'Column "x" cannot be a date: no cell is one, such as "x".',
    );
  });
});

describe("dates", () => {
  it("are read as days since 1970, in UTC, in the usual forms", () => {
    const forms = [
      "2020-01-31",
      "2020/1/31",
      "31.01.2020",
      "31/01/2020",
      "01/31/2020",
      "31 Jan 2020",
      "31-January-2020",
      "Jan 31, 2020",
      "January 31 2020",
    ];
    for (const text of forms) expect(kindOf([text])).toMatchObject({ kind: "date", cells: [18292] });
    expect(kindOf(["20200131"], { types: { x: "date" } }).cells).toEqual([18292]);
    const times = [
      "2020-01-31T12:00:00Z",
      "2020-01-31 14:00:00+02:00",
      "2020-01-31 12:00",
      "01/31/2020 12:00 PM",
      "2020-01-31T07:00:00.000-05:00",
    ];
    for (const text of times) expect(kindOf([text])).toMatchObject({ kind: "date", cells: [18292.5] });
  });

  it("agree with the calendar of JavaScript", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
        (when) => {
          const text = when.toISOString().slice(0, 10);
          expect(kindOf([text]).cells).toEqual([Math.floor(when.getTime() / 86_400_000)]);
        },
      ),
    );
  });

  it("take day and month in the order that all cells together prove", () => {
    expect(kindOf(["03/04/2020", "31/01/2020"]).cells).toEqual([18355, 18292]);
    expect(kindOf(["03/04/2020", "01/31/2020"]).cells).toEqual([18325, 18292]);
    expect(kindOf(["13/04/2020", "01/31/2020"]).kind).toBe("category");
  });

  it("stay text with a warning when nothing proves it, until the types say it", () => {
    const values = ["01/02/2020", "03/04/2020"];
    expect(codesOf(kindOf(values))).toEqual(["ambiguous-date"]);
    expect(kindOf(values, { types: { x: "date-day-first" } }).cells).toEqual([18293, 18355]);
    expect(kindOf(values, { types: { x: "date-month-first" } }).cells).toEqual([18263, 18325]);
    expect(() => kindOf(values, { types: { x: "date" } })).toThrow("do not tell day from month");
  });

  it("are not made of what the calendar lacks", () => {
    expect(kindOf(["2021-02-29"]).kind).toBe("category");
    expect(kindOf(["2020-13-01"]).kind).toBe("category");
    expect(kindOf(["2020-01-01 25:00"]).kind).toBe("category");
    expect(codesOf(kindOf(["2020-01-01", "2020-01-02", "2020-02-30"]))).toEqual(["date-as-text"]);
  });
});
