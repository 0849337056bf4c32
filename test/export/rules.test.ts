import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { DecisionRule } from "../../src/evaluate/results/decision.ts";
import type { RawCell } from "../../src/export/request.ts";
import { exportTargets } from "../../src/export/targets.ts";
import { formatModel, type ModelArtifact } from "../../src/model/artifact.ts";
import { readModel } from "../../src/model/read.ts";
import { exportRequest } from "../../src/predict/export-request.ts";
import { predictorOf } from "../../src/predict/predictor.ts";
import { exampleModel } from "../model/models.ts";
import type { Case } from "./cases.ts";
import { mistakeOf } from "./cases.ts";
import {
  decisionsByPython,
  findProgram,
  interpreters,
  Postgres,
  pythonHas,
  runC,
  runModule,
  runPython,
  scratch,
  strict,
} from "./runtimes.ts";

const folder = scratch();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const compiler = findProgram("cc", "gcc", "clang");
const pythons = interpreters("/usr/bin/python3", "python3");
const python = pythons[0];
const withDuckdb = pythons.find((each) => pythonHas(each, "duckdb"));
const withSqlglot = pythons.find((each) => pythonHas(each, "sqlglot", "duckdb"));
const withOnnx = pythons.find((each) => pythonHas(each, "onnxruntime"));

const ages = [null, 17, 30.5, 38.5, 61, 90, -4];
const colours = ["red", "constructor", "NA", "none", "?", null, "never seen"];
const rows: readonly (readonly RawCell[])[] = ages.flatMap((age) =>
  colours.flatMap((colour) => ["yes", "no", "none"].map((own) => [age, own, colour])),
);

function caseOf(name: string, model: ModelArtifact, dialect = "postgres"): Case & { readonly decisions: string[] } {
  const read = readModel(formatModel(model)); // the rules as a file keeps them
  const request = exportRequest(read, { dialect, table: "input", id: "row id" });
  const told = predictorOf(request.graph).predictMany(rows);
  const wanted = told.map(({ prediction, probabilities }) =>
    probabilities.length > 0 ? [...probabilities] : [Number(prediction)],
  );
  return { name, request, rows, wanted, tolerance: 2.5e-6, decisions: told.map((one) => one.decision ?? "") };
}

/** Writes an export and gives its path. */
function written({ name, request }: Case, id: string): string {
  const target = exportTargets.find((each) => each.id === id)!;
  const path = join(folder, `${name}-${request.dialect}${target.ending}`);
  writeFileSync(path, target.export(request)[0]!.content);
  return path;
}

/** Rules by the median probability of each class, so that rows differ in what is decided. */
function rulesOf(seed: number): Record<"threshold" | "costs" | "one", DecisionRule> {
  const { wanted, request } = caseOf("plain", exampleModel(seed));
  const { task } = request.model;
  const classes = task.kind === "regression" ? [] : task.classes;
  const medians = classes.map((_, k) => wanted.map((row) => row[k]!).sort((x, y) => x - y)[wanted.length >> 1]!);
  const commonest = medians.indexOf(Math.max(...medians));
  const costs = (cost: (truth: number, predicted: number) => number): DecisionRule => ({
    positive: null,
    threshold: null,
    costs: classes.flatMap((truth, t) =>
      classes.flatMap((predicted, p) => (t === p ? [] : [{ truth, predicted, cost: cost(t, p) }])),
    ),
  });
  return {
    threshold: { positive: classes[1]!, threshold: medians[1]! - 1e-4, costs: [] },
    costs: costs((truth) => 1 / medians[truth]! - 0.01),
    // All other mistakes cost nothing: of two classes that cost the same the likelier is taken.
    one: costs((truth, predicted) => (truth !== commonest && predicted === commonest ? 5 : 0)),
  };
}

const rules: readonly (readonly [string, number, DecisionRule])[] = [
  ["a threshold of two classes", 1, rulesOf(1).threshold],
  ["a threshold of three classes", 2, rulesOf(2).threshold],
  ["costs of two classes", 1, rulesOf(1).costs],
  ["costs of three classes", 2, rulesOf(2).costs],
  ["costs of one mistake alone", 2, rulesOf(2).one],
];

describe.each(rules)("a decision by %s", (name, seed, decision) => {
  const of = (dialect?: string) => caseOf(name.replaceAll(" ", "-"), { ...exampleModel(seed), decision }, dialect);
  const one = of();

  it("is not always the same, and another than the likeliest class somewhere", () => {
    expect(new Set(one.decisions).size).toBeGreaterThan(1);
    const predicted = predictorOf(one.request.graph).predictMany(rows);
    expect(predicted.some(({ prediction }, i) => prediction !== one.decisions[i])).toBe(true);
  });

  it("is in the module what predict decides", async () => {
    const { predictMany } = await import(pathToFileURL(written(one, "js")).href);
    expect(predictMany(rows).map((told: { decision: string }) => told.decision)).toEqual(one.decisions);
  });

  it.skipIf(python === undefined)("is in Python and SQLite what predict decides", () => {
    expect(decisionsByPython(python!, "python", written(one, "python"), one)).toEqual(one.decisions);
    expect(decisionsByPython(python!, "sqlite", written(of("sqlite"), "sql"), one)).toEqual(one.decisions);
  });

  it.skipIf(withDuckdb === undefined)("is in DuckDB what predict decides", () => {
    expect(decisionsByPython(withDuckdb!, "duckdb", written(of("duckdb"), "sql"), one)).toEqual(one.decisions);
  });

  it.skipIf(compiler === null)("is in C what predict decides", () => {
    const main = join(folder, "decide.c");
    const cell = (value: RawCell): string =>
      typeof value === "number" ? `{${value}, NULL}` : `{NAN, ${value === null ? "NULL" : JSON.stringify(value)}}`;
    const table = rows.map((row) => `{${row.map(cell).join(", ")}}`).join(",\n");
    writeFileSync(
      main,
      `#include "${written(one, "c")}"
#include <stdio.h>
static const occam_cell rows[][OCCAM_COLUMNS] = {${table}};
int main(void)
{
  double outputs[OCCAM_OUTPUTS];
  size_t i;
  for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    occam_predict(rows[i], outputs);
    puts(occam_classes[occam_decide(outputs)]);
  }
  return 0;
}
`,
    );
    const program = join(folder, "decide");
    execFileSync(compiler!, [...strict, main, "-o", program, "-lm"]);
    expect(execFileSync(program, { encoding: "utf8" }).trim().split("\n")).toEqual(one.decisions);
  });
});

describe("words and numbers that a user named for no value", () => {
  const models = {
    // "red" is a level of the model: named as missing, it is none. The usual words count as texts then.
    words: { ...exampleModel(2), reading: { missing: ["red", "none"] } },
    // Beside numbers alone the usual words hold.
    numbers: { ...exampleModel(2), reading: { missing: ["17", "-4.0", "1900-01-01"] } },
    usual: exampleModel(2),
  };
  const cases = Object.entries(models).map(([name, model]) => caseOf(name, model));
  const [one, numbers, usual] = cases as [(typeof cases)[0], (typeof cases)[0], (typeof cases)[0]];

  it("change what is predicted", () => {
    expect(one.wanted).not.toEqual(usual.wanted);
    const agesOf = (age: number | null) => numbers.wanted.filter((_, row) => rows[row]![0] === age);
    expect(agesOf(17)).toEqual(agesOf(null));
    expect(agesOf(-4)).toEqual(agesOf(null));
    const others = (wanted: typeof one.wanted) =>
      wanted.filter((_, row) => ![17, -4].includes(rows[row]![0] as number));
    expect(others(numbers.wanted)).toEqual(others(usual.wanted));
  });

  it("count however a cell spells them", () => {
    const predictor = predictorOf(numbers.request.graph);
    const wanted = predictor.predict([null, "yes", "red"]);
    for (const cell of [17, "17", " 17.0", "1.7e1", "+17", "NA", 17n, -4, "-4"]) {
      expect(predictor.predict([cell, "yes", "red"])).toEqual(wanted);
    }
    expect(predictor.predict([30.5, "yes", "17.00"])).toEqual(predictor.predict([30.5, "yes", null]));
  });

  it("count in the module as in predict", async () => {
    for (const each of cases) expect(mistakeOf(await runModule(written(each, "js"), each), each)).toBe("");
  });

  it.skipIf(python === undefined)("count in Python and SQLite as in predict", () => {
    for (const each of cases) {
      expect(mistakeOf(runPython(python!, "python", written(each, "python"), each), each)).toBe("");
      const { name } = each;
      const sqlite = written(caseOf(name, models[name as keyof typeof models], "sqlite"), "sql");
      expect(mistakeOf(runPython(python!, "sqlite", sqlite, each), each)).toBe("");
    }
  });

  it.skipIf(compiler === null)("count in C as in predict", () => {
    for (const each of cases) {
      expect(mistakeOf(runC(compiler!, written(each, "c"), folder, each), each)).toBe("");
    }
  });

  it.skipIf(withOnnx === undefined)("count in ONNX as in predict", () => {
    for (const each of cases) {
      expect(mistakeOf(runPython(withOnnx!, "onnx", written(each, "onnx"), each), each)).toBe("");
    }
  });

  it.skipIf(Postgres.missing() !== null)("count in PostgreSQL as in predict, and decisions are predict's", () => {
    const postgres = new Postgres();
    try {
      const sql = exportTargets.find(({ id }) => id === "sql")!;
      for (const each of cases) {
        expect(mistakeOf(postgres.predictions(String(sql.export(each.request)[0]!.content), each), each)).toBe("");
      }
      for (const [name, seed, decision] of rules) {
        const decided = caseOf(name, { ...exampleModel(seed), decision });
        const query = String(sql.export(decided.request)[0]!.content);
        postgres.predictions(query, decided); // which makes the table
        const select = `SELECT decision FROM (${query.trim().replace(/;$/u, "")}) AS told ORDER BY "row id";`;
        expect(postgres.query(select).trim().split("\n").slice(1)).toEqual(decided.decisions);
      }
    } finally {
      postgres.stop();
    }
  });
});

describe.skipIf(python === undefined)("an exported Python file", () => {
  it("is written in the syntax of Python 3.9", () => {
    const file = written(caseOf("syntax", exampleModel(1)), "python");
    const code = "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read(), feature_version=(3, 9))";
    expect(execFileSync(python!, ["-c", code, file], { encoding: "utf8" })).toBe("");
  });
});

describe("a query for a database in the cloud", () => {
  if (withSqlglot === undefined)
    process.stderr.write("The Python package sqlglot is missing: BigQuery and Snowflake are not parsed.\n");
  const code = `
import sys, duckdb, sqlglot
dialect, query, check = sys.argv[1:4]
for path in (query, check):
    text = open(path, encoding="utf-8").read()
    told = sqlglot.parse(text, read=dialect, error_level=sqlglot.ErrorLevel.RAISE)
    if len(told) != 1:
        sys.exit("more than one statement")
# The databases keep the steps apart by themselves; DuckDB must be told.
for step in told[0].find_all(sqlglot.exp.CTE):
    step.set("materialized", True)
print(duckdb.connect().execute(told[0].sql(dialect="duckdb")).fetchone()[0])
`;
  it.skipIf(withSqlglot === undefined).each(["bigquery", "snowflake"])(
    "parses as %s, and its test rows come out alike in DuckDB",
    (dialect) => {
      for (const [seed, decision] of [
        [0, null],
        [1, rules[0]![2]],
        [2, rules[3]![2]],
      ] as const) {
        const model = decision === null ? exampleModel(seed) : { ...exampleModel(seed), decision };
        const { request } = caseOf("cloud", model, dialect);
        const paths = exportTargets
          .find(({ id }) => id === "sql")!
          .export(request)
          .map(({ ending, content }) => {
            const path = join(folder, `cloud-${dialect}-${seed}${ending}.sql`);
            writeFileSync(path, content);
            return path;
          });
        const told = execFileSync(withSqlglot!, ["-c", code, dialect, ...paths], { encoding: "utf8" });
        expect(Number(told)).toBeLessThanOrEqual(2.5e-6);
      }
    },
  );
});
