import type { ModelResult } from "../../evaluate/results/models.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { amount, bytes, count, duration, times } from "../number.ts";
import { type Reading, rowsLearnt, shownInFull } from "../reading.ts";
import { table } from "../table.ts";
import { modelCell } from "./model-cell.ts";

/** What each model costs to keep, to train and to ask. */
export function costBlock(reading: Reading, models: readonly ModelResult[]): SafeHtml {
  const { results } = reading;
  return html`
    ${cost(reading, models)}
    <p class="note">
      Means over the folds; small: against ${referenceOf(results).label}. Operations are multiply-adds for networks
      and linear models, split-scan steps (training) and node visits (prediction) for trees; seconds are CPU time on
      this machine.${saved(results)}
    </p>
  `;
}

interface CostColumn {
  readonly head: Content;
  readonly of: (model: ModelResult) => number;
  readonly print: (value: number) => string;
}

function cost({ results }: Reading, models: readonly ModelResult[]): SafeHtml {
  const columns: readonly CostColumn[] = [
    { head: "Parameters", of: (model) => model.parameters, print: count },
    { head: "Saved size", of: (model) => model.bytes, print: bytes },
    { head: html`Training<small>operations</small>`, of: (model) => model.trainOperations, print: amount },
    { head: html`Training<small>CPU time</small>`, of: (model) => model.trainSeconds, print: duration },
    {
      head: html`Prediction<small>operations a row</small>`,
      of: (model) => model.predictOperationsPerRow,
      print: amount,
    },
    {
      head: html`Prediction<small>time a row</small>`,
      of: (model) => model.predictMicrosecondsPerRow,
      print: (value) => `${amount(value)} µs`,
    },
  ];
  const reference = referenceOf(results);
  return table({
    label: "Size and cost of the models",
    className: "scores",
    marked: shownAmongMany(results, models),
    columns: [{ head: "Model" }, ...columns.map(({ head }) => ({ head, numeric: true }))],
    rows: models.map((model) => [
      modelCell(results, model),
      ...columns.map(
        ({ of, print }) =>
          html`
            ${print(of(model))}
            ${model === reference ? html`<small>reference</small>` : against(of(model), of(reference))}
          `,
      ),
    ]),
  });
}

/** What costs are set against: the forest, or the first model where there is none. */
function referenceOf({ models }: Results): ModelResult {
  return models.find(({ id }) => id === "forest") ?? models[0]!;
}

function saved(results: Results): string {
  const { finalModel } = results;
  if (finalModel === undefined) return "";
  return (
    ` The model that was saved is trained on ${rowsLearnt(results)}: ${count(finalModel.parameters)} parameters, ` +
    `${bytes(finalModel.bytes)}.`
  );
}

function against(value: number, reference: number): SafeHtml | null {
  if (!(value > 0 && reference > 0)) return null;
  const ratio = reference / value;
  if (ratio > 0.95 && ratio < 1.05) return html`<small>the same</small>`;
  if (!Number.isFinite(ratio) || ratio === 0) return html`<small>–</small>`;
  return html`<small>${ratio > 1 ? `1/${times(ratio).replace("×", "")}` : times(1 / ratio)}</small>`;
}

/** Among many models the two that are shown in full are brought out. */
export function shownAmongMany(results: Results, models: readonly ModelResult[]): (row: number) => boolean {
  return (row) => models.length > 5 && shownInFull(results).includes(models[row]?.id ?? "");
}
