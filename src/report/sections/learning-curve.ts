import type { Interval } from "../../evaluate/results/models.ts";
import type { LearningCurve } from "../../evaluate/results/training.ts";
import { wideFigure } from "../chart/figure.ts";
import { type Line, linePlot } from "../chart/line-plot.ts";
import { fold } from "../fold.ts";
import { html } from "../html.ts";
import { amount, count, percent } from "../number.ts";
import { styleOf } from "../palette.ts";
import { labelOf, nounOf, type Reading, type Section, withUnit } from "../reading.ts";
import { table } from "../table.ts";

type Curve = LearningCurve["models"][number];

/** A gain that is worth the rows, as a share of the loss. */
const worthwhile = 0.02;

/** Would more rows help? The curve of the main models over their training rows, and where it may go. */
export function learningCurveSection(reading: Reading): Section | null {
  const { results } = reading;
  const { learningCurve, choice } = results;
  if (learningCurve === undefined) return null;
  const title = "Would more rows help?";
  const first = learningCurve.models.find(({ model }) => model === choice?.model) ?? learningCurve.models[0];
  if (first === undefined) {
    return {
      id: "rows",
      title,
      body: html`<p class="lead">There is no learning curve. ${learningCurve.left ?? ""}</p>`,
    };
  }
  return {
    id: "rows",
    title,
    body: html`<p class="lead">${moreRows(reading, first)}</p>
      ${fold("The learning curve", figure(reading, learningCurve.models))}`,
  };
}

/** Whether twice the rows would help a model, in one sentence. */
function moreRows({ results, headline }: Reading, { model, points, gain }: Curve): string {
  const rows = points.at(-1)!.rows;
  const twice = `twice the training rows (${count(2 * rows)} in place of ${count(rows)})`;
  const of = `the ${headline.short} of ${nounOf(results, model)}`;
  if (gain === null) return `No: ${of} is 0 already.`;
  const range = `95% interval over folds ${signed(gain.low)} to ${signed(gain.high)}`;
  if (gain.high < worthwhile) return `Hardly: ${twice} would take ${signed(gain.mean)} off ${of} (${range}).`;
  if (gain.low > 0) return `Yes: ${twice} would take about ${signed(gain.mean)} off ${of} (${range}).`;
  const open = "but the folds leave open how much";
  return `Perhaps: ${twice} would take about ${signed(gain.mean)} off ${of}, ${open} (${range}).`;
}

/** A share that may be below 0, or above 1 where a loss cannot fall so far: as it is computed. */
function signed(share: number): string {
  if (Math.abs(share) > 1) return `${share < 0 ? "−" : ""}${amount(Math.abs(share))} times the loss`;
  return percent(share, Math.abs(share) < 0.1 ? 1 : 0);
}

function figure(reading: Reading, curves: readonly Curve[]) {
  const { results, format } = reading;
  const at = ({ rows, loss }: { readonly rows: number; readonly loss: Interval }) => ({
    x: rows,
    y: loss.mean,
    low: Math.max(0, loss.low),
    high: loss.high,
  });
  const lines = curves.flatMap(({ model, points, forecast }): Line[] => {
    const style = styleOf(results, model);
    const measured = points.map(({ rows, loss }) => ({ x: rows, y: loss.mean }));
    return [
      { style, points: measured, dots: true, dash: "" },
      { style, points: forecast.map(at), dash: "3 4", band: true, name: labelOf(results, model) },
    ];
  });
  return wideFigure({
    id: "rows-chart",
    title: `${reading.headline.label} by training rows`,
    description:
      "Dots: the mean over folds after training on an eighth, a quarter and so on of the training rows, scored on " +
      "the same test rows. Dashed: where a power law through these points goes, with the 95% interval over folds and " +
      "over the exponents that fit. It holds for rows like these.",
    table: table({
      label: `${reading.headline.label} by training rows`,
      columns: [
        { head: "Model" },
        { head: "Rows", numeric: true },
        { head: reading.headline.label, numeric: true },
        { head: "95% interval", numeric: true },
      ],
      rows: curves.flatMap(({ model, points, forecast }) =>
        [...points, ...forecast.slice(1)].map(({ rows, loss }, place) => [
          labelOf(results, model),
          place < points.length ? count(rows) : html`${count(rows)}<small>forecast</small>`,
          format.value(loss.mean),
          `${format.value(Math.max(0, loss.low))} – ${format.value(loss.high)}`,
        ]),
      ),
    }),
    draw: (width) =>
      linePlot(
        {
          lines,
          x: { title: "training rows, logarithmic axis", log: true },
          y: { title: withUnit(reading) },
          height: 300,
        },
        width,
      ),
  });
}
