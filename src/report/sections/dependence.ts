import type { PartialDependence } from "../../evaluate/results/explanation.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { keys, panel, panels } from "../chart/figure.ts";
import { intervalPlot } from "../chart/interval-plot.ts";
import { linePlot } from "../chart/line-plot.ts";
import { padded } from "../chart/scale.ts";
import { fold } from "../fold.ts";
import { html, type SafeHtml } from "../html.ts";
import { name, shown } from "../name.ts";
import { amountAmong, percent, plainAmount } from "../number.ts";
import { labelOf } from "../reading.ts";
import { type Style, styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { truncate } from "../text.ts";

const chartsDrawn = 12;
const chartsOpen = 3;
const levelsDrawn = 12;

/** How the mean prediction moves with one column, both models on one chart, small multiples. */
export function dependencePanels(results: Results): SafeHtml | null {
  const all = results.partialDependence.filter((one) => one.curves.length > 0 && one.grid.length > 0);
  if (all.length === 0) return null;
  const drawn = all.slice(0, chartsDrawn);
  const charts = drawn.map((one, index) =>
    dependencePanel(results, one, { index, domain: domainOf(drawn, one.output) }),
  );
  return html`
    <h3>How the prediction changes with a column</h3>
    <p class="lead">
      The mean prediction when every row gets the same value in one column and keeps the rest. Where columns are
      correlated, some of these rows cannot occur.
    </p>
    ${keys(
      [...new Set(drawn.flatMap((one) => one.curves.map(({ model }) => model)))].map((model) => ({
        style: styleOf(results, model),
        label: labelOf(results, model),
      })),
      true,
    )}
    ${panels(charts.slice(0, chartsOpen))}
    ${charts.length > chartsOpen ? fold("More columns", panels(charts.slice(chartsOpen))) : null}
    ${
      all.length > drawn.length
        ? html`<p class="note">${drawn.length} of ${all.length} charts; the results file has all.</p>`
        : null
    }
  `;
}

/** Charts of one output share their axis: a flat curve is flat. */
function domainOf(drawn: readonly PartialDependence[], output: string): readonly [number, number] {
  const same = drawn.filter((one) => one.output === output);
  return padded(
    same.flatMap((one) => one.curves.flatMap((curve) => curve.values)),
    0.05,
  );
}

function dependencePanel(
  results: Results,
  one: PartialDependence,
  { index, domain }: { readonly index: number; readonly domain: readonly [number, number] },
): SafeHtml {
  const share = results.data.task !== "regression";
  const print = share ? (value: number) => percent(value) : amountAmong(domain);
  const what = share ? `mean probability of ${truncate(one.output, 22)}` : `mean predicted ${truncate(one.output, 24)}`;
  const { grid, curves } = one;
  const axis: OutputAxis = { what, share, domain, style: (model) => styleOf(results, model) };
  const listed = grid.slice(0, 50);
  return panel({
    id: `dependence-${index}`,
    title: shown(one.column, 34),
    description: `${what[0]!.toUpperCase()}${what.slice(1)} over ${shown(one.column, 34)}.`,
    note:
      grid.some((value) => typeof value === "string") && grid.length > levelsDrawn
        ? `The first ${levelsDrawn} of ${grid.length} levels.`
        : "",
    terse: true,
    table: table({
      label: `Mean prediction over ${shown(one.column, 34)}`,
      columns: [{ head: "Value" }, ...curves.map(({ model }) => ({ head: labelOf(results, model), numeric: true }))],
      rows: listed.map((value, place) => [
        typeof value === "number" ? plainAmount(value) : name(value),
        ...curves.map((curve) => (curve.values[place] === undefined ? "–" : print(curve.values[place]))),
      ]),
    }),
    draw: (width) =>
      isNumeric(grid) ? lines({ grid, curves, column: one.column }, axis, width) : levels(one, axis, width),
  });
}

function isNumeric(grid: PartialDependence["grid"]): grid is readonly number[] {
  return grid.every((value) => typeof value === "number");
}

interface OutputAxis {
  readonly what: string;
  readonly share: boolean;
  readonly domain: readonly [number, number];
  readonly style: (model: string) => Style;
}

function lines(
  one: Pick<PartialDependence, "column" | "curves"> & { readonly grid: readonly number[] },
  axis: OutputAxis,
  width: number,
) {
  return linePlot(
    {
      lines: one.curves.map(({ model, values }) => ({
        style: axis.style(model),
        points: one.grid.flatMap((x, place) => {
          const y = values[place];
          return y === undefined ? [] : [{ x, y }];
        }),
      })),
      x: { title: shown(one.column, 30) },
      y: { title: axis.what, percent: axis.share, domain: axis.domain },
      height: 250,
    },
    width,
  );
}

function levels(one: PartialDependence, axis: OutputAxis, width: number) {
  return intervalPlot(
    {
      rows: one.grid.slice(0, levelsDrawn).map((value, place) => ({
        name: shown(String(value), 24),
        values: one.curves.flatMap(({ model, values }) => {
          const y = values[place];
          return y === undefined ? [] : [{ style: axis.style(model), value: y, low: null, high: null, text: "" }];
        }),
      })),
      axis: axis.what,
      percent: axis.share,
      domain: axis.domain,
    },
    width,
  );
}
