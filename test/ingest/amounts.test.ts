import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cells, codesOf, read, readColumn } from "./read.ts";

const numbers = (values: readonly string[], options = {}) => {
  const { table, findings } = readColumn(values, options);
  return { kind: table.columns[0]!.kind, cells: cells(table.columns[0]!), findings, codes: codesOf({ findings }) };
};

describe("signs", () => {
  const forms: readonly (readonly [string, readonly string[]])[] = [
    ["U+2212", ["\u22122.5", "3", "\u22121,234.5"]],
    ["an en dash", ["\u20132.5", "3", "\u20131,234.5"]],
    ["a full-width minus", ["\uFF0D2.5", "+3", "\uFF0D1,234.5"]],
    ["a minus behind", ["2.5-", "3", "1,234.5-"]],
    ["a space after the minus", ["- 2.5", "3", "- 1,234.5"]],
    ["brackets", ["(2.5)", "3", "(1,234.5)"]],
    ["brackets around money", ["($2.5)", "$3", "$(1,234.5)"]],
    ["a minus before the currency", ["-$2.5", "$3", "-$ 1,234.5"]],
    ["a minus behind the currency", ["€-2.5", "€3", "€ 1,234.5-"]],
    ["DR beside CR", ["2.5 DR", "3 CR", "1,234.5DR"]],
    ["DR alone", ["2.5 Dr.", "3", "1,234.5 Dr."]],
    ["CR among plain numbers", ["2.5CR", "3", "1,234.5CR"]],
  ];
  it.each(forms)("are read when written with %s", (_, values) => {
    expect(numbers(values).cells).toEqual([-2.5, 3, -1234.5]);
  });

  it("are said in the finding", () => {
    expect(numbers(["(2.5)", "3"]).findings[0]?.message).toBe(
      'Column "x" writes its numbers with brackets for minus, such as "(2.5)".',
    );
  });

  it("are at most one", () => {
    for (const text of ["--5", "-(5)", "-5-", "(5", "5)", "((5))", "+-5"]) {
      expect(numbers([text, "1", "2"])).toMatchObject({ kind: "category" });
    }
  });
});

describe("thousands", () => {
  const styles: readonly (readonly [string, readonly string[]])[] = [
    ["commas", ["1,234,567.5", "1,000", "12"]],
    ["points", ["1.234.567,5", "1.000", "12"]],
    ["spaces", ["1 234 567,5", "1 000", "12"]],
    ["no-break spaces", ["1\u00a0234\u00a0567.5", "1\u00a0000", "12"]],
    ["thin spaces", ["1\u2009234\u2009567.5", "1\u2009000", "12"]],
    ["narrow no-break spaces", ["1\u202f234\u202f567,5", "1\u202f000", "12"]],
    ["apostrophes", ["1'234'567.5", "1'000", "12"]],
    ["typographic apostrophes", ["1\u2019234\u2019567.5", "1\u2019000", "12"]],
    ["Indian groups", ["12,34,567.5", "1,000", "12"]],
  ];
  it.each(styles)("are read between %s", (_, values) => {
    expect(numbers(values).cells).toEqual([1234567.5, 1000, 12]);
  });

  it("stand in groups of three", () => {
    for (const text of ["1,23,4", "12,34", "1 23", "1'23", "1,2345", "0,123,456"]) {
      expect(numbers([text, "1.5", "2.5"], { delimiter: "|" }).kind).toBe("category");
    }
  });
});

describe("units", () => {
  it("are read when every cell has the same, and named", () => {
    const result = numbers(["67 m2", "85 m²", "1,200 m2"], { decimal: "." });
    expect(result.cells).toEqual([67, 85, 1200]);
    expect(result.findings[0]?.message).toContain('the unit "m2"');
    expect(numbers(["150,000 km", "90 km", "5 KM"], { decimal: "." }).cells).toEqual([150000, 90, 5]);
    expect(numbers(["1.5h", "2h", "0"]).cells).toEqual([1.5, 2, 0]);
    expect(numbers(["1 day", "2 days", "14 days"]).cells).toEqual([1, 2, 14]);
    expect(numbers(["20 °C", "21.5 °C", "-3 °C"]).cells).toEqual([20, 21.5, -3]);
  });

  it("of money stand before or behind, as a sign or a code", () => {
    expect(numbers(["EUR 5", "EUR 1,200.50"]).cells).toEqual([5, 1200.5]);
    expect(numbers(["5,00 €", "1.200,50 €"]).cells).toEqual([5, 1200.5]);
    expect(numbers(["₹12,34,567", "₹5"]).cells).toEqual([1234567, 5]);
    expect(numbers(["R$ 5,50", "R$ 1.200"]).cells).toEqual([5.5, 1200]);
    expect(numbers(["CHF 1'200.50", "CHF 5"]).cells).toEqual([1200.5, 5]);
    expect(numbers(["$5", "7"]).cells).toEqual([5, 7]);
  });

  it("that differ make no numbers, and the finding names them", () => {
    const result = numbers(["5 km", "300 m", "2 km", "10 km"]);
    expect(result).toMatchObject({ kind: "category", codes: ["several-units"] });
    expect(result.findings[0]?.message).toContain('"km", "m"');
    expect(numbers(["5 km", "300 m", "2 km", "10 km"], { types: { x: "numeric" } }).cells).toEqual([5, null, 2, 10]);
  });

  it("are no letters of codes", () => {
    expect(numbers(["A12", "B13", "A15"]).kind).toBe("category");
    expect(numbers(["supplier 40", "supplier 3", "supplier 7"]).kind).toBe("category");
    expect(numbers(["192.168.0.1", "10.0.0.1"]).kind).toBe("category");
    expect(numbers(["36 months", "60 months", "36 months"]).kind).toBe("category");
  });
});

describe("the decimal mark of a file", () => {
  it("decides columns that leave it open", () => {
    const { table } = read("a;b;c\n1.234,5;1.902;3,32\n2,5;951;4,10\n7,25;3.819;1,00\n", { delimiter: ";" });
    expect(table.columns.map(cells)).toEqual([
      [1234.5, 2.5, 7.25],
      [1902, 951, 3819],
      [3.32, 4.1, 1],
    ]);
    const point = read('a,b\n1.5,"1,234"\n2.25,"5,678"\n');
    expect(cells(point.table.columns[1]!)).toEqual([1234, 5678]);
  });

  it("decides nothing where columns disagree", () => {
    const { table } = read("a;b;c\n1,5;1.902;3.32\n2,5;951;4.1\n", { delimiter: ";" });
    expect(cells(table.columns[1]!)).toEqual([1.902, 951]);
  });

  it("is asked for where points may stand between thousands and nothing tells", () => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 3 === 0 ? 100 + i : `${1 + (i % 9)}.${101 + i}`};${i}`);
    const { findings, table } = read(`a;b\n${rows.join("\n")}\n`);
    expect(codesOf({ findings })).toContain("ambiguous-number");
    expect(cells(table.columns[0]!)[1]).toBe(2.102);
    expect(cells(read(`a;b\n${rows.join("\n")}\n`, { decimal: "," }).table.columns[0]!)[1]).toBe(2102);
  });
});

describe("numbers of any size", () => {
  it("are the same in every style of writing", () => {
    const styles: readonly ((digits: string) => string)[] = [
      (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ","),
      (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, " "),
      (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, "'"),
      (text) => `${text} kg`,
      (text) => `$${text}`,
      (text) => `+${text}`,
    ];
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10 ** 9 }), { minLength: 3, maxLength: 8 }),
        fc.nat({ max: styles.length - 1 }),
        (values, style) => {
          fc.pre(new Set(values).size >= 3);
          const texts = values.map((value) => styles[style]!(String(value)));
          expect(numbers(texts, { decimal: "." }).cells).toEqual(values);
        },
      ),
    );
  });
});

describe("magnitudes", () => {
  it("are read where the whole column has them, by its digits, and said", () => {
    const { kind, cells: values, findings } = numbers(["900", "1.5K", "2.3M", "1B", "12k"]);
    expect(kind).toBe("numeric");
    expect(values).toEqual([900, 1500, 2_300_000, 1e9, 12_000]);
    expect(findings[0]?.message).toContain("K, M or B for thousands, millions or billions");
    expect(numbers(["$900", "$1.5K", "$2M"]).cells).toEqual([900, 1500, 2_000_000]);
  });

  it("are a unit like others where all cells have one, and text beside other units", () => {
    expect(numbers(["270K", "300K", "310K"]).cells).toEqual([270, 300, 310]);
    expect(numbers(["1K", "2M", "3 m2"]).kind).toBe("category");
  });
});

describe("dates with years of two digits", () => {
  it("stay text, with a warning that says so", () => {
    const found = numbers(["03/04/68", "12/31/99", "01/02/03", "05/06/07", "07/08/09"]);
    expect(found.kind).toBe("category");
    expect(found.codes).toContain("short-years");
    expect(numbers(["1/2/03", "a", "b", "c", "d"]).codes).not.toContain("short-years");
  });
});
