import type { CurvePoint, Diagnostics } from "../../evaluate/results/errors.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { panel } from "../chart/figure.ts";
import { type Line, linePlot } from "../chart/line-plot.ts";
import type { SafeHtml } from "../html.ts";
import { count, fixed, percent } from "../number.ts";
import { labelOf } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { truncate } from "../text.ts";

const unit = [0, 1] as const;
const pointsDrawn = 120;

/** ROC and precision-recall of a two-class task, both models in one picture each. */
export function curvePanels(results: Results, shown: readonly Diagnostics[]): readonly SafeHtml[] {
  return [rocPanel(results, shown, { index: 0, id: "roc" }), precisionPanel(results, shown)].flatMap(
    (one) => one ?? [],
  );
}

/**
 * ROC of the class at this place, all models in one picture; null when no model has a curve. `id` is "roc" where it is
 * the only one.
 */
export function rocPanel(
  results: Results,
  shown: readonly Diagnostics[],
  { index, id }: { readonly index: number; readonly id: string },
): SafeHtml | null {
  const single = id !== "roc";
  const curves = curvesOf(results, shown, ({ roc }) => roc[index]);
  const first = curves[0];
  if (first === undefined) return null;
  return panel({
    id: `${id}-chart`,
    title: single ? `Class ${truncate(first.curve.positive, 24)}` : "Found against false alarms (ROC)",
    terse: single,
    description:
      `For every threshold: of the rows of class ${truncate(first.curve.positive, 24)}, the share found (up), and ` +
      "of the others, the share wrongly called so (right). The nearer to the top left corner, the better; the " +
      "dotted diagonal is chance. The number beside a name is the area under its curve.",
    key: curves.map(({ model, style, curve }) => ({
      style,
      label: `${labelOf(results, model)} ${fixed(curve.area, 3)}`,
    })),
    keyLines: true,
    table: curveTable(results, curves, { x: "False alarms", y: "Found" }),
    draw: (width) => unitPlot(curves, { x: "share of false alarms", y: "share found", diagonal: true }, width),
  });
}

function precisionPanel(results: Results, shown: readonly Diagnostics[]): SafeHtml | null {
  const curves = curvesOf(results, shown, ({ precisionRecall }) => precisionRecall[0]);
  const first = curves[0];
  if (first === undefined) return null;
  return panel({
    id: "pr-chart",
    title: "Precision against recall",
    description:
      `For every threshold: of the rows called ${truncate(first.curve.positive, 24)}, the share that are ` +
      "(precision), against the share of that class found (recall). The nearer to the top right corner, the better. " +
      "The number beside a name is its average precision.",
    key: curves.map(({ model, style, curve }) => ({
      style,
      label: `${labelOf(results, model)} ${fixed(curve.averagePrecision, 3)}`,
    })),
    keyLines: true,
    table: curveTable(results, curves, { x: "Recall", y: "Precision" }),
    draw: (width) => unitPlot(curves, { x: "recall", y: "precision", diagonal: false }, width),
  });
}

function curvesOf<Curve extends { readonly points: readonly CurvePoint[] }>(
  results: Results,
  shown: readonly Diagnostics[],
  curveOf: (one: Diagnostics) => Curve | undefined,
) {
  return shown.flatMap((one) => {
    const curve = curveOf(one);
    const { model } = one;
    return curve === undefined ? [] : [{ model, style: styleOf(results, model), points: thinned(curve.points), curve }];
  });
}

function unitPlot(
  curves: readonly Pick<Line, "style" | "points">[],
  axes: { readonly x: string; readonly y: string; readonly diagonal: boolean },
  width: number,
) {
  // The first model is drawn last, on top.
  const lines = curves.map(({ style, points }): Line => ({ style, points })).reverse();
  return linePlot(
    {
      lines,
      x: { title: axes.x, domain: unit, percent: true },
      y: { title: axes.y, domain: unit, percent: true },
      height: 320,
      diagonal: axes.diagonal,
    },
    width,
  );
}

/** Predicted against observed shares, with intervals. */
export function calibrationPanel(results: Results, shown: readonly Diagnostics[]): SafeHtml {
  const lines = shown.map(
    (one): Line => ({
      style: styleOf(results, one.model),
      dots: true,
      points: one.calibration.map((bin) => ({
        x: bin.predicted,
        y: bin.observed,
        low: bin.low,
        high: bin.high,
      })),
    }),
  );
  const binary = results.data.task === "binary";
  return panel({
    id: "calibration-chart",
    title: "Calibration: predicted and observed",
    description:
      "Rows in groups of similar predicted " +
      `probability${binary ? ` of ${truncate(shown[0]?.classes[1] ?? "", 24)}` : " of the predicted class"}: the ` +
      "mean promise (right) and the share that came true (up) with its 95% interval. On the dotted diagonal the " +
      "promise is kept; below it, the model promises too much.",
    key: shown.map((one) => ({ style: styleOf(results, one.model), label: labelOf(results, one.model) })),
    keyLines: true,
    table: table({
      label: "Calibration",
      columns: [
        { head: "Model" },
        { head: "Promised", numeric: true },
        { head: "Observed", numeric: true },
        { head: "95% interval", numeric: true },
        { head: "Rows", numeric: true },
      ],
      rows: shown.flatMap((one) =>
        one.calibration.map((bin) => [
          labelOf(results, one.model),
          percent(bin.predicted),
          percent(bin.observed),
          `${percent(bin.low)} – ${percent(bin.high)}`,
          count(bin.rows),
        ]),
      ),
    }),
    draw: (width) =>
      linePlot(
        {
          lines: lines.toReversed(),
          x: { title: "promised", domain: unit, percent: true },
          y: { title: "observed", domain: unit, percent: true },
          height: 320,
          diagonal: true,
        },
        width,
      ),
  });
}

function curveTable(
  results: Results,
  curves: readonly { readonly model: string; readonly points: readonly CurvePoint[] }[],
  { x, y }: { readonly x: string; readonly y: string },
): SafeHtml {
  return table({
    label: `${x} and ${y.toLowerCase()}`,
    columns: [{ head: "Model" }, { head: x, numeric: true }, { head: y, numeric: true }],
    rows: curves.flatMap(({ model, points }) => {
      const stride = Math.max(1, Math.ceil(points.length / 25));
      return points
        .filter((_, index) => index % stride === 0 || index === points.length - 1)
        .map((point) => [labelOf(results, model), percent(point.x), percent(point.y)]);
    }),
  });
}

/** At most `pointsDrawn` points, ends kept. */
function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  const stride = Math.max(1, Math.ceil(points.length / pointsDrawn));
  return points.filter((_, index) => index % stride === 0 || index === points.length - 1);
}
