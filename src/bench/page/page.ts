import type { GuardReport } from "../guard.ts";
import type { SuiteScores } from "../scores.ts";
import { wideFigure } from "../../report/chart/figure.ts";
import { html, type SafeHtml } from "../../report/html.ts";
import { name } from "../../report/name.ts";
import { bytes, count, duration, plural, probability, times } from "../../report/number.ts";
import { page } from "../../report/page.ts";
import type { Section } from "../../report/reading.ts";
import { keysOf, rankPlot, ratioPlot } from "./charts.ts";
import { headlineOf, modelsOf } from "../lookup.ts";
import { ratioMarks } from "./ratios.ts";
import { setParts } from "./sets.ts";
import { allSets, guardTable, modelName, standingsTable } from "./tables.ts";
import { facts, table } from "../../report/table.ts";

/**
 * One self-contained HTML page about a suite: all sets in one table, ranks, score against size, each set by itself, how
 * it was made.
 */
export function renderSuite(scores: SuiteScores, guard: GuardReport | null): string {
  const sections = [
    guard === null ? null : { id: "baseline", title: "Against the baseline", body: guardTable(guard) },
    { id: "sets", title: "All data sets", body: setsBody(scores) },
    standingsSection(scores),
    sizeSection(scores),
    { id: "each", title: "Each data set", body: setParts(scores.sets) },
    { id: "made", title: "How it was made", body: madeBody(scores) },
  ].filter((section): section is Section => section !== null);
  return page({
    title: `Suite: ${scores.suite}`,
    header: header(scores, guard),
    first: { id: "summary", title: "Summary" },
    sections,
    footer: `occam-tab ${scores.version}`,
  });
}

function header(scores: SuiteScores, guard: GuardReport | null): SafeHtml {
  const { sets, summary } = scores;
  const network = summary.standings.find((one) => one.model === "occam") ?? summary.standings[0];
  const failed = guard?.cases.filter((entry) => entry.status !== "passed").length ?? 0;
  const answer = guard === null ? null : failed > 0 ? `${plural(failed, "score")} regressed` : "No score regressed";
  const sentence =
    network === undefined
      ? `${plural(sets.length, "data set")}, one model.`
      : `Against ${summary.against}, ${network.model} wins ${network.wins}, ties ${network.ties} and loses ` +
        `${network.losses} of ${plural(network.sets, "data set")}.`;
  const detail =
    network === undefined
      ? ""
      : `Its loss or error is ${network.scoreRatio.toFixed(3)} times that of ${summary.against} (geometric mean; ` +
        "below 1 is better)" +
        cost(network.parameterRatio, "parameters") +
        cost(network.operationRatio, "training operations") +
        "; medians over the data sets.";
  return html`
    <header class="hero" id="summary">
      <p class="kicker">Suite ${name(scores.suite, 60)}</p>
      <p class="subject">
        ${plural(sets.length, "data set")} · ${modelsOf(sets).length} models · seed ${String(scores.seed)}
      </p>
      <h1>${answer === null ? null : html`<span class="answer">${answer}</span> `}${sentence}</h1>
      <p class="advice">${detail}</p>
    </header>
  `;
}

/** ", with 54× fewer parameters": the reference ÷ the model, in words. */
function cost(ratio: number | null, what: string): string {
  if (ratio === null || !(ratio > 0)) return "";
  return ratio >= 1 ? `, with ${times(ratio)} fewer ${what}` : `, with ${times(1 / ratio)} more ${what}`;
}

function setsBody(scores: SuiteScores): SafeHtml {
  const kinds = new Set(scores.sets.map(headlineOf));
  const words = [...kinds].map((id) => (id === "rmse" ? "RMSE for numbers" : "log-loss for classes")).join(", ");
  return html`
    <p class="lead">
      Means over the folds of each data set (${words}; lower is better). Bold: the best mean of its row.
    </p>
    ${allSets(scores)}
  `;
}

function standingsSection(scores: SuiteScores): Section | null {
  const { summary } = scores;
  if (summary.standings.length === 0) return null;
  const { ranks } = summary;
  const figure =
    ranks === null
      ? null
      : wideFigure({
          id: "rank-chart",
          title: "Mean ranks over the data sets",
          description:
            "The model with the lowest loss or error on a data set has rank 1. The line from each mark is as long " +
            `as the critical difference (${ranks.criticalDifference.toFixed(2)}, Nemenyi at 5%): models within it ` +
            "do not differ significantly.",
          note:
            `Over ${plural(ranks.sets, "data set")} on which all models ran. That all models are alike: p ` +
            `${probability(ranks.friedman)} (Friedman).`,
          table: table({
            label: "Mean ranks",
            columns: [{ head: "Model" }, { head: "Mean rank", numeric: true }],
            rows: ranks.models.map(({ model, rank }) => [modelName(model), rank.toFixed(2)]),
          }),
          draw: (width) => rankPlot(ranks, width),
        });
  return {
    id: "standings",
    title: `Against ${summary.against}`,
    body: html`
      <p class="lead">
        Won: the mean is better by more than 0.5%. Certain: the corrected test over folds confirms it. Score ratio: the
        model's loss or error as a share of that of ${name(summary.against, 30)}; below 1 is better.
      </p>
      ${standingsTable(scores)}
      ${figure}
    `,
  };
}

function sizeSection(scores: SuiteScores): Section | null {
  const marks = ratioMarks(scores);
  if (marks.length === 0) return null;
  const { against } = scores.summary;
  const drawn = [...new Set(marks.map((mark) => mark.model))];
  const figure = wideFigure({
    id: "size-chart",
    title: "Loss against parameters",
    description:
      `Each mark is a model on a data set, both axes as shares of ${against} there: below the horizontal line it ` +
      "scores better, left of the vertical line it is smaller.",
    key: keysOf(scores, drawn),
    table: table({
      label: "Loss against parameters",
      columns: [
        { head: "Data set" },
        { head: "Model" },
        { head: "Loss or error", numeric: true },
        { head: "Parameters", numeric: true },
      ],
      rows: marks.map((mark) => [
        name(mark.set.name, 40),
        modelName(mark.model),
        mark.score.toPrecision(3),
        mark.parameters.toPrecision(2),
      ]),
    }),
    draw: (width) => ratioPlot(marks, against, width),
  });
  return { id: "size", title: "Quality against size", body: figure };
}

function madeBody(scores: SuiteScores): SafeHtml {
  const { machine } = scores;
  return html`
    ${facts([
      ["Command", html`<code>${scores.command}</code>`],
      ["Version", scores.version],
      ["Seed", String(scores.seed)],
      ["Preset, trees", `${scores.preset}, ${count(scores.trees)}`],
      ["Networks pruned by", scores.pruneBy ?? "gradient"],
      ["Started", scores.time],
      ["Took", duration(scores.seconds)],
      [
        "Machine",
        `${machine.processor}, ${plural(machine.cores, "core")}, ${bytes(machine.memoryBytes)}, Node ` +
          `${machine.node}, ${machine.platform}`,
      ],
      ["Workers", count(machine.jobs)],
    ])}
    <p class="note">
      SHA-256 of every file and of its folds, and all scores by fold, are in scores.json and scores.csv beside this
      page.
    </p>
  `;
}
