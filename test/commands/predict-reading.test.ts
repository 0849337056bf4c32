import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readModel } from "../../src/model/read.ts";
import { predict as predictRows } from "../../src/commands/library/index.ts";
import { readTable } from "../../src/commands/library/read-table.ts";
import { cells } from "../ingest/read.ts";
import { occamTab } from "../support/cli.ts";

/** A table of a German office: points between thousands, units, a word for missing, days before months. */
const european = Array.from({ length: 60 }, (_, i) => {
  const amount = `${1 + (i % 9)}.${String(100 + ((i * 37) % 900)).slice(0, 3)},${10 + (i % 80)}`;
  const day = `${String(1 + (i % 28)).padStart(2, "0")}/0${1 + (i % 9)}/2021`;
  return `${i % 10 === 0 ? "None" : amount};${20 + ((i * 7) % 50)} m2;${day};${i % 3};${(i % 9) * 1000 + i},5`;
});

describe("predict reads a file as fit learnt to read", () => {
  let folder = "";
  let model = "";
  const predict = async (...lines: readonly string[]) => {
    await writeFile(join(folder, "new.csv"), ["amount;size;day;n", ...lines].join("\n"));
    return occamTab(["predict", model, "new.csv"], { folder });
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "reading-"));
    await writeFile(join(folder, "train.csv"), ["amount;size;day;n;y", ...european].join("\n"));
    const flags = ["--folds", "2", "--repeats", "1", "--preset", "tiny", "--trees", "5", "--out", "run", "--quiet"];
    const { code, errors } = await occamTab(["fit", "train.csv", ...flags, "--missing=-999"], { folder });
    if (code !== 0) throw new Error(errors);
    model = join(folder, "run/model.json");
  });

  it("and keeps in model.json what was decided", async () => {
    const { columns, reading } = readModel(await readFile(model, "utf8"));
    expect(reading).toEqual({ missing: ["-999"] });
    expect(columns).toMatchObject([
      { name: "amount", format: { decimal: ",", unit: "" }, missingWords: ["None"] },
      { name: "size", format: { unit: "m2" } },
      { name: "day", kind: "date", dayFirst: true },
      { name: "n", format: { decimal: "," } },
    ]);
  });

  it("where the new file alone would be read otherwise", async () => {
    const whole = await predict("1.500;30 m2;01/02/2021;1", "12.000;31 m2;02/02/2021;2");
    const same = await predict("1.500,00;30 m2;01/02/2021;1", "12.000,00;31 m2;02/02/2021;2");
    expect(whole).toMatchObject({ code: 0, errors: "" });
    expect(whole.output).toBe(same.output);
    const { table } = await readTable(join(folder, "new.csv"), { model: readModel(await readFile(model, "utf8")) });
    expect(table.columns.slice(0, 2).map(cells)).toEqual([
      [1500, 12000],
      [30, 31],
    ]);
  });

  it("in JSON and in memory as in CSV, and says what contradicts it", async () => {
    const rows = [
      { amount: "1.500", size: "30 m2", day: "01/02/2021", n: "1" },
      { amount: "12.000", size: 31, day: "02/02/2021", n: 2 },
      { amount: "None", size: "32", day: "soon", n: "-999,0" },
    ];
    const asCsv = await predict("1.500;30 m2;01/02/2021;1", "12.000;31;02/02/2021;2", "None;32;soon;-999");
    await writeFile(join(folder, "new.json"), JSON.stringify(rows));
    const asJson = await occamTab(["predict", model, "new.json"], { folder });
    expect(asJson.output).toBe(asCsv.output);
    expect(asJson.errors.split("\n").filter((line) => line !== "")).toEqual([
      expect.stringMatching(/^Warning: 2 cells of column "size" lack the unit "m2" that the model learnt: "31", "32"/),
      expect.stringMatching(/^Warning: 1 cell of column "day" is no date: "soon"/),
    ]);
    const read = readModel(await readFile(model, "utf8"));
    const told = await predictRows(read, rows);
    const fromFile = await predictRows(read, join(folder, "new.csv"));
    expect(told.values).toEqual(fromFile.values);
    expect(told.findings.map(({ column }) => column)).toEqual(["size", "day"]);
  });

  it("and names what contradicts it, with line and column", async () => {
    const { code, errors } = await predict(
      "1.500;30 m2;01/02/2021;1",
      "1,500.25;31 ft2;31.12.2021;-999",
      "None;32;soon;x",
    );
    expect(code).toBe(0);
    expect(errors.split("\n").filter((line) => line !== "")).toEqual([
      expect.stringMatching(/^Warning: 1 cell of column "amount" is not written .*"1,500\.25", in line 3\./),
      expect.stringMatching(
        /^Warning: 1 cell of column "size" lacks the unit "m2" that the model learnt: "32", in line 4\./,
      ),
      expect.stringMatching(/^Warning: 1 cell of column "size" is not written .*"31 ft2", in line 3\./),
      expect.stringMatching(/^Warning: 1 cell of column "day" is no date: "soon", in line 4\./),
      expect.stringMatching(/^Warning: 1 cell of column "n" is not written .*"x", in line 4\./),
    ]);
  });

  it("also where the file is streamed", { timeout: 120_000 }, async () => {
    const cells = ["1.500", "12.000,5", "None", "-999", "", "1.234.567,25"];
    const days = ["01/02/2021", "31/12/2021", "", "-999"];
    const lines = Array.from(
      { length: 100_000 },
      (_, i) =>
        `${cells[i % 6]};${i % 11 === 0 ? "-999" : `${i % 90} m2`};${days[i % 4]};${i % 13},${i % 10}${" ".repeat(30)}`,
    );
    const streamed = await predict(lines.join("\n"));
    expect(streamed).toMatchObject({ code: 0, errors: "" });
    const parts: string[] = [];
    for (let from = 0; from < lines.length; from += 50_000) {
      parts.push((await predict(lines.slice(from, from + 50_000).join("\n"))).output.replace(/^.*\n/u, ""));
    }
    expect(lines.join("\n").length).toBeGreaterThan(4 << 20);
    expect(lines.slice(0, 50_000).join("\n").length).toBeLessThan(4 << 20);
    expect(streamed.output.replace(/^.*\n/u, "") === parts.join("")).toBe(true);
  });

  it("and knows the levels of every group that reads a column", async () => {
    const orders = Array.from({ length: 300 }, (_, i) => `supplier ${(i * 7) % 60},${i % 11},${(i % 60) + (i % 11)}`);
    await writeFile(join(folder, "orders.csv"), ["supplier,x,y", ...orders].join("\n"));
    const flags = ["--folds", "2", "--repeats", "1", "--preset", "tiny", "--trees", "5", "--out", "orders", "--quiet"];
    expect(await occamTab(["fit", "orders.csv", ...flags], { folder })).toMatchObject({ code: 0 });
    expect(await occamTab(["predict", "orders/model.json", "orders.csv"], { folder })).toMatchObject({
      code: 0,
      errors: "",
    });
  });
});
