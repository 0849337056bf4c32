import type { Interval, MetricId, ModelResult, Results } from "../../evaluate/results.ts";
import { point, whisker } from "../chart/mark.ts";
import { linear, padded } from "../chart/scale.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { possible } from "../metric-format.ts";
import { metricsOf, metricWords } from "../metric-words.ts";
import { amount, bytes, count, duration, times } from "../number.ts";
import { formatFor, intervalsOf, type Reading, type Section, shownInFull } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
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
      ${cost(reading, models)}
      <p class="note">
        Means over the folds; small: against ${referenceOf(results).label}. Operations are multiply-adds for networks
        and linear models, split-scan steps (training) and node visits (prediction) for trees; seconds are CPU time on
        this machine.${saved(results)}
      </p>
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

/** Among many models the two that are shown in full are brought out. */
function shownAmongMany(results: Results, models: readonly ModelResult[]): (row: number) => boolean {
  return (row) => models.length > 5 && shownInFull(results).includes(models[row]?.id ?? "");
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

interface CostColumn {
  readonly head: Content;
  readonly of: (model: ModelResult) => number;
  readonly print: (value: number) => string;
}

function cost({ results }: Reading, models: readonly ModelResult[]): SafeHtml {
  const columns: readonly CostColumn[] = [
    { head: "Parameters", of: (model) => model.parameters, print: count },
    { head: "Saved size", of: (model) => model.bytes, print: bytes },
    { head: html`Training<small>operations</small>`, of: (model) => model.trainOperations, print: amount },
    { head: html`Training<small>CPU time</small>`, of: (model) => model.trainSeconds, print: duration },
    {
      head: html`Prediction<small>operations a row</small>`,
      of: (model) => model.predictOperationsPerRow,
      print: amount,
    },
    {
      head: html`Prediction<small>time a row</small>`,
      of: (model) => model.predictMicrosecondsPerRow,
      print: (value) => `${amount(value)} µs`,
    },
  ];
  const reference = referenceOf(results);
  return table({
    label: "Size and cost of the models",
    className: "scores",
    marked: shownAmongMany(results, models),
    columns: [{ head: "Model" }, ...columns.map(({ head }) => ({ head, numeric: true }))],
    rows: models.map((model) => [
      modelCell(results, model),
      ...columns.map(
        ({ of, print }) =>
          html`
            ${print(of(model))}
            ${model === reference ? html`<small>reference</small>` : against(of(model), of(reference))}
          `,
      ),
    ]),
  });
}

/** What costs are set against: the forest, or the first model where there is none. */
function referenceOf({ models }: Results): ModelResult {
  return models.find(({ id }) => id === "forest") ?? models[0]!;
}

function saved({ finalModel }: Results): string {
  if (finalModel === undefined) return "";
  return (
    ` The model that was saved is trained on all rows: ${count(finalModel.parameters)} parameters, ` +
    `${bytes(finalModel.bytes)}.`
  );
}

function against(value: number, reference: number): SafeHtml | null {
  if (!(value > 0 && reference > 0)) return null;
  const ratio = reference / value;
  if (ratio > 0.95 && ratio < 1.05) return html`<small>the same</small>`;
  if (!Number.isFinite(ratio) || ratio === 0) return html`<small>–</small>`;
  return html`<small>${ratio > 1 ? `1/${times(ratio).replace("×", "")}` : times(1 / ratio)}</small>`;
}

function descriptions(results: Results, models: readonly ModelResult[]): SafeHtml {
  return html`<details class="data"><summary>What each model is</summary><dl class="terms">${models.map(
    (model) => html`<dt>${modelCell(results, model)}</dt><dd>${model.description}</dd>`,
  )}</dl></details>`;
}
