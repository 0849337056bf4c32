import { beforeAll, describe, expect, it } from "vitest";
import { fit, predict, predictionTable, readTable } from "../../src/index.ts";
import { cells } from "../ingest/read.ts";
import { load } from "./packages.ts";

/** A DataFrame of danfo.js, as much of it as is used here; its own types want those of its readers. */
interface Frame {
  readonly columns: string[];
  readonly index: (string | number)[];
  readonly shape: number[];
  readonly values: (string | number | boolean)[];
  loc(places: { readonly rows: readonly (string | number)[] }): Frame;
  iloc(places: { readonly rows: readonly string[] }): Frame;
  rename(names: Readonly<Record<string, string>>): Frame;
  setIndex(by: { readonly column: string; readonly drop: boolean }): Frame;
  resetIndex(): Frame;
}

interface Danfo {
  readonly DataFrame: new (columns: object, options?: { readonly index: readonly string[] }) => Frame;
  concat(what: { readonly dfList: readonly Frame[]; readonly axis: 1 }): Frame;
  readCSV(path: string): Promise<Frame>;
}

const quick = { folds: 2, repeats: 1, preset: "tiny", models: ["occam", "forest"], trees: 10, jobs: 1 } as const;

describe("a frame of danfojs-node", () => {
  let danfo: Danfo;
  beforeAll(async () => {
    danfo = (await load("danfojs-node")) as Danfo;
  });

  const day = (text: string) => new Date(`${text}T00:00:00Z`);
  const columns = {
    size: [1, 2.5, Number.NaN, 4],
    colour: ["red", null, "blue", undefined],
    isSold: [true, false, true, false],
    seen: [day("2020-01-31"), null, day("2021-06-01"), day("2022-05-05")],
    code: ["007", "010", "011", "012"],
    amount: ["1.5", "2", "NA", "8"],
  };

  it("becomes a table with its numbers, strings, booleans, dates and missing cells", async () => {
    const frame = new danfo.DataFrame(columns);
    const { table } = await readTable(frame);
    expect(table.columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      "size numeric",
      "colour category",
      "isSold category",
      "seen date",
      "code category",
      "amount numeric",
    ]);
    expect(table.columns.map(cells)).toEqual([
      [1, 2.5, null, 4],
      ["red", null, "blue", null],
      ["true", "false", "true", "false"],
      [18292, null, 18779, 19117],
      ["007", "010", "011", "012"],
      [1.5, 2, null, 8],
    ]);
    const rows = Array.from({ length: 4 }, (_, row) =>
      Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[row]])),
    );
    expect(table).toEqual((await readTable(rows)).table);
  });

  it("is read by its rows, whatever its index; a column that became the index is none", async () => {
    const frame = new danfo.DataFrame(columns, { index: ["d", "c", "b", "a"] });
    const some = await readTable(frame.loc({ rows: ["b", "d"] }));
    expect(cells(some.table.columns[0]!)).toEqual([null, 1]);
    const indexed = frame.setIndex({ column: "code", drop: true });
    expect(indexed.index).toEqual(columns.code);
    expect((await readTable(indexed)).table.columns.map(({ name }) => name)).not.toContain("code");
  });

  it("never has two columns of one name: danfo.js refuses it, or renames one when frames are joined", async () => {
    const frame = new danfo.DataFrame(columns);
    expect(() => frame.rename({ size: "colour" })).toThrow("Column index must contain unique values");
    const beside = danfo.concat({ dfList: [frame, frame], axis: 1 });
    const { table } = await readTable(beside);
    expect(table.columns.map(({ name }) => name)).toEqual(beside.columns);
    expect(new Set(beside.columns).size).toBe(12);
  });

  it("without rows, or as a series, is refused", async () => {
    await expect(readTable(new danfo.DataFrame([]))).rejects.toThrow("The table has no rows.");
    const series = Reflect.get(new danfo.DataFrame(columns), "size") as Frame;
    await expect(readTable(series)).rejects.toMatchObject({ hint: "Pass a DataFrame; convert a Series to one first." });
  });

  it("trains and is predicted as the file that it was read from", async () => {
    const frame = await danfo.readCSV("data/iris.csv");
    const [fromFrame, fromFile] = [await fit(frame, quick), await fit("data/iris.csv", quick)];
    expect(fromFrame.results.models.map(({ summary }) => summary["logLoss"])).toEqual(
      fromFile.results.models.map(({ summary }) => summary["logLoss"]),
    );
    const predicted = await predict(fromFrame.model!, frame.iloc({ rows: ["100:150"] }));
    expect(predictionTable(predicted).numRows()).toBe(50);
    expect(predictionTable(predicted).array("prediction")).toEqual(
      predictionTable(await predict(fromFile.model!, "data/iris.csv"))
        .array("prediction")
        .slice(100),
    );
  });

  it("of mixed columns trains, and rows with missing cells are predicted", async () => {
    const rows = 90;
    const mixed = new danfo.DataFrame({
      size: Array.from({ length: rows }, (_, i) => (i % 11 === 0 ? Number.NaN : i % 7)),
      colour: Array.from({ length: rows }, (_, i) => ["red", "green", null][i % 3]),
      seen: Array.from({ length: rows }, (_, i) => new Date(Date.UTC(2020, 0, 1 + i))),
      isSold: Array.from({ length: rows }, (_, i) => i % 7 > 3),
    });
    const { model } = await fit(mixed, { ...quick, target: "isSold", ignore: ["seen"] });
    const { classes, values } = await predict(
      model!,
      new danfo.DataFrame({ size: [6, 0, Number.NaN], colour: ["red", "green", null] }),
    );
    expect(classes).toEqual(["false", "true"]);
    expect(values.rows).toBe(3);
    expect(values.data[1]).toBeGreaterThan(0.5);
    expect(values.data[3]).toBeLessThan(0.5);
  });
});
