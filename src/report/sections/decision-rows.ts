import type { Decision, ModelDecision } from "../../evaluate/results/decision.ts";
import type { Interval } from "../../evaluate/results/models.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { name } from "../name.ts";
import { count, percent } from "../number.ts";
import { labelOf } from "../reading.ts";
import { table } from "../table.ts";
import { costFormat } from "./cost-format.ts";

/** What calling the likeliest rows brings: whom to call, and how many of them are right. */
export function likeliestTable(
  { positive, unit }: Decision,
  { likeliest }: ModelDecision,
  noun: string,
): SafeHtml | null {
  if (positive === null || likeliest.length === 0) return null;
  const savings = likeliest.flatMap(({ saving }) => (saving === null ? [] : [{ cost: saving }]));
  const format = costFormat(savings, unit);
  return html`
    <h3>Calling the likeliest rows</h3>
    ${table({
      label: "Gain of calling the likeliest rows",
      className: "scores",
      columns: [
        { head: html`Rows called<small>of each fold</small>`, numeric: true },
        { head: html`Of them ${name(positive, 16)}<small>precision</small>`, numeric: true },
        { head: html`Of all ${name(positive, 16)}<small>found</small>`, numeric: true },
        { head: html`Against chance<small>times as many</small>`, numeric: true },
        ...(savings.length > 0 ? [{ head: html`Saved<small>a row of the table</small>`, numeric: true }] : []),
      ],
      rows: likeliest.map(({ share, rows, precision, recall, saving }) => [
        html`${percent(share, 0)}<small>${count(rows)} in all</small>`,
        ranged(precision),
        ranged(recall),
        `${(recall.mean / Math.max(share, 1e-6)).toFixed(1)}×`,
        ...(saving === null
          ? []
          : [html`${format(saving.mean)}<small>${format(saving.low)} – ${format(saving.high)}</small>`]),
      ]),
    })}
    <p class="note">
      By the probabilities of ${noun}, the likeliest rows of each fold together; small: 95% intervals over folds.
      ${savings.length > 0 ? " Saved: against calling nobody." : ""}
    </p>
  `;
}

function ranged({ mean, low, high }: Interval): Content {
  const inside = (value: number) => percent(Math.max(0, Math.min(1, value)), 0);
  return html`${percent(mean)}<small>${inside(low)} – ${inside(high)}</small>`;
}

/** Precision and recall at thresholds, of the first two models. */
export function thresholdTable(
  { positive, costs }: Decision,
  models: readonly ModelDecision[],
  results: Results,
): SafeHtml | null {
  const shown = models.filter(({ thresholds }) => thresholds.length > 0).slice(0, 2);
  if (positive === null || shown.length === 0) return null;
  const or = (value: number | null) => (value === null ? "–" : percent(value));
  const content = table({
    label: "Thresholds",
    className: "scores",
    columns: [
      { head: html`Threshold<small>on ${name(positive, 16)}</small>`, numeric: true },
      ...shown.flatMap(({ model }) => [
        { head: html`Called<small>${labelOf(results, model)}</small>`, numeric: true },
        { head: html`Precision<small>are ${name(positive, 16)}</small>`, numeric: true },
        { head: html`Recall<small>found</small>`, numeric: true },
      ]),
    ],
    rows: shown[0]!.thresholds.map(({ threshold }, i) => [
      percent(threshold, 0),
      ...shown.flatMap(({ thresholds }) => [
        or(thresholds[i]?.called ?? null),
        or(thresholds[i]?.precision ?? null),
        or(thresholds[i]?.recall ?? null),
      ]),
    ]),
  });
  const note = html`
    <p class="note">
      Shares of held-out rows. Precision: of the called rows, those that are ${name(positive)}; recall: of
      all ${name(positive)}, those that are called.
    </p>
  `;
  if (costs.length === 0) return html`${content}${note}`;
  return html`<details class="data"><summary>Thresholds as a table</summary>${content}${note}</details>`;
}
