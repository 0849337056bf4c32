import { describe, expect, it } from "vitest";
import { UserError } from "../../src/base/errors.ts";
import { formatScoresCsv } from "../../src/bench/scores-csv.ts";
import { manifestOfFiles, parseManifest } from "../../src/bench/manifest.ts";
import { checkReference, parseReference, withReference } from "../../src/bench/reference.ts";
import { baselineOf, formatScores, parseScores } from "../../src/bench/scores-file.ts";
import { suiteScores, suiteSet } from "../support/suite.ts";

describe("a manifest", () => {
  it("names sets with what steers a run, and may describe them to people", () => {
    const [set] = parseManifest(
      {
        about: "x",
        datasets: [
          {
            name: "iris",
            file: "i.csv",
            task: "multiclass",
            target: "species",
            ignore: ["id"],
            folds: "f.csv",
            licence: "CC BY 4.0",
          },
        ],
      },
      "datasets.json",
    );
    expect(set).toEqual({
      name: "iris",
      file: "i.csv",
      task: "multiclass",
      target: "species",
      ignore: ["id"],
      folds: "f.csv",
      sha256: null,
    });
    expect(parseManifest([{ name: "a" }], "m.json")[0]).toMatchObject({
      file: "a.csv",
      task: "auto",
      target: null,
      folds: null,
    });
  });

  it.each([
    [{ datasets: [{ name: "a", targte: "y" }] }, 'Unknown key "targte" in data set "a" in m.json.'],
    [{ datasets: [{ name: "a" }], date: 1 }, 'Unknown key "date" in m.json.'],
    [{ datasets: [{ name: "a" }, { name: "a" }] }, 'm.json names two data sets "a".'],
    [{ datasets: [{ file: "a.csv" }] }, "Data set 1 in m.json has no name."],
    [{ datasets: [{ name: "a", task: "guess" }] }, 'The task of data set "a" in m.json is "guess".'],
    [{ datasets: [{ name: "a", folds: 5 }] }, '"folds" of data set "a" in m.json is 5.'],
    [{ datasets: [{ name: "a", ignore: [1] }] }, '"ignore" of data set "a" in m.json holds 1.'],
    [{ datasets: [7] }, "Data set 1 in m.json is not an object."],
    [{ datasets: [] }, "m.json names no data sets."],
    ["x", "m.json names no data sets."],
  ])("%j is refused in one sentence", (content, message) => {
    expect(() => parseManifest(content, "m.json")).toThrow(message);
  });

  it("keys that JavaScript knows for itself are unknown keys like others", () => {
    expect(() => parseManifest(JSON.parse('{"datasets":[{"name":"a","__proto__":{"file":"b"}}]}'), "m.json")).toThrow(
      'Unknown key "__proto__"',
    );
  });

  it("of a folder is its table files in order of name", () => {
    const sets = manifestOfFiles(["b.csv", "a.tsv.gz", "notes.md"], "data");
    expect(sets.map(({ name, file }) => [name, file])).toEqual([
      ["a", "a.tsv.gz"],
      ["b", "b.csv"],
    ]);
    expect(() => manifestOfFiles(["notes.md"], "data")).toThrow("data holds no CSV file");
    expect(() => manifestOfFiles(["a.csv", "a.tsv"], "data")).toThrow('two data sets "a"');
  });
});

const sets = [
  suiteSet("iris", { occam: { logLoss: [0.1, 0.2], logLossUnclipped: [0.1, 0.2], accuracy: [0.9, 1] } }),
  suiteSet('a, "b"', { forest: { rmse: [3, 4], mae: [2, 3] } }, { task: "regression" }),
];

describe("scores.csv", () => {
  it("has a row for each set, model and fold, with an empty cell for what is not defined", () => {
    const [head, ...rows] = formatScoresCsv(sets).trimEnd().split("\n");
    expect(head).toBe(
      "dataset,task,model,fold,train_rows,test_rows,encoded_features,accuracy,balanced_accuracy,log_loss,log_loss_clip3,roc_auc,rmse,mae,r2,fit_cpu_seconds,predict_seconds,parameters,brier,calibration_error,bytes,train_operations,predict_operations_per_row",
    );
    expect(rows).toHaveLength(4);
    expect(rows[0]).toBe("iris,binary,occam,0,80,20,6,0.9,,0.1,0.1,,,,,1,0.00004,100,,,1000,10000,10");
    expect(rows[2]).toMatch(/^"a, ""b""",regression,forest,0,80,20,6,,,,,,3,2,,/);
  });

  it("reads back as a reference with the same scores", () => {
    const back = withReference(
      sets.map((set) => ({ ...set, models: [] })),
      parseReference(formatScoresCsv(sets), "scores.csv"),
      1,
    );
    expect(back.map((set) => set.models.map((model) => [model.id, model.source]))).toEqual([
      [["occam", "reference"]],
      [["forest", "reference"]],
    ]);
    expect(back[0]!.models[0]!.folds.map((fold) => fold.metrics)).toEqual(
      sets[0]!.models[0]!.folds.map((fold) => fold.metrics),
    );
  });
});

describe("scores from elsewhere", () => {
  const text =
    "dataset,model,fold,train_rows,test_rows,accuracy,log_loss_clip3\niris,rf,0,80,20,0.9,0.15\niris,rf,1,80,20,0.8,\nother,rf,0,1,1,1,1\n";

  it("come beside our own models, sets that we do not have are told", () => {
    const scores = parseReference(text, "r.csv");
    expect(checkReference(scores, sets)).toEqual(["other"]);
    const twice = [...scores, ...parseReference(text, "again.csv")];
    expect(() => checkReference(twice, sets)).toThrow(/^Line \d+ of again\.csv scores "rf" a second time/u);
    const [iris] = withReference(sets, scores, 1);
    expect(iris!.models.map((model) => model.id)).toEqual(["occam", "rf"]);
    expect(iris!.models[1]!.folds[1]!.metrics).toEqual({ accuracy: 0.8 });
    expect(iris!.models[1]!.folds[0]!.parameters).toBeNull();
  });

  it("that have the name of one of our models get another", () => {
    const [iris] = withReference(sets, parseReference(text.replaceAll(",rf,", ",occam,"), "r.csv"), 1);
    expect(iris!.models.map((model) => model.id)).toEqual(["occam", "occam (reference)"]);
  });

  it("that lack a fold of a set are left out there", () => {
    const scores = parseReference(text.replace("iris,rf,1,80,20,0.8,\n", ""), "r.csv");
    expect(withReference(sets, scores, 1)[0]!.models).toHaveLength(1);
  });

  it.each([
    ["model,fold,accuracy\n", 'r.csv has no column "dataset".'],
    ["dataset,model,fold\n", "r.csv has no column of scores."],
    ["dataset,model,fold,accuracy\niris,rf,0,high\n", 'Line 2 of r.csv has "high" for accuracy'],
    ["dataset,model,fold,accuracy\niris,rf,,1\n", "Line 2 of r.csv has no fold."],
  ])("%j are refused in one sentence", (content, message) => {
    expect(() => parseReference(content, "r.csv")).toThrow(message);
  });

  it.each([
    ["dataset,model,fold,accuracy\niris,rf,7,1\n", 'names fold 7, which "iris" does not have'],
    [
      "dataset,model,fold,test_rows,accuracy\niris,rf,0,30,1\n",
      'made on other folds of "iris": 30 rows where we have 20',
    ],
    ["dataset,model,fold,accuracy\niris,rf,0,1\niris,rf,0,1\n", "a second time"],
  ])("%j do not fit the suite", (content, message) => {
    expect(() => checkReference(parseReference(content, "r.csv"), sets)).toThrow(message);
  });
});

describe("stored scores", () => {
  it("read back as they were written, without models from elsewhere", () => {
    const scores = suiteScores(
      withReference(sets, parseReference("dataset,model,fold,accuracy\niris,rf,0,1\niris,rf,1,1\n", "r.csv"), 1),
    );
    const back = parseScores(JSON.parse(formatScores(baselineOf(scores))), "b.json");
    expect(back).toEqual({ ...scores, sets });
  });

  it.each([
    [
      { schema: "occam-tab/scores@2" },
      "b.json has the schema occam-tab/scores@2; this version reads occam-tab/scores@1.",
    ],
    [{ schema: "occam-tab/results@1" }, "b.json is not a baseline of occam-tab."],
    [[1], "b.json is not a baseline of occam-tab."],
  ])("%j are refused in one sentence", (content, message) => {
    expect(() => parseScores(content, "b.json")).toThrow(message);
  });

  it.each([
    ["/seed", "0.5", "seed must be a whole number, but is 0.5."],
    ["/repeats", "1e9", "repeats is out of range (1000000000)."],
    ["/repeats", "0.5", "repeats is out of range (0.5)."],
    ["/repeats", "-1", "repeats is out of range (-1)."],
    ["/preset", "{}", 'preset must be "tiny" or "balanced" or "strong" or "best", but is an object.'],
    ["/trees", "0", "trees is out of range (0)."],
    ["/sets", "[]", "sets must have at least 1 entries, but has 0."],
    ["/sets/0/models/0/folds/0/metrics/accuracy", "null", "accuracy must be a finite number, but is null."],
    ["/sets/0/models/0/folds/0/metrics/accuracy", "1e999", "accuracy must be a finite number, but is Infinity."],
    ["/sets/0/models/0/folds/1/fold", "0", "sets[0].models[0].folds names something twice."],
  ])("are refused with %s as %s", (place, value, message) => {
    const content = JSON.parse(formatScores(suiteScores(sets)));
    const steps = place.split("/").slice(1);
    const holder = steps.slice(0, -1).reduce((node, step) => node[step], content);
    holder[steps.at(-1)!] = JSON.parse(value);
    expect(() => parseScores(content, "b.json")).toThrow(UserError);
    expect(() => parseScores(content, "b.json")).toThrow(message);
  });
});
