import type { ExplainedRow } from "../../evaluate/results/explanation.ts";
import { type Content, html } from "../html.ts";
import { name } from "../name.ts";
import { amount, fixed, percent, plainAmount } from "../number.ts";
import { nounOf, type Reading, type Section } from "../reading.ts";
import { table } from "../table.ts";

/** Why six test rows are predicted as they are, by a model that did not see them. */
export function examplesSection({ results }: Reading): Section | null {
  const { examples } = results;
  const first = examples?.rows[0];
  if (examples === undefined || first === undefined) return null;
  const numbers = results.data.task === "regression";
  const print = (value: number) => (numbers ? plainAmount(value) : percent(value));
  const signed = (value: number) =>
    `${value < 0 ? "−" : "+"}${numbers ? amount(Math.abs(value)) : fixed(100 * Math.abs(value), 1)}`;
  const most = Math.max(...examples.rows.map(({ error }) => error));
  const reason = ({ effects }: ExplainedRow, place: number): Content => {
    const one = effects[place];
    if (one === undefined) return "–";
    return html`${name(one.column, 24)} ${signed(one.effect)}<small>${name(one.cell, 24)}</small>`;
  };
  return {
    id: "examples",
    title: "Why this row?",
    body: html`
      <p class="lead">
        From the mean prediction of made-up average rows to the prediction of a row, column by column: six test rows
        from the highest prediction to the lowest, by ${nounOf(results, examples.model)}, trained without
        them. With <code>--explain 3</code>, <code>occam-tab predict</code> says it for every row.
      </p>
      ${table({
        label: "Six test rows with their reasons",
        className: "scores",
        columns: [
          { head: "Row", numeric: true },
          { head: "Prediction" },
          { head: "Average", numeric: true },
          ...first.effects.map((_, place) => ({ head: place === 0 ? "Largest reason" : "Next" })),
          { head: "Others", numeric: true },
        ],
        rows: examples.rows.map((row) => [
          String(row.row),
          typeof row.prediction === "number"
            ? plainAmount(row.prediction)
            : html`${name(row.prediction, 24)}<small>${print(row.value)}</small>`,
          print(row.baseline),
          ...first.effects.map((_, place) => reason(row, place)),
          signed(row.others),
        ]),
      })}
      <p class="note">
        ${numbers ? "In units of the target." : "In percentage points of the probability of the predicted class."} The
        average and all reasons sum to the prediction (Shapley values).
        ${most > 0 ? ` They are sampled, with a standard error of ${print(most)} at most.` : " They are exact."} Row 0
        is the first after the header.
      </p>
    `,
  };
}
