import type { Diagnostics } from "../../evaluate/results/errors.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { panels, wideFigure } from "../chart/figure.ts";
import { intervalPlot } from "../chart/interval-plot.ts";
import { html, type SafeHtml } from "../html.ts";
import { name, shown as shownName } from "../name.ts";
import { count, fixed } from "../number.ts";
import { labelOf } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { calibrationPanel, rocPanel } from "./error-curves.ts";

const classesDrawn = 26;
const classCurves = 5; // with the calibration beside them: two rows of three

/**
 * One row a class: ROC areas of both models; curves of the classes that are hardest for the network, and the
 * calibration.
 */
export function classAreas(results: Results, shown: readonly Diagnostics[]): SafeHtml {
  const classes = (shown[0]?.roc ?? []).map((curve, index) => ({
    index,
    positive: curve.positive,
    rows: results.data.classes.find((one) => one.name === curve.positive)?.rows ?? 0,
    values: shown.map((one) => ({
      model: one.model,
      area: one.roc[index]?.area,
      average: one.precisionRecall[index]?.averagePrecision,
    })),
  }));
  if (classes.length === 0) return panels([calibrationPanel(results, shown)]);
  const hardest = classes.toSorted((a, b) => (a.values[0]?.area ?? 1) - (b.values[0]?.area ?? 1));
  const drawn = hardest.slice(0, classesDrawn);
  const areas = drawn.flatMap((one) => one.values.flatMap(({ area }) => area ?? []));
  const figure = wideFigure({
    id: "areas-chart",
    title: "ROC area of each class against the rest",
    description:
      "How well each class is separated from all others: 1 is perfect, 0.5 is chance. Sorted by difficulty for the " +
      "network, hardest first.",
    note:
      (Math.min(...areas) > 0.52 ? "The axis does not start at 0.5." : "") +
      (drawn.length < classes.length ? ` The ${drawn.length} hardest of ${classes.length} classes.` : ""),
    key: shown.map((one) => ({ style: styleOf(results, one.model), label: labelOf(results, one.model) })),
    table: areaTable(results, shown, hardest.slice(0, 200)),
    draw: (width) =>
      intervalPlot(
        {
          rows: drawn.map((one) => ({
            name: shownName(one.positive, 30),
            values: one.values.flatMap(({ model, area }) =>
              area === undefined
                ? []
                : [{ style: styleOf(results, model), value: area, low: null, high: null, text: "" }],
            ),
          })),
          axis: "ROC area",
          limits: [0, 1],
        },
        width,
      ),
  });
  const curves = hardest.slice(0, hardest.length < classCurves ? 2 : classCurves).flatMap(({ index }) => {
    const curve = rocPanel(results, shown, { index, id: `roc-${index}` });
    return curve === null ? [] : [curve];
  });
  return html`
    ${figure}
    <h3>The hardest classes, and calibration</h3>
    <p class="lead">
      Of the curves of a class: for every threshold: of the rows of the class, the share found, against the share of the
      others wrongly called so. The nearer to the top left corner, the better; the dotted diagonal is chance.
    </p>
    ${panels([...curves, calibrationPanel(results, shown)])}
  `;
}

function areaTable(
  results: Results,
  shown: readonly Diagnostics[],
  classes: readonly {
    readonly positive: string;
    readonly rows: number;
    readonly values: readonly { readonly area: number | undefined; readonly average: number | undefined }[];
  }[],
): SafeHtml {
  const print = (value: number | undefined) => (value === undefined ? "–" : fixed(value, 3));
  return table({
    label: "Areas by class",
    columns: [
      { head: "Class" },
      { head: "Rows", numeric: true },
      ...shown.flatMap((one) => [
        { head: `${labelOf(results, one.model)}: ROC area`, numeric: true },
        { head: `${labelOf(results, one.model)}: average precision`, numeric: true },
      ]),
    ],
    rows: classes.map((one) => [
      name(one.positive),
      count(one.rows),
      ...one.values.flatMap((value) => [print(value.area), print(value.average)]),
    ]),
  });
}
