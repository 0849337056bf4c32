import type { Interval, MetricId, ModelResult } from "../../evaluate/results/models.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { point, whisker } from "../chart/mark.ts";
import { linear, padded } from "../chart/scale.ts";
import { fold } from "../fold.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { possible } from "../metric-format.ts";
import { metricsOf, metricWords } from "../metric-words.ts";
import { count } from "../number.ts";
import { formatFor, intervalsOf, type Reading, type Section, shownInFull } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { costBlock, shownAmongMany } from "./comparison-cost.ts";
import { modelCell } from "./model-cell.ts";

/** Each model with its scores, size and cost. */
export function comparisonSection(reading: Reading): Section {
  const { results } = reading;
  const models = byQuality(reading);
  return {
    id: "comparison",
    title: "The models side by side",
    body: html`
      <p class="lead">
        Every model was trained and scored on the same rows, ${count(results.split.folds.length)} times; no score comes
        from a row that a model was trained on. Best first.
      </p>
      ${quality(reading, models)}
      <p class="note">
        Large: the mean over the folds. Small: its 95% interval. Bold: the best mean of its column; whether a difference
        is more than chance is in <a href="#folds">Fold by fold</a>.
      </p>
      ${fold("Size and cost", costBlock(reading, models))}
      ${descriptions(results, models)}
    `,
  };
}

function byQuality({ results, headline }: Reading): readonly ModelResult[] {
  const sign = headline.better === "lower" ? 1 : -1;
  const score = (model: ModelResult) => (model.summary[headline.id]?.mean ?? Number.POSITIVE_INFINITY * sign) * sign;
  return [...results.models].sort((a, b) => score(a) - score(b));
}

function quality(reading: Reading, models: readonly ModelResult[]): SafeHtml {
  const { results, headline } = reading;
  const metrics = metricsOf(results.data.task).filter((id) => models.some((model) => model.summary[id] !== undefined));
  const ordered = [headline.id, ...metrics.filter((id) => id !== headline.id)];
  const strip = rangeStrip(results, models, headline.id);
  return table({
    label: "Scores of the models",
    className: "scores ranged",
    marked: shownAmongMany(results, models),
    columns: [
      { head: "Model" },
      { head: strip.head },
      ...ordered.map((id) => ({ head: metricHead(id), numeric: true })),
    ],
    rows: models.map((model) => [
      modelCell(results, model),
      strip.cell(model),
      ...ordered.map((id) => scoreCell(model.summary[id], id, results)),
    ]),
  });
}

function metricHead(id: MetricId): Content {
  const { label, better } = metricWords(id);
  return html`${label}<small>${better} is better</small>`;
}

function scoreCell(interval: Interval | undefined, id: MetricId, results: Results): Content {
  if (interval === undefined) return "–";
  const intervals = intervalsOf(results.models, id);
  const format = formatFor(results, id);
  const { low, high } = possible(id, interval);
  const sign = metricWords(id).better === "lower" ? 1 : -1;
  const best = intervals.every((other) => other === undefined || sign * other.mean >= sign * interval.mean);
  const mean = best ? html`<strong>${format.value(interval.mean)}</strong>` : format.value(interval.mean);
  return html`${mean}<small>${format.plain(low)} – ${format.plain(high)}</small>`;
}

/** A column of dots and intervals on one axis; a model far off the two rivals is left to its number. */
function rangeStrip(
  results: Results,
  models: readonly ModelResult[],
  id: MetricId,
): { head: Content; cell(model: ModelResult): Content } {
  const rivals = models.filter(({ id }) => shownInFull(results).includes(id));
  const ends = (list: readonly ModelResult[]) =>
    intervalsOf(list, id).flatMap((interval) => (interval === undefined ? [] : Object.values(possible(id, interval))));
  const [low, high] = padded(ends(rivals), 1.5);
  const shownEnds = padded(
    ends(models).filter((value) => value >= low && value <= high),
    0.05,
  );
  const scale = linear(shownEnds, [5, 135], { exact: true });
  const format = formatFor(results, id);
  return {
    head: html`
      <span class="strip-head"><span>${format.value(scale.low)}</span><span>${format.value(scale.high)}</span></span>
    `,
    cell: (model) => {
      const interval = model.summary[id];
      if (interval === undefined) return "–";
      const ends = possible(id, interval);
      const style = styleOf(results, model.id);
      const range = `${format.value(ends.low)} to ${format.value(ends.high)}`;
      const text = `${format.value(interval.mean)}, 95% interval ${range}`;
      if (ends.low < scale.low - 1e-12 || ends.high > scale.high + 1e-12) {
        return html`<span class="quiet off">off this scale ${interval.mean > scale.high ? "▸" : "◂"}</span>`;
      }
      return html`
        <svg class="strip" width="140" height="20" viewBox="0 0 140 20" role="img" aria-label="${text}">
          <path class="tk" d="M5,10H135"/>
          ${whisker(style, { x: scale.at(ends.low), y: 10 }, { x: scale.at(ends.high), y: 10 })}
          ${point(style, { x: scale.at(interval.mean), y: 10 }, { size: 4.6 })}
        </svg>
      `;
    },
  };
}

function descriptions(results: Results, models: readonly ModelResult[]): SafeHtml {
  return html`<details class="data"><summary>What each model is</summary><dl class="terms">${models.map(
    (model) => html`<dt>${modelCell(results, model)}</dt><dd>${model.description}</dd>`,
  )}</dl></details>`;
}
