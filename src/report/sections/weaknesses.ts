import type { ErrorSegment } from "../../evaluate/results/errors.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { fold } from "../fold.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { name } from "../name.ts";
import { amount, count, percent, plainAmount } from "../number.ts";
import { labelOf, nounOf, type Reading, type Section, shownInFull } from "../reading.ts";
import { capital } from "../text.ts";
import { table } from "../table.ts";

const differences = 6;

/** For whom the models are wrong: segments with their errors, where the two differ, and the rows of largest errors. */
export function weaknessesSection({ results }: Reading): Section | null {
  const { weaknesses } = results;
  if (weaknesses === undefined || weaknesses.segments.length === 0) return null;
  const { segments } = weaknesses;
  const error = (one: ErrorSegment) => one.errors[0]?.error.mean ?? 0;
  const worst = segments.reduce((a, b) => (error(b) > error(a) ? b : a));
  const best = segments.reduce((a, b) => (error(b) < error(a) ? b : a));
  const print = printer(results);
  const what = results.data.task === "regression" ? "is off by" : "is wrong in";
  const label = capital(nounOf(results, worst.errors[0]?.model ?? ""));
  return {
    id: "weaknesses",
    title: "For whom it is wrong",
    body: html`
      <p class="lead">
        ${label} ${what} ${print(error(worst))} where ${segmentName(worst)},
        and ${print(error(best))} where ${segmentName(best)}: the most and the least among the segments below.
      </p>
      ${differing(results, segments)}
      <details class="data">
        <summary>All segments of the columns that matter most</summary>
        ${segmentTable(results, segments)}
      </details>
      ${fold("Rows of the largest errors", rowsTable(results))}
    `,
  };
}

function segmentName({ column, label }: ErrorSegment): SafeHtml {
  return html`${name(column, 30)} is ${name(label, 30)}`;
}

function printer({ data }: Results): (value: number) => string {
  return data.task === "regression" ? amount : (value) => percent(value);
}

/** Segments where the two models differ most, and whether that is more than chance. */
function differing(results: Results, segments: readonly ErrorSegment[]): SafeHtml {
  const clear = segments.filter(({ chance }) => chance < 0.05).length;
  const sorted = segments.toSorted(
    (a, b) => a.chance - b.chance || Math.abs(b.difference.mean) - Math.abs(a.difference.mean),
  );
  const both = segments[0]!.errors.map(({ model }) => `${nounOf(results, model)}`).join(" and ");
  const sentence =
    clear === 0
      ? `In no segment do ${both} differ by more than chance explains, given how many were tested.`
      : `In ${count(clear)} of ${count(segments.length)} segments ${both} differ more than chance would have it, ` +
        "among all that were looked at.";
  return html`
    <h3>Where ${both} differ most</h3>
    <p>${sentence}</p>
    ${segmentTable(results, sorted.slice(0, differences))}
    <p class="note">
      Mean errors of held-out rows
      (${results.data.task === "regression" ? "distance from the truth, in target units" : "share of wrong classes"});
      small: 95% intervals over folds. The difference is the error of the first minus that of the second.
    </p>
  `;
}

function segmentTable(results: Results, segments: readonly ErrorSegment[]): SafeHtml {
  const print = printer(results);
  const models = segments[0]?.errors.map(({ model }) => model) ?? [];
  // An error is at least 0, and a share of wrong rows at most 1.
  const most = results.data.task === "regression" ? Number.POSITIVE_INFINITY : 1;
  const erring = ({ mean, low, high }: ErrorSegment["difference"]): Content =>
    html`${print(mean)}<small>${print(Math.max(0, low))} – ${print(Math.min(most, high))}</small>`;
  const apart = ({ mean, low, high }: ErrorSegment["difference"]): Content =>
    html`${print(mean)}<small>${print(low)} – ${print(high)}</small>`;
  return table({
    label: "Errors by segment",
    className: "scores",
    columns: [
      { head: "Segment" },
      { head: "Rows", numeric: true },
      ...models.map((model) => ({ head: labelOf(results, model), numeric: true })),
      { head: "Difference", numeric: true },
    ],
    rows: segments.map((segment) => [
      html`${name(segment.column, 30)}<small>${name(segment.label, 30)}</small>`,
      count(segment.rows),
      ...models.map((_, place) => {
        const found = segment.errors[place];
        return found === undefined ? "–" : erring(found.error);
      }),
      apart(segment.difference),
    ]),
    marked: (row) => (segments[row]?.chance ?? 1) < 0.05,
  });
}

/** Rows that the first model is furthest from. */
function rowsTable(results: Results): SafeHtml | null {
  const rows = results.weaknesses?.rows ?? [];
  const first = rows[0];
  if (first === undefined) return null;
  const numbers = results.data.task === "regression";
  const shown = first.predictions.filter(({ model }) => shownInFull(results).includes(model)).map(({ model }) => model);
  const value = (row: (typeof rows)[number], model: string) =>
    row.predictions.find((one) => one.model === model)?.value;
  return html`
    <h3>Rows of the largest errors</h3>
    ${table({
      label: "Rows of the largest errors",
      className: "scores",
      columns: [
        { head: "Row", numeric: true },
        ...(first.id === null ? [] : [{ head: "Id" }]),
        { head: "Truth" },
        ...shown.map((model) => ({
          head: html`${labelOf(results, model)}<small>${numbers ? "predicts" : "gives the truth"}</small>`,
          numeric: true,
        })),
      ],
      rows: rows.map((row) => [
        String(row.row),
        ...(first.id === null ? [] : [name(row.id ?? "", 30)]),
        typeof row.truth === "number" ? plainAmount(row.truth) : name(row.truth, 30),
        ...shown.map((model) => {
          const found = value(row, model);
          return found === undefined ? "–" : numbers ? plainAmount(found) : percent(found);
        }),
      ]),
    })}
    <p class="note">
      Row 0 is the first after the header; predictions come from models that did not see the row. A mistake in the data
      is as likely here as one of the model.
    </p>
  `;
}
