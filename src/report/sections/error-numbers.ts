import type { Diagnostics } from "../../evaluate/results/errors.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { panel, panels } from "../chart/figure.ts";
import { outlineHistogram } from "../chart/histogram.ts";
import { padded } from "../chart/scale.ts";
import { scatterPlot } from "../chart/scatter-plot.ts";
import { html, type SafeHtml } from "../html.ts";
import { amount, amountAmong, count } from "../number.ts";
import { labelOf } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { truncate } from "../text.ts";

const pointsListed = 100;

/** Predicted against actual values, and the residuals, of a regression. */
export function regressionPanels(results: Results, shown: readonly Diagnostics[]): SafeHtml {
  const points = shown.flatMap((one) => one.scatter);
  const domain = padded([...points.map((p) => p.actual), ...points.map((p) => p.predicted)], 0.03);
  const target = truncate(results.data.target, 30);
  const scatters = shown
    .filter((one) => one.scatter.length > 0)
    .map((one, place) => scatterPanel(results, one, { place, domain, target }));
  return panels([...scatters, ...residualPanel(results, shown, target)]);
}

function scatterPanel(
  results: Results,
  one: Diagnostics,
  {
    place,
    domain,
    target,
  }: { readonly place: number; readonly domain: readonly [number, number]; readonly target: string },
): SafeHtml {
  const label = labelOf(results, one.model);
  const listed = one.scatter.slice(0, pointsListed);
  const print = amountAmong(domain);
  return panel({
    id: `scatter-${place + 1}`,
    title: `${label}: predicted and actual`,
    description:
      `Each point is one held-out row: the actual ${target} (right) and the prediction (up). On the line the ` +
      "prediction is exact. Both models have the same axes.",
    note: one.scatter.length >= 1000 ? `A sample of ${count(one.scatter.length)} rows.` : "",
    table: html`
      ${table({
        label: `${label}: predicted and actual`,
        columns: [
          { head: "Actual", numeric: true },
          { head: "Predicted", numeric: true },
        ],
        rows: listed.map((p) => [print(p.actual), print(p.predicted)]),
      })}
      ${
        listed.length < one.scatter.length
          ? html`<p class="note">The first ${count(listed.length)} points; the results file has all.</p>`
          : null
      }
    `,
    draw: (width) => scatterPlot({ style: styleOf(results, one.model), points: one.scatter, domain }, width),
  });
}

function residualPanel(results: Results, shown: readonly Diagnostics[], target: string): readonly SafeHtml[] {
  const series = shown.filter((one) => one.residuals.length > 0);
  if (series.length === 0) return [];
  return [
    panel({
      id: "residual-chart",
      title: "Errors: predicted − actual",
      description:
        `How many held-out rows have an error of this size, in units of ${target}. A narrow heap around zero is ` +
        "good; a heap beside zero means predictions that are too high (right) or too low (left).",
      key: series.map((one) => ({ style: styleOf(results, one.model), label: labelOf(results, one.model) })),
      keyLines: true,
      table: table({
        label: "Errors by size",
        columns: [
          { head: "Model" },
          { head: "From", numeric: true },
          { head: "To", numeric: true },
          { head: "Rows", numeric: true },
        ],
        rows: series.flatMap((one) =>
          one.residuals.map((bar) => [labelOf(results, one.model), amount(bar.from), amount(bar.to), count(bar.rows)]),
        ),
      }),
      draw: (width) =>
        outlineHistogram(
          {
            series: series.map((one) => ({ style: styleOf(results, one.model), bars: one.residuals })).reverse(),
            axis: "predicted − actual",
            height: 334,
          },
          width,
        ),
    }),
  ];
}
