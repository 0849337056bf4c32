import { Random } from "../../src/base/random.ts";
import { countingRules } from "../../src/evaluate/account.ts";
import type { TaskKind } from "../../src/evaluate/results/models.ts";
import type { ColumnSummary, Results } from "../../src/evaluate/results/results.ts";
import { chooseModel } from "../../src/evaluate/razor.ts";
import { makeVerdict } from "../../src/evaluate/verdict.ts";
import { dependence, importanceOf, pathOf, sizesOf, survivalOf } from "./report-insight.ts";
import { drawTruth, type Recipe, score } from "./report-scores.ts";

/** What an invented run is about; the rest is drawn from the seed. */
export interface Story {
  readonly seed: number;
  readonly name: string;
  readonly target: string;
  readonly task: TaskKind;
  readonly classes: readonly string[];
  readonly rows: number;
  readonly folds: number;
  readonly columns: readonly string[];
  readonly levels?: readonly string[]; // of every third column
  readonly recipes: readonly Recipe[];
  readonly findings?: Results["findings"];
}

/** Results as a run would write them: invented predictions, real scores, real verdict. */
export function inventResults(story: Story): Results {
  const random = Random.of(story.seed, "report");
  const truth = drawTruth(random, story.rows, story.folds, story.classes);
  const scored = story.recipes.map((recipe) => score(random, truth, recipe));
  const models = scored.map((one) => one.model);
  const test = Math.floor(story.rows / story.folds);
  const folds = Array.from({ length: story.folds }, (_, fold) => ({ fold, train: story.rows - test, test }));
  const find = (id: string) => models.find((model) => model.id === id) ?? null;
  const [network, forest] = [find("occam"), find("forest")];
  if (network === null || forest === null) throw new Error("A story needs a network and a forest.");
  const sizes = new Map(folds.map(({ fold, train, test: rows }) => [fold, { train, test: rows }]));
  const choice = chooseModel({ task: story.task, models, sizes, repeats: 1 });
  const headline = story.task === "regression" ? "rmse" : "logLoss";
  const counts = story.classes.map((name, k) => ({
    name,
    rows: truth.values.filter((value) => value === k).length,
  }));
  return {
    schema: "occam-tab/results@1",
    version: "0.1.0",
    time: "2026-11-21T09:30:00.000Z",
    seconds: 84.2,
    command: `occam-tab fit ${story.name} --target ${story.target.slice(0, 60)}`,
    seed: 42,
    machine: {
      node: "22.11.0",
      platform: "linux x64",
      processor: "Example CPU at 2.6 GHz",
      cores: 8,
      memoryBytes: 16e9,
      jobs: 8,
    },
    reproducible: true,
    engine: { name: "sparse", refused: [] },
    data: {
      name: story.name,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      bytes: story.rows * 97,
      rows: story.rows + 12,
      usedRows: story.rows,
      target: story.target,
      task: story.task,
      classes: counts,
      encodedInputs: story.columns.length * 6.4,
      columns: columnsOf(story, random),
      findings: [
        {
          code: "duplicate-rows",
          severity: "note",
          column: null,
          message: "12 rows are exact copies of others.",
          action: "Copies stay in one fold.",
        },
        ...(story.findings ?? []),
      ],
    },
    split: {
      method: story.task === "regression" ? "shuffled" : "stratified",
      reason: "no group or time column was named",
      folds,
      repeats: 1,
    },
    options: {
      target: story.target,
      folds: story.folds,
      repeats: 1,
      preset: "balanced",
      seed: 42,
      trees: 500,
      "time-limit": null,
    },
    models,
    ...(choice === null ? {} : { choice }),
    verdict: makeVerdict({
      task: story.task,
      network,
      forest,
      dummy: find("dummy"),
      sizes,
      repeats: 1,
    }),
    path: pathOf(random, story.folds, network.parameters),
    sizes: sizesOf(random, network, forest, headline),
    diagnostics: scored.map((one) => one.diagnostics),
    importance: importanceOf(random, story.columns, story.folds, (forest.summary[headline]?.mean ?? 1) * 0.2),
    correlated: story.columns.length > 5 ? [{ a: story.columns[1]!, b: story.columns[4]!, correlation: 0.94 }] : [],
    survival: survivalOf(random, story.columns, story.folds),
    partialDependence: dependence(random, story),
    findings: [],
    counting: countingRules,
    finalModel: {
      parameters: network.parameters,
      bytes: network.bytes,
      trainOperations: network.trainOperations,
      trainSeconds: network.trainSeconds,
    },
  };
}

function columnsOf(story: Story, random: Random): readonly ColumnSummary[] {
  const bars = (labels: readonly string[]) =>
    labels.map((label, k) => ({
      label,
      rows: Math.round((story.rows / 6) * Math.exp(-((k - 5) ** 2) / (4 + 20 * random.uniform()))),
    }));
  const inputs = story.columns.map((name, index): ColumnSummary => {
    const levels = story.levels !== undefined && index % 3 === 2 ? story.levels : null;
    const missing = index % 4 === 1 ? Math.round(story.rows * 0.031) : 0;
    return {
      name,
      kind: levels === null ? "numeric" : "category",
      reason: levels === null ? "all values are numbers" : `${levels.length} different texts in ${story.rows} rows`,
      missing,
      distinct: levels === null ? Math.round(story.rows * (0.2 + 0.7 * random.uniform())) : levels.length,
      role: index === 3 && story.columns.length > 5 ? "dropped" : "input",
      note: index === 3 && story.columns.length > 5 ? "dropped: one value in 99.9% of the rows" : "",
      histogram: bars((levels ?? Array.from({ length: 12 }, (_, k) => `${k * 10} to ${k * 10 + 10}`)).slice(0, 12)),
      summary:
        levels === null ? "min 0, median 48.2, max 119" : `${levels.length} levels, most often ${levels[0]} (41%)`,
    };
  });
  const target: ColumnSummary = {
    name: story.target,
    kind: story.task === "regression" ? "numeric" : "category",
    reason: story.task === "regression" ? "all values are numbers" : `${story.classes.length} different texts`,
    missing: 0,
    distinct: story.task === "regression" ? 811 : story.classes.length,
    role: "target",
    note: "",
    histogram: bars(
      story.task === "regression" ? ["0 to 100", "100 to 200", "200 to 300"] : story.classes.slice(0, 12),
    ),
    summary: story.task === "regression" ? "min 12, median 181, max 402" : `${story.classes.length} levels`,
  };
  return [...inputs, target];
}
