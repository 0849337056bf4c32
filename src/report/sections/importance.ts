import type { Importance } from "../../evaluate/results/explanation.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { wideFigure } from "../chart/figure.ts";
import { intervalPlot, type IntervalRow } from "../chart/interval-plot.ts";
import { fold } from "../fold.ts";
import { html, type SafeHtml } from "../html.ts";
import { metricFormat } from "../metric-format.ts";
import { name, shown } from "../name.ts";
import { count, fixed } from "../number.ts";
import { labelOf, type Reading, type Section, shownInFull } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { dependencePanels } from "./dependence.ts";
import { survival } from "./survival.ts";

const columnsDrawn = 10;
const columnsListed = 60;
const pairsListed = 10;

interface ColumnImportance {
  readonly column: string;
  readonly of: ReadonlyMap<string, Importance>;
  readonly most: number;
}

/** Which columns the predictions depend on, what pruning left of them, and how the prediction changes with them. */
export function importanceSection(reading: Reading): Section | null {
  const { results } = reading;
  const columns = byColumn(results.importance);
  if (columns.length === 0 && results.survival.length === 0) return null;
  return {
    id: "importance",
    title: "What matters",
    body: html`
      <p class="lead">
        Shuffle one column of the test rows, and see how much worse the predictions get: that is what the model takes
        from it.
      </p>
      ${importanceFigure(reading, columns)}
      ${correlated(results)}
      ${fold("What pruning left of each column", survival(results, styleOf(results, "occam")))}
      ${dependencePanels(results)}
    `,
  };
}

function byColumn(importance: readonly Importance[]): readonly ColumnImportance[] {
  const columns = new Map<string, Map<string, Importance>>();
  for (const one of importance) {
    const of = columns.get(one.column) ?? new Map<string, Importance>();
    of.set(one.model, one);
    columns.set(one.column, of);
  }
  return [...columns]
    .map(([column, of]) => ({ column, of, most: Math.max(...[...of.values()].map((one) => one.mean)) }))
    .toSorted((a, b) => b.most - a.most);
}

function importanceFigure(reading: Reading, columns: readonly ColumnImportance[]): SafeHtml | null {
  if (columns.length === 0) return null;
  const { results, headline } = reading;
  const known = [...new Set([...shownInFull(results), ...results.models.map(({ id }) => id)])];
  const models = known.filter((model) => columns.some((one) => one.of.has(model))).slice(0, 2);
  const drawn = columns.slice(0, columnsDrawn);
  const rows = drawn.map(
    (one): IntervalRow => ({
      name: shown(one.column, 34),
      values: models.flatMap((model) => {
        const value = one.of.get(model);
        return value === undefined
          ? []
          : [{ style: styleOf(results, model), value: value.mean, low: value.low, high: value.high, text: "" }];
      }),
    }),
  );
  return wideFigure({
    id: "importance-chart",
    title: `Rise in error when a column is shuffled`,
    description:
      `How much worse the ${headline.short} gets on test rows when the column's values are shuffled: mean over the ` +
      "folds with its 95% interval. Zero means that the model does not need the column.",
    note:
      columns.length > drawn.length
        ? `The ${drawn.length} most important of ${columns.length} columns; the table has ` +
          `${columns.length > columnsListed ? columnsListed : "all"}.`
        : "",
    key: models.map((model) => ({ style: styleOf(results, model), label: labelOf(results, model) })),
    table: importanceTable(reading, columns.slice(0, columnsListed), models),
    draw: (width) =>
      intervalPlot(
        {
          rows,
          axis: `rise of ${headline.short}${headline.unit === "nats" ? " in nats" : ""}; more matters more`,
          zero: true,
          percent: headline.share,
        },
        width,
      ),
  });
}

function importanceTable(
  { results, headline }: Reading,
  columns: readonly ColumnImportance[],
  models: readonly string[],
): SafeHtml {
  const all = columns.flatMap((one) => [...one.of.values()]);
  const format = metricFormat(
    headline.id,
    all.slice(0, 10).map(({ mean, low, high }) => ({ mean, low, high, deviation: 0 })),
  );
  return table({
    label: "Importance by column",
    columns: [{ head: "Column" }, ...models.map((model) => ({ head: labelOf(results, model), numeric: true }))],
    rows: columns.map((one) => [
      name(one.column),
      ...models.map((model) => {
        const value = one.of.get(model);
        if (value === undefined) return "–";
        return html`
          ${format.plain(value.mean)}<small>${format.plain(value.low)} to ${format.plain(value.high)}</small>
        `;
      }),
    ]),
  });
}

function correlated({ correlated: pairs }: Results): SafeHtml | null {
  if (pairs.length === 0) return null;
  const listed = pairs.toSorted((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation)).slice(0, pairsListed);
  return html`
    <div class="prose">
      <p>
        <strong>Read with care:</strong> these columns carry nearly the same information. Shuffling one of a pair
        changes little while the other stays, so both look less important than they are.
      </p>
      <ul class="pairs-list">
        ${listed.map(
          (pair) =>
            html`
              <li>
                ${name(pair.a)} and ${name(pair.b)} <span class="quiet">correlation ${fixed(pair.correlation, 2)}</span>
              </li>
            `,
        )}
      </ul>
      ${
        pairs.length > listed.length
          ? html`<p class="note">${count(pairs.length - listed.length)} more pairs are in the results file.</p>`
          : null
      }
    </div>
  `;
}
