import { describe, expect, it } from "vitest";
import { compareWithBaseline, defaultTolerances } from "../../src/bench/guard.ts";
import { renderSuite } from "../../src/bench/page/page.ts";
import { guardJunit } from "../../src/bench/junit.ts";
import { guardMarkdown, detectableDrops } from "../../src/bench/markdown.ts";
import { suiteScores, suiteSet } from "../support/suite.ts";

const losses = [0.2, 0.21, 0.19, 0.2, 0.22];
const accuracy = [0.9, 0.91, 0.92, 0.9, 0.9];
const sets = [
  suiteSet(
    "first",
    { occam: { logLoss: losses, accuracy }, forest: { logLoss: losses.map((x) => 2 * x), accuracy } },
    { parameters: { occam: 50, forest: 5000 } },
  ),
  suiteSet(
    "a|b\u0007 <i>",
    { occam: { rmse: [3, 4, 3, 4, 3] }, forest: { rmse: [2, 3, 2, 3, 2] } },
    { task: "regression", classes: null },
  ),
];
const scores = suiteScores(sets);
const worse = suiteScores([
  suiteSet("first", {
    occam: { logLoss: losses.map((x) => x + 0.1), accuracy },
    forest: { logLoss: losses.map((x) => 2 * x), accuracy },
  }),
]);

describe("the page of a suite", () => {
  it("says first how the network stands against the forest, and the same scores give the same bytes", () => {
    const page = renderSuite(scores, null);
    expect(page).toContain("Against forest, occam wins 1, ties 0 and loses 1 of 2 data sets.");
    expect(renderSuite(scores, null)).toBe(page);
    expect(page).not.toContain("<i>");
    expect(page).not.toContain("Against the baseline");
  });

  it("says first what regressed when there is a baseline", () => {
    const page = renderSuite(worse, compareWithBaseline(worse, scores, defaultTolerances));
    expect(page).toMatch(/<span class="answer">\d+ scores? regressed<\/span>/u);
    expect(page).toContain("is in the baseline and missing from this run");
  });

  it("of a single model and set shows what there is", () => {
    const page = renderSuite(suiteScores([suiteSet("only", { forest: { logLoss: [0.3, 0.3] } })]), null);
    expect(page).toContain("1 data set, one model.");
  });
});

describe("the comparison with a baseline for a machine", () => {
  const guard = compareWithBaseline(worse, scores, defaultTolerances);

  it("is JUnit with a case for each data set and metric, failures with their reason", () => {
    const xml = guardJunit(worse, guard);
    expect(xml.match(/<testcase /gu)).toHaveLength(guard.cases.length + guard.lost.length);
    const failed = guard.cases.filter(({ status }) => status !== "passed").length;
    expect(xml.match(/<failure /gu)).toHaveLength(failed + guard.lost.length);
    expect(xml).toContain(
      '<testcase classname="first" name="occam logLoss"><failure type="regressed" message="Log-loss of occam on first is worse by 49%',
    );
    expect(xml).toContain('classname="a|b␇ &#60;i&#62;"');
    expect(xml).not.toContain("\u0007");
  });

  it("is Markdown in which names are text, and a table row stays one row", () => {
    const markdown = guardMarkdown(worse, guard);
    const row = markdown.split("\n").find((line) => line.includes("a&#124;b"))!;
    expect(row.split("|"), "a table that is missing is one line of text").toHaveLength(1);
    const rows = markdown.split("\n").filter((line) => line.startsWith("| first"));
    for (const line of rows) expect(line.split("|")).toHaveLength(10);
    expect(markdown).not.toContain("<i>");
    expect(markdown).toContain(
      "| first | occam | Log-loss | 0.204 | 0.304 | worse by 49% ± 0 | 1.0% | **regressed** |",
    );
  });

  it("says how small a drop it could have seen", () => {
    const two = suiteScores([sets[0]!, { ...sets[0]!, name: "second" }]);
    const noisy = suiteScores(
      two.sets.map((set) => ({
        ...set,
        models: set.models.map((model) => ({
          ...model,
          folds: model.folds.map((fold, i) => ({
            ...fold,
            metrics: { ...fold.metrics, logLoss: fold.metrics.logLoss! + (i % 2) / 100 },
          })),
        })),
      })),
    );
    expect(detectableDrops(compareWithBaseline(noisy, two, defaultTolerances))).toMatch(
      /detects drops from [\d.]+% in log-loss of occam, .* more --repeats detect smaller ones\.$/u,
    );
    expect(detectableDrops(compareWithBaseline(worse, worse, defaultTolerances))).toBe("");
  });
});
