import type { ModelResult } from "../../evaluate/results/models.ts";
import type { Rival } from "../../evaluate/results/verdict.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { differenceFormat } from "../metric-format.ts";
import { name } from "../name.ts";
import { count, probability } from "../number.ts";
import type { Reading, Section } from "../reading.ts";
import { table } from "../table.ts";
import { modelCell } from "./model-cell.ts";

/** Every other model against the chosen one; null for results of versions that chose none. */
export function choiceSection(reading: Reading): Section | null {
  const { choice, models } = reading.results;
  if (choice === undefined || choice.rivals.length === 0) return null;
  const chosen = models.find(({ id }) => id === choice.model);
  if (chosen === undefined) return null;
  const { label, better } = reading.headline;
  const rivals = choice.rivals.flatMap((rival) => {
    const model = models.find(({ id }) => id === rival.model);
    return model === undefined ? [] : [{ rival, model }];
  });
  return {
    id: "choice",
    title: "Which model to use",
    body: html`
      <p class="lead">
        The choice is the smallest model that no larger one is shown to beat. Each line compares another model with it
        on the same folds.
      </p>
      ${table({
        label: `The other models against ${chosen.label}`,
        className: "scores",
        columns: [
          { head: "Model" },
          { head: "Parameters", numeric: true },
          {
            head: html`
              ${label} compared with ${name(chosen.label, 30)}<small>95% interval; ${better} is better</small>
            `,
            numeric: true,
          },
          { head: html`p<small>one-sided, Holm</small>`, numeric: true },
          { head: "Outcome" },
        ],
        rows: [chosenRow(reading, chosen), ...rivals.map(({ rival, model }) => rivalRow(reading, rival, model))],
        marked: (row) => row === 0,
      })}
      ${meaning()}
    `,
  };
}

function chosenRow(reading: Reading, chosen: ModelResult): readonly Content[] {
  return [
    modelCell(reading.results, chosen),
    count(chosen.parameters),
    "chosen",
    "",
    "the smallest that none is shown to beat",
  ];
}

function rivalRow(reading: Reading, rival: Rival, model: ModelResult): readonly Content[] {
  const format = differenceFormat(reading.headline.id, rival);
  // Headlines are losses: a positive difference says that this model's is lower.
  const sign = (value: number) => `${value > 0 ? "−" : "+"}${format.plain(Math.abs(value))}`;
  return [
    modelCell(reading.results, model),
    count(model.parameters),
    html`${sign(rival.difference)}<small>${sign(rival.high)} to ${sign(rival.low)}</small>`,
    probability(rival.adjustedPValue),
    outcome(rival),
  ];
}

function outcome({ larger, outcome: said, rowsToDecide }: Rival): Content {
  if (said === "equivalent") return "equally good";
  if (said === "worse") return larger ? "larger and worse" : "smaller and worse";
  if (said === "better") return larger ? "larger and better" : "smaller and better";
  const rows = rowsToDecide === null ? null : html`<small>about ${count(rowsToDecide)} rows would decide</small>`;
  return html`not shown to be better${rows}`;
}

function meaning(): SafeHtml {
  return html`
    <div class="prose">
      <p>
        A larger model counts as better only when the test excludes chance, corrected for the number of models that are
        larger than the smaller one, and its lead is larger than the margin that matters. The question is put to the
        smallest model first and ends with the first that stands, so a model larger than needed is recommended in at
        most 5% of runs. What the folds cannot tell goes to the smaller model.
      </p>
    </div>
  `;
}
