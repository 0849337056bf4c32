import { readFile } from "node:fs/promises";
import { desc, from as arqueroRows, table as arquero } from "arquero";
import { describe, expect, it } from "vitest";
import {
  fit,
  formatModel,
  predict,
  predictionTable,
  type Progress,
  readModel,
  readTable,
  renderReport,
  UserError,
} from "../src/index.ts";

const rows = Array.from({ length: 60 }, (_, i) => ({
  width: i % 7,
  colour: ["red", "green", null][i % 3],
  sold: i % 7 > 3,
}));
const quick = { folds: 2, trees: 10, preset: "tiny", jobs: 1 } as const;

describe("readTable", () => {
  it("reads the same table from a path and from bytes", async () => {
    const path = "data/iris.csv";
    const file = await readTable(path);
    const bytes = await readTable(await readFile(path), { name: "iris" });
    expect(file.name).toBe("iris");
    expect(bytes).toEqual(file);
  });

  it("reads the same columns from objects, an Arquero table and a danfo.js frame", async () => {
    const objects = await readTable(rows);
    const columns = {
      width: rows.map((row) => row.width),
      colour: rows.map((row) => row.colour),
      sold: rows.map((row) => row.sold),
    };
    const frame = {
      columns: ["width", "colour", "sold"],
      shape: [60, 3],
      values: rows.map((row) => Object.values(row)),
    };
    expect((await readTable(arquero(columns))).table).toEqual(objects.table);
    expect((await readTable(frame)).table).toEqual(objects.table);
    expect(objects.table.columns.map((column) => column.kind)).toEqual(["numeric", "category", "category"]);
  });

  it("throws a UserError for a path that is not there", async () => {
    await expect(readTable("data/irs.csv")).rejects.toMatchObject({ hint: 'Did you mean "data/iris.csv"?' });
  });
});

describe("fit and predict", () => {
  it("train on a table in memory, tell their progress, and give a model that predicts after a round trip", async () => {
    const heard: Progress[] = [];
    const data = await readTable(rows, { name: "sales" });
    const { results, model } = await fit(data, { ...quick, target: "sold" }, { observe: (each) => heard.push(each) });
    expect(results.data).toMatchObject({ name: "sales", target: "sold", task: "binary", rows: 60 });
    expect(results.models.map((each) => each.id)).toEqual(["occam", "forest", "boosting", "linear", "dummy"]);
    expect(heard.map((each) => each.kind)).toEqual(expect.arrayContaining(["stage", "plan", "round", "done"]));
    expect(renderReport(results)).toContain("sales");
    const direct = await predict(model!, data);
    const again = await predict(readModel(formatModel(model!)), data);
    expect(direct.classes).toEqual(["false", "true"]);
    expect(direct.values.rows).toBe(60);
    expect(again.values).toEqual(direct.values);
  });

  it("predict a number in its own unit, within what was seen in training", async () => {
    const prices = rows.map((row, i) => ({ width: row.width, price: 100 + 10 * row.width + (i % 5) }));
    const data = await readTable(prices);
    const { model } = await fit(data, { ...quick, target: "price", task: "regression" });
    const { classes, values } = await predict(model!, await readTable([{ width: 0 }, { width: 6 }, { width: null }]));
    expect(classes).toEqual([]);
    expect([values.rows, values.columns]).toEqual([3, 1]);
    expect(Math.min(...values.data)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...values.data)).toBeLessThanOrEqual(164);
    expect(values.data[1]).toBeGreaterThan(values.data[0]!);
  });

  it("refuse an option that is not one and a value that is out of range, with the way out", async () => {
    const data = await readTable(rows);
    const misspelt = { ...quick, tree: 5 };
    await expect(fit(data, misspelt)).rejects.toThrow(UserError);
    await expect(fit(data, misspelt)).rejects.toThrow(expect.objectContaining({ hint: 'Did you mean "trees"?' }));
    await expect(fit(data, { folds: 1 })).rejects.toThrow("folds is a whole number");
    await expect(fit(data, { timeLimit: -1 })).rejects.toThrow(
      expect.objectContaining({
        message: "timeLimit is a number from 1 to 604800, not -1.",
        hint: "See the type FitOptions.",
      }),
    );
    await expect(fit(data, { ...quick, target: "sol" })).rejects.toThrow('"sol" is not a column');
  });

  it("take whatever readTable takes, and single rows to predict", async () => {
    const { model } = await fit(arqueroRows(rows), { ...quick, target: "sold" });
    const { classes, values } = await predict(model!, [{ width: 6, colour: "red" }]);
    expect([classes, values.rows, values.columns]).toEqual([["false", "true"], 1, 2]);
    expect(values.data[1]).toBeGreaterThan(0.5);
    const flowers = await fit("data/iris.csv", { ...quick, folds: 2, repeats: 1 });
    expect(flowers.results.data).toMatchObject({ name: "iris", rows: 150 });
    expect((await predict(flowers.model!, "data/iris.csv")).values.rows).toBe(150);
  });

  it("go from an Arquero table as it is filtered and ordered to one of predictions", async () => {
    const { model } = await fit(arqueroRows(rows), { ...quick, target: "sold" });
    const some = arqueroRows(rows)
      .filter((row: { width: number }) => row.width > 4)
      .orderby(desc("width"))
      .select("width", "colour");
    const predicted = predictionTable(await predict(model!, some));
    expect(predicted.columnNames()).toEqual(["prediction", "probability:false", "probability:true"]);
    expect(some.assign(predicted).numRows()).toBe(some.numRows());
    expect(new Set(predicted.array("prediction"))).toEqual(new Set(["true"]));
  });

  it.each([
    [() => readTable(null as never), "Null is no table."],
    [() => readTable(undefined as never), "Not there is no table."],
    [() => readTable(7 as never), "7 is no table."],
    [() => readTable({} as never), "An object is no table."],
    [() => readTable(rows, null as never), "The second argument of readTable is not valid: it must be an object"],
    [() => readTable(rows, { missing: "NA" } as never), "missing must be a list, but is"],
    [() => readTable(rows, { missing: [-200] } as never), "missing[0] must be text, but is -200"],
    [() => readTable(rows, { decimal: "comma" } as never), 'decimal must be "." or ",", but is "comma"'],
    [() => readTable(rows, { types: { x: "number" } } as never), 'types.x must be "numeric" or'],
    [() => readTable(rows, { model: "model.json" } as never), 'model must be a model, but is "model.json"'],
    [() => readTable(rows, { heading: false } as never), 'it has an unknown field "heading"'],
    [() => readTable([3] as never), "Row 0 is a number, expected an object."],
    [() => fit(readTable(rows) as never), "A promise is no table."],
    [() => fit("nowhere.csv"), "nowhere.csv does not exist."],
    [() => fit(rows, null as never), "The options of fit must be an object, but are null."],
    [() => fit(rows, { signal: new AbortController().signal } as never), '"signal" is no option of fit'],
    [() => fit(rows, {}, new AbortController().signal as never), "The third argument of fit is an object"],
    [() => fit(rows, {}, { signal: "now" } as never), 'The hook "signal" of fit is "now".'],
    [() => fit(rows, {}, { observer: () => {} } as never), 'fit has no hook "observer".'],
    [() => fit(rows, { folds: [1, 2] } as never), "folds is not a list of 2 to 1000 folds."],
    [() => predict("model.json" as never, rows), "The first argument of predict is no model."],
    [() => predict(null as never, rows), "The first argument of predict is no model."],
    [
      () => Promise.resolve().then(() => renderReport({} as never)),
      "The argument of renderReport is not valid: schema",
    ],
    [() => Promise.resolve().then(() => readModel({} as never)), "The model file is not valid: it must be text"],
  ])("refuse %s with one sentence and a way out", async (call, message) => {
    const error: unknown = await call().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(message);
    expect(`${(error as UserError).message} ${(error as UserError).hint}`).not.toContain("--");
  });

  it("end with the reason of an aborted signal", async () => {
    const abort = new AbortController();
    const running = fit(await readTable(rows), quick, {
      signal: abort.signal,
      observe: () => abort.abort(new Error("enough")),
    });
    await expect(running).rejects.toThrow("enough");
  });
});
