import type { IntervalCoverage } from "../../evaluate/results/certainty.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { wideFigure } from "../chart/figure.ts";
import { intervalPlot } from "../chart/interval-plot.ts";
import { html, type SafeHtml } from "../html.ts";
import { shown as shownName } from "../name.ts";
import { amount, count, percent, plainAmount } from "../number.ts";
import { styleOf } from "../palette.ts";
import { labelOf, nounOf, type Reading, type Section, shownInFull } from "../reading.ts";
import { table } from "../table.ts";

/** How sure a single prediction of a number is: intervals, and how often they held on rows that they did not see. */
export function intervalsSection({ results }: Reading): Section | null {
  const models = shownInFull(results).flatMap(
    (id) => results.intervals?.filter(({ model, levels }) => model === id && levels.length > 0) ?? [],
  );
  const first = models[0];
  if (first === undefined) return null;
  const at = first.levels.find(({ level }) => level === 90) ?? first.levels[0]!;
  return {
    id: "intervals",
    title: "How sure one prediction is",
    body: html`
      <p class="lead">
        An interval of ${at.level}% around a prediction of ${nounOf(results, first.model)} held the true value
        in ${percent(at.coverage.mean)} of the held-out rows; it is ${amount(at.width)} wide on
        average. <code>occam-tab predict --interval ${at.level}</code> adds it to every prediction.
      </p>
      ${levelsTable(results, models)}
      ${tenthsFigure(results, models)}
    `,
  };
}

function levelsTable(results: Results, models: readonly IntervalCoverage[]): SafeHtml {
  const levels = [...new Set(models.flatMap((one) => one.levels.map(({ level }) => level)))].toSorted((a, b) => a - b);
  return html`
    ${table({
      label: "Coverage of intervals",
      className: "scores",
      columns: [
        { head: "Interval", numeric: true },
        ...models.flatMap(({ model }) => [
          { head: html`Held<small>${labelOf(results, model)}</small>`, numeric: true },
          { head: html`Mean width<small>${labelOf(results, model)}</small>`, numeric: true },
        ]),
      ],
      rows: levels.map((level) => [
        `${level}%`,
        ...models.flatMap((one) => {
          const found = one.levels.find((each) => each.level === level);
          if (found === undefined) return ["–", "–"];
          const { mean, low, high } = found.coverage;
          return [
            html`${percent(mean)}<small>${percent(Math.max(0, low))} – ${percent(Math.min(1, high))}</small>`,
            amount(found.width),
          ];
        }),
      ]),
    })}
    <p class="note">
      Shares of held-out rows whose true value lay inside, with 95% intervals over folds. The intervals of a fold were
      learnt from errors on the rows of the other folds. Those of the saved model are its predictions with the errors
      of the fold models around them. They hold as far as it errs on new rows as those models did on theirs; it learnt
      from more rows, so it should err less.
    </p>
  `;
}

function tenthsFigure(results: Results, models: readonly IntervalCoverage[]): SafeHtml | null {
  const drawn = models.filter(({ tenths }) => tenths.length > 1);
  const first = drawn[0];
  if (first === undefined) return null;
  const range = ({ from, to }: IntervalCoverage["tenths"][number]) => `${plainAmount(from)} to ${plainAmount(to)}`;
  return wideFigure({
    id: "coverage-chart",
    title: "Intervals of 90%, by tenth of the prediction",
    description:
      `For the rows of ${nounOf(results, first.model)} with the lowest predictions, the next tenth, and so on: ` +
      `the share whose true ${shownName(results.data.target, 24)} lay inside, with its 95% interval. All should be ` +
      "near 90%: an interval that is right on average alone is too wide for some rows and too narrow for others.",
    table: table({
      label: "Coverage by tenth of the prediction",
      columns: [
        { head: "Prediction" },
        { head: "Rows", numeric: true },
        { head: "Held", numeric: true },
        { head: "Mean width", numeric: true },
      ],
      rows: first.tenths.map((one) => [range(one), count(one.rows), percent(one.coverage), amount(one.width)]),
    }),
    draw: (width) =>
      intervalPlot(
        {
          rows: first.tenths.map((one) => ({
            name: range(one),
            values: [
              {
                style: styleOf(results, first.model),
                value: one.coverage,
                low: one.low,
                high: one.high,
                text: percent(one.coverage, 0),
              },
            ],
          })),
          axis: "share of rows inside their interval",
          percent: true,
          limits: [0, 1],
          texts: true,
        },
        width,
      ),
  });
}
