import type { GuardReport } from "../guard.ts";
import type { SuiteScores, SuiteSet, SuiteStanding } from "../scores.ts";
import { sample } from "../../report/chart/mark.ts";
import { type Content, html, type SafeHtml } from "../../report/html.ts";
import { metricWords } from "../../report/metric-words.ts";
import { name } from "../../report/name.ts";
import { count, plural, probability, times } from "../../report/number.ts";
import { headlineOf, meanCost, meanScore, modelOf, modelsOf } from "../lookup.ts";
import { caseMessage } from "../markdown.ts";
import { styleOf } from "./style.ts";
import { table } from "../../report/table.ts";

/** Address of a set's own part within the page. */
export function setId(index: number): string {
  return `set-${index + 1}`;
}

/** A model's name with its mark. */
export function modelName(id: string): SafeHtml {
  return html`<span class="model">${sample(styleOf(id))} ${name(id, 30)}</span>`;
}

/** All sets, one a line, with the headline of each model; the best is bold. */
export function allSets({ sets, summary }: SuiteScores): SafeHtml {
  const models = modelsOf(sets);
  const sized = models.includes("occam") && summary.against !== "occam";
  const size = {
    head: html`Parameters<small>of ${name(summary.against, 30)} ÷ occam</small>`,
    numeric: true,
  };
  return table({
    label: "All data sets",
    className: "scores",
    columns: [
      { head: "Data set" },
      { head: "Score" },
      ...models.map((id) => ({ head: modelName(id), numeric: true })),
      ...(sized ? [size] : []),
    ],
    rows: sets.map((set, index) => [
      html`
        <a href="#${setId(index)}">${name(set.name, 40)}</a>
        <small>${plural(set.rows, "row")}, ${plural(set.inputs, "input")}</small>
      `,
      metricWords(headlineOf(set)).short,
      ...models.map((id) => scoreCell(set, id)),
      ...(sized ? [sizeCell(set, summary.against)] : []),
    ]),
  });
}

function scoreCell(set: SuiteSet, id: string): Content {
  const metric = headlineOf(set);
  const score = meanScore(modelOf(set, id), metric);
  if (score === null) return "–";
  const best = set.models.every((model) => (meanScore(model, metric) ?? Number.POSITIVE_INFINITY) >= score);
  const text = significant(score);
  return best ? html`<strong>${text}</strong>` : text;
}

function sizeCell(set: SuiteSet, against: string): Content {
  const network = meanCost(modelOf(set, "occam"), "parameters");
  const reference = meanCost(modelOf(set, against), "parameters");
  return network === null || reference === null || network === 0 ? "–" : times(reference / network);
}

/** Four significant digits, trailing zeros kept within a column's reason. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (size >= 10_000) return count(value);
  return size === 0 ? "0" : size < 1e-3 ? value.toPrecision(2) : value.toPrecision(4);
}

/** Every model against the reference over all sets. */
export function standingsTable({ summary, sets }: SuiteScores): SafeHtml {
  return table({
    label: `Every model against ${summary.against}`,
    columns: [
      { head: "Model" },
      { head: html`Won<small>tied, lost</small>`, numeric: true },
      { head: html`Certain<small>won, lost</small>`, numeric: true },
      { head: html`Score ratio<small>geometric mean</small>`, numeric: true },
      { head: html`Wilcoxon<small>p over sets</small>`, numeric: true },
      { head: html`Parameters<small>${summary.against} ÷ model, median</small>`, numeric: true },
      { head: html`Operations<small>${summary.against} ÷ model, median</small>`, numeric: true },
      { head: html`CPU time<small>${summary.against} ÷ model, median</small>`, numeric: true },
    ],
    rows: summary.standings.map((one) => standingRow(one, sets.length)),
  });
}

function standingRow(one: SuiteStanding, sets: number): readonly Content[] {
  const ratio = (value: number | null) => (value === null ? "–" : times(value));
  const partial = one.sets < sets ? html`<small>${plural(one.sets, "data set")}</small>` : null;
  return [
    html`${modelName(one.model)}${partial}`,
    `${one.wins} – ${one.ties} – ${one.losses}`,
    `${one.certainWins} – ${one.certainLosses}`,
    one.scoreRatio.toFixed(3),
    one.wilcoxon === null ? "–" : probability(one.wilcoxon),
    ratio(one.parameterRatio),
    ratio(one.operationRatio),
    ratio(one.secondsRatio),
  ];
}

/** What changed against the baseline: regressions in words, everything else counted. */
export function guardTable(guard: GuardReport): SafeHtml {
  const bad = guard.cases.filter((entry) => entry.status !== "passed");
  const notes = [
    ...guard.lost.map((set) => html`<li>${name(set, 60)} is in the baseline and missing from this run.</li>`),
    ...guard.changed.map((set) => html`<li>${name(set, 60)}: its data changed, so it was not compared.</li>`),
    ...guard.added.map((set) => html`<li>${name(set, 60)}: new, not in the baseline.</li>`),
  ];
  return html`
    <p class="lead">
      ${
        bad.length === 0
          ? `None of ${plural(guard.cases.length, "comparison")} found a regression.`
          : `${bad.length} of ${plural(guard.cases.length, "comparison")} found a regression.`
      } A drop counts when it exceeds the tolerance, exceeds twice its standard error over folds, and is unlikely by
      chance among all comparisons.
    </p>
    <ul class="prose">
      ${bad.map((entry) => html`<li><strong>${entry.status}</strong>: ${caseMessage(entry)}.</li>`)}
      ${notes}
    </ul>
  `;
}
