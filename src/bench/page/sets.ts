import type { MetricId } from "../../evaluate/results/models.ts";
import type { SuiteModel, SuiteSet } from "../scores.ts";
import { type Content, html, type SafeHtml } from "../../report/html.ts";
import { metricsOf, metricWords } from "../../report/metric-words.ts";
import { name } from "../../report/name.ts";
import { amount, bytes, count, duration, plural } from "../../report/number.ts";
import { meanCost, scoresOf } from "../lookup.ts";
import { modelName, setId, significant } from "./tables.ts";
import { table } from "../../report/table.ts";

/** One part for each set: every metric of every model over the folds, and what it cost. */
export function setParts(sets: readonly SuiteSet[]): SafeHtml {
  return html`${sets.map((set, index) => setPart(set, index))}`;
}

function setPart(set: SuiteSet, index: number): SafeHtml {
  const kind = set.task === "regression" ? "a number" : plural(set.classes ?? 2, "class", "classes");
  return html`
    <section id="${setId(index)}" aria-labelledby="${setId(index)}-title">
      <h3 id="${setId(index)}-title">${name(set.name, 60)}</h3>
      <p class="note">
        ${plural(set.rows, "row")}, ${plural(set.inputs, "input column")},
        target ${name(set.target, 40)} (${kind}), ${plural(set.folds.length, "fold")} of
        about ${count(meanRows(set))} test rows.
      </p>
      ${scoresTable(set)}
    </section>
  `;
}

function meanRows(set: SuiteSet): number {
  return set.folds.reduce((total, fold) => total + fold.test, 0) / Math.max(1, set.folds.length);
}

function scoresTable(set: SuiteSet): SafeHtml {
  const metrics = metricsOf(set.task).filter((id) => set.models.some((model) => scoresOf(model, id).length > 0));
  return table({
    label: `Scores on ${set.name.slice(0, 60)}`,
    columns: [
      { head: "Model" },
      ...metrics.map((id) => ({
        head: html`${metricWords(id).label}<small>${metricWords(id).better} is better</small>`,
        numeric: true,
      })),
      { head: "Parameters", numeric: true },
      { head: "Saved size", numeric: true },
      { head: html`Training<small>operations</small>`, numeric: true },
      { head: html`Training<small>CPU time a fold</small>`, numeric: true },
    ],
    rows: set.models.map((model) => [
      modelName(model.id),
      ...metrics.map((id) => cell(model, id)),
      orDash(meanCost(model, "parameters"), count),
      orDash(meanCost(model, "bytes"), bytes),
      orDash(meanCost(model, "trainOperations"), amount),
      orDash(meanCost(model, "trainSeconds"), duration),
    ]),
  });
}

/** Mean over folds, and below it the standard deviation. */
function cell(model: SuiteModel, metric: MetricId): Content {
  const values = scoresOf(model, metric);
  if (values.length === 0) return "–";
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) * (value - mean), 0);
  const deviation = Math.sqrt(squares / Math.max(1, values.length - 1));
  if (metricWords(metric).share) {
    return html`${(100 * mean).toFixed(1)}%<small>± ${(100 * deviation).toFixed(1)}</small>`;
  }
  return html`${significant(mean)}<small>± ${deviation.toPrecision(2)}</small>`;
}

function orDash(value: number | null, print: (value: number) => string): string {
  return value === null ? "–" : print(value);
}
