import type { Diagnostics } from "../../evaluate/results/errors.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { confusionTable } from "../chart/heat-table.ts";
import { html, type SafeHtml } from "../html.ts";
import { name } from "../name.ts";
import { count, percent } from "../number.ts";
import { labelOf, type Reading, type Section, shownInFull } from "../reading.ts";
import { styleOf } from "../palette.ts";
import { table } from "../table.ts";
import { classAreas } from "./class-areas.ts";
import { calibrationPanel, curvePanels } from "./error-curves.ts";
import { regressionPanels } from "./error-numbers.ts";
import { panels } from "../chart/figure.ts";

const classesInTable = 30;

/** Where each model is wrong, on rows it was not trained on. */
export function errorsSection(reading: Reading): Section | null {
  const { results } = reading;
  const shown = rivals(results);
  if (shown.length === 0) return null;
  return {
    id: "errors",
    title: "Where they are wrong",
    body: html`
      <p class="lead">All folds together: each row was predicted once per repeat by a model that had not seen it.</p>
      ${results.data.task === "regression" ? regressionPanels(results, shown) : classErrors(results, shown)}
    `,
  };
}

function rivals({ diagnostics, models }: Results): readonly Diagnostics[] {
  const wanted = shownInFull({ models }).flatMap((id) => diagnostics.filter((one) => one.model === id));
  return wanted.length > 0 ? wanted : diagnostics.slice(0, 2);
}

function classErrors(results: Results, shown: readonly Diagnostics[]): SafeHtml {
  const binary = results.data.task === "binary";
  return html`${confusions(results, shown)}${
    binary ? panels([...curvePanels(results, shown), calibrationPanel(results, shown)]) : classAreas(results, shown)
  }`;
}

function confusions(results: Results, shown: readonly Diagnostics[]): SafeHtml {
  const classes = shown[0]?.classes ?? [];
  const tables = shown.flatMap((one) =>
    one.confusion === null || classes.length > classesInTable
      ? []
      : [
          html`
            <div class="confusion">
              ${confusionTable(one.confusion, classes, {
                style: styleOf(results, one.model),
                label: labelOf(results, one.model),
              })}
            </div>
          `,
        ],
  );
  const note =
    tables.length === 0
      ? null
      : html`
        <p class="note">
          Counts of held-out rows: rows are the true class, columns the predicted one; the stronger the colour, the
          larger the share of the true class. The diagonal is right, everything else is an error.
          ${classes.length > 6 ? " A dot is zero." : ""}
        </p>
      `;
  return html`
    ${tables.length > 0 ? html`<h3>True and predicted classes</h3>` : null}
    <div class="pairs${classes.length > 6 ? " stacked" : ""}">${tables}</div>
    ${note}
    ${classes.length > 3 ? confusedPairs(results, shown, classes) : null}
  `;
}

/** The pairs of classes that are confused most often, which a large table hides. */
function confusedPairs(results: Results, shown: readonly Diagnostics[], classes: readonly string[]): SafeHtml {
  const pairs = classes.flatMap((_, truth) =>
    classes.flatMap((__, guess) => {
      if (truth === guess) return [];
      const rows = shown.map((one) => one.confusion?.[truth]?.[guess] ?? 0);
      return [{ truth, guess, rows, most: Math.max(...rows) }];
    }),
  );
  const top = pairs.filter((pair) => pair.most > 0).sort((a, b) => b.most - a.most || a.truth - b.truth);
  if (top.length === 0) return html``;
  const total = (truth: number) =>
    Math.max(1, ...shown.map((one) => (one.confusion?.[truth] ?? []).reduce((sum, rows) => sum + rows, 0)));
  return html`<h3>Most frequent mistakes</h3>${table({
    label: "Most frequent mistakes",
    className: "plain mistakes",
    columns: [
      { head: "True class" },
      { head: "predicted as" },
      ...shown.map((one) => ({ head: labelOf(results, one.model), numeric: true })),
    ],
    rows: top
      .slice(0, 8)
      .map((pair) => [
        name(classes[pair.truth] ?? ""),
        name(classes[pair.guess] ?? ""),
        ...pair.rows.map(
          (rows) => html`${count(rows)} <span class="quiet">(${percent(rows / total(pair.truth))} of the class)</span>`,
        ),
      ]),
  })}`;
}
