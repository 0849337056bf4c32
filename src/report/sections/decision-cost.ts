import type { Decision, ModelDecision } from "../../evaluate/results/decision.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { wideFigure } from "../chart/figure.ts";
import { type Line, linePlot } from "../chart/line-plot.ts";
import type { SafeHtml } from "../html.ts";
import { shown } from "../name.ts";
import { percent } from "../number.ts";
import { styleOf } from "../palette.ts";
import { labelOf } from "../reading.ts";
import { table } from "../table.ts";
import { costFormat } from "./cost-format.ts";

/** Points of a curve from one drawn interval to the next. */
const whiskerStep = 8;

/** Expected cost of a row against the threshold, with the chosen threshold of each model. */
export function costFigure(results: Results, decision: Decision, models: readonly ModelDecision[]): SafeHtml {
  const { unit } = decision;
  const positive = shown(decision.positive ?? "", 24);
  const format = costFormat(
    models.flatMap(({ curve }) => curve),
    unit,
  );
  const lines = models.map(
    ({ model, curve }, place): Line => ({
      style: styleOf(results, model),
      points: curve.map(({ threshold, cost }, i) => ({
        x: threshold,
        y: cost.mean,
        // Intervals of several models stand beside each other.
        ...(place < 2 && (i + 3 * place) % whiskerStep === whiskerStep / 2 ? { low: cost.low, high: cost.high } : {}),
      })),
    }),
  );
  const marks = models.flatMap(({ model, rule, rules }) =>
    rule?.threshold === null || rule === null || rule.threshold > 1 || rules[0] === undefined
      ? []
      : [{ style: styleOf(results, model), x: rule.threshold, y: rules[0].cost.mean, undone: false }],
  );
  return wideFigure({
    id: "cost-chart",
    title: "Cost of a row against the threshold",
    description:
      `What a row costs on average when it is called ${positive} from the probability on the axis on: at the left ` +
      "every row is called, at the right none. The point is the threshold that is kept, at the cost that such a " +
      "choice has on rows that it did not see, which is a little above the curve's lowest point.",
    note: "Lines are means over the folds, whiskers 95% intervals of the first two models.",
    key: models.map(({ model }) => ({ style: styleOf(results, model), label: labelOf(results, model) })),
    keyLines: true,
    table: table({
      label: "Cost of a row by threshold",
      columns: [
        { head: "Threshold", numeric: true },
        ...models.map(({ model }) => ({ head: labelOf(results, model), numeric: true })),
      ],
      rows: (models[0]?.curve ?? []).map(({ threshold }, i) => [
        percent(threshold),
        ...models.map(({ curve }) => (curve[i] === undefined ? "–" : format(curve[i].cost.mean))),
      ]),
    }),
    draw: (width) =>
      linePlot(
        {
          lines: lines.toReversed(),
          marks,
          x: { title: `threshold on the probability of ${positive}`, domain: [0, 1], percent: true },
          y: { title: unit === "" ? "cost a row" : `cost a row, in ${shown(unit, 12)}`, zero: true },
          height: 320,
        },
        width,
      ),
  });
}
