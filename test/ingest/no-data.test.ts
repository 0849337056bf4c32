import { describe, expect, it } from "vitest";
import { cells, codesOf, column, read } from "./read.ts";

const rows = Array.from({ length: 30 }, (_, i) => `s${i % 4},${100 + ((i * 37) % 91)},${5 * i + 3}`);
const table = (...lines: readonly string[]) => ["shop,area,sales", ...lines].join("\n");
const warning = (result: ReturnType<typeof read>, code: string) => result.findings.find((one) => one.code === code);

describe("rows that are no data", () => {
  it("are passed over when they are the names once more", () => {
    const result = read(table(...rows.slice(0, 10), "shop,area,sales", ...rows.slice(10), "shop,area,sales"));
    expect(result.table.rowCount).toBe(30);
    expect(column(result.table, "area").kind).toBe("numeric");
    expect(warning(result, "header-again")?.message).toBe("The column names are repeated in lines 12 and 33.");
    expect(result.lines.lineOf(10)).toBe(13);
  });

  it("are said when they are the names once more, in another case or among texts alone", () => {
    const names = warning(read(table(...rows.slice(0, 10), "Shop,AREA,Sales", ...rows.slice(10))), "no-data-rows");
    expect(names?.message).toContain("Line 12 seems to be the names of the columns again, not data");
    expect(names?.action).toContain("--skip-rows 12-12");
    const texts = Array.from({ length: 20 }, (_, i) => `n${i % 7},${["Rome", "Oslo"][i % 2]}`);
    const again = read(`Name,City\n${[...texts, "Name,City", ...texts].join("\n")}`);
    expect(warning(again, "no-data-rows")?.message).toContain("Line 22 seems to be the names");
    expect(codesOf(read(`n1,rome\n${[...texts, "N1,Rome"].join("\n")}`))).not.toContain("no-data-rows");
  });

  it("are said when they are totals, by word or by sum", () => {
    const sum = rows.reduce((all, row) => all + Number(row.split(",")[2]), 0);
    for (const last of [`Total,,${sum}`, `,,${sum}`, `Grand total,,${sum}`, `Summe,9999,${sum}`]) {
      const found = warning(read(table(...rows, last)), "no-data-rows");
      expect([last, found?.message]).toEqual([last, expect.stringContaining("Line 32 seems to be a total, not data")]);
      expect(found?.action).toContain("--skip-last 1");
    }
    const middle = read(table(...rows.slice(0, 9), "Subtotal,,500", ...rows.slice(9)));
    expect(warning(middle, "no-data-rows")?.action).toContain("--skip-rows 11-11");
  });

  it("are said when they are a line of units, or a note below the table", () => {
    const units = read(table("-,m2,EUR", ...rows));
    expect(column(units.table, "sales").kind).toBe("numeric");
    expect(warning(units, "no-data-rows")?.message).toBe(
      'Line 2 seems to be a line of units, not of data: "m2", "EUR".',
    );
    const note = read(table(...rows, "Source: the shops,,"));
    expect(warning(note, "no-data-rows")?.message).toContain("Line 32 seems to be a note");
  });

  it("are not seen where there are none", () => {
    expect(codesOf(read(table(...rows)))).toEqual([]);
    expect(
      codesOf(read(`kind,n,m\n${rows.map((_, i) => `${["total", "partial"][i % 2]},${i % 5},${i % 7}`).join("\n")}`)),
    ).toEqual([]);
  });

  it("are left out by --skip-rows, --skip-last and --comment", () => {
    const whole = read(table(...rows)).table.columns.map(cells);
    const titled = `Report\nof the shops\n\n${table(...rows)}`;
    expect(read(titled, { skipRows: ["3"] }).table.columns.map(cells)).toEqual(whole);
    expect(read(table("x,m2,EUR", ...rows), { skipRows: ["2-2"] }).table.columns.map(cells)).toEqual(whole);
    expect(read(table(...rows, "Total,,1", "", "Source"), { skipLast: 2 }).table.columns.map(cells)).toEqual(whole);
    expect(read(`# made by hand\n${table(...rows, "# end")}`, { comment: "#" }).table.columns.map(cells)).toEqual(
      whole,
    );
    const quoted = read('a,b\n1,"x\n# y"\n# gone\n2,z\n', { comment: "#" });
    expect(cells(column(quoted.table, "b"))).toEqual(["x\n# y", "z"]);
    expect(quoted.lines.lineOf(1)).toBe(5);
  });

  it("are named with their flag in the error that they cause", () => {
    const hintOf = (text: string) => {
      try {
        read(text);
      } catch (error) {
        return error instanceof Error && "hint" in error ? error.hint : error;
      }
      return null;
    };
    expect(hintOf(`Report\nof the shops\n${table(...rows)}`)).toBe(
      "If the names of the columns stand in line 3, say --skip-rows 2.",
    );
    expect(hintOf(`# made by hand\n# twice\n${table(...rows)}`)).toBe(
      'If lines that begin with # are comments, say --comment "#".',
    );
    expect(hintOf(table(...rows, "Source: the shops"))).toBe(
      "If the file ends with a line of no data, say --skip-last 1.",
    );
    expect(() => read(table(...rows), { skipRows: ["x"] })).toThrow(
      "--skip-rows is a number of first lines or a range",
    );
  });

  it("are a first line that names the delimiter", () => {
    for (const line of ["sep=;", '"sep=;"', "SEP=;"]) {
      const result = read(`${line}\na;b\n1,5;2\n2,5;3\n`);
      expect(result.delimiter).toBe(";");
      expect(result.table.columns.map(cells)).toEqual([
        [1.5, 2.5],
        [2, 3],
      ]);
      expect(result.lines.lineOf(0)).toBe(3);
    }
  });
});

describe("a first line that is data", () => {
  it("is a warning that names --no-header, with texts among the numbers too", () => {
    const data = Array.from({ length: 40 }, (_, i) => `${(i * 0.37 - 5).toFixed(2)},${["no", "yes"][i % 2]},${i % 3}`);
    expect(warning(read(data.join("\n")), "header-like-data")?.action).toContain("--no-header");
    const letters = Array.from({ length: 40 }, (_, i) =>
      ["a", "b", "c"].map((one, place) => ((i >> place) % 2 ? one : "d")).join(","),
    );
    expect(() => read(["a,a,b", ...letters].join("\n"))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining("--no-header") }),
    );
  });

  it("is no warning for names, years of a wide table, or a value's name", () => {
    expect(codesOf(read("country,2019,2020,2021\nx,1,2,3\ny,2,3,4\nz,3,4,5\nx,1,1,1\n"))).toEqual([]);
    expect(codesOf(read("male,age\nmale,3\nfemale,4\nmale,9\nfemale,2\n"))).toEqual([]);
  });
});

describe("bytes and spaces", () => {
  it("of Windows-1252 spoil no more than their cell, and are placed", () => {
    const bytes = Buffer.concat([Buffer.from("a,b\nÎle,é\nBourgogne,"), Buffer.from([0xe9]), Buffer.from("\nÎle,é\n")]);
    const result = read(bytes);
    expect(result.table.columns.map(cells)).toEqual([
      ["Île", "Bourgogne", "Île"],
      ["é", "é", "é"],
    ]);
    expect(result.encoding).toBe("utf-8");
    expect(warning(result, "foreign-bytes")).toMatchObject({
      severity: "warning",
      message: "f.csv is UTF-8 but for one byte, in line 3, character 11.",
    });
  });

  it("of any kind are no part of a cell, a name or a missing word", () => {
    for (const space of ["\u3000", "\u2009", "\u00a0", "\u202f", "\u200b", "\ufeff", "\u2028", "\u1680", "\u0085"]) {
      const result = read(`a${space},b\nyes${space},${space}3.5${space}\n${space}yes,NA${space}\nno,4\n`);
      expect(result.table.columns.map(({ name }) => name)).toEqual(["a", "b"]);
      expect(result.table.columns.map(cells)).toEqual([
        ["yes", "yes", "no"],
        [3.5, null, 4],
      ]);
    }
  });
});
