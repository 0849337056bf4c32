import type { Results } from "../../evaluate/results/results.ts";
import { html, type SafeHtml } from "../html.ts";
import { metricsOf, metricWords } from "../metric-words.ts";
import { count } from "../number.ts";
import type { Reading, Section } from "../reading.ts";

/** What the report does not say, and its words in plain language. */
export function limitsSection({ results }: Reading): Section {
  const metrics = metricsOf(results.data.task)
    .filter((id) => results.models.some((model) => model.summary[id] !== undefined))
    .map(metricWords);
  return {
    id: "limits",
    title: "Limits and glossary",
    body: html`
      <h3>What this report does not say</h3>
      <ul class="prose">${limits(results).map((text) => html`<li>${text}</li>`)}</ul>
      <h3>Words</h3>
      <dl class="terms">
        ${metrics.map(
          (metric) =>
            html`
              <dt>${metric.label} <span class="quiet">${metric.better} is better</span></dt>
              <dd>${metric.meaning}</dd>
            `,
        )}
        ${glossary.map(([term, meaning]) => html`<dt>${term}</dt><dd>${meaning}</dd>`)}
      </dl>
      ${counting(results)}
    `,
  };
}

function limits(results: Results): readonly string[] {
  const rows = results.data.usedRows;
  return [
    `The scores hold for new rows that come from the same source as these ${count(rows)}. If the world has ` +
      "changed since, or the rows were selected, all scores may be off.",
    "Every model has one set of defaults for all tables: not the best that weeks of tuning would find.",
    "Importance shows what a model uses, not what causes the target: changing a column in the real world may change " +
      "nothing.",
    ...(rows < 1000 ? [`${count(rows)} rows are few: intervals are wide, and a lucky split can mislead.`] : []),
    ...(results.split.method === "time-ordered" || results.split.method === "grouped"
      ? []
      : [
          "The scores assume independent rows. If several rows belong to one person, machine or day, name that " +
            "column with --group or --time: scores may drop.",
        ]),
    ...(results.reproducible
      ? []
      : ["The run had a time limit: another run, or another machine, may stop elsewhere and give other numbers."]),
  ];
}

const glossary: readonly (readonly [term: string, meaning: SafeHtml | string])[] = [
  [
    "Random forest",
    "Hundreds of decision trees, each grown on a random part of the rows and splitting on random columns; their " +
      "predictions are averaged. Hard to beat on tables, and large.",
  ],
  [
    "Gradient boosting",
    "Small decision trees, grown one after the other, each to correct the errors of those before it; their values " +
      "are added.",
  ],
  [
    "Network",
    "Layers that multiply numbers by weights, add them and apply a nonlinear function. This one is small: most " +
      "weights are pruned while it learns.",
  ],
  ["Pruning", "Removing weights from the network for good. A pruned weight costs no memory and no time."],
  [
    "Occam Gradient Descent",
    "Training that prunes as it learns, by as much as the loss allows (B. N. Kausik, arXiv:2405.20194).",
  ],
  ["Parameter", "One number that a model stores and needs to predict."],
  [
    "Fold",
    "One part of the rows, kept for testing while the models train on the others. Every row is tested once; the " +
      "score is the mean over the folds.",
  ],
  [
    "95% interval",
    "A range for the true value, as far as these folds can show: about 95 in 100 such ranges contain it.",
  ],
  [
    "Prediction interval",
    "A prediction with the errors around it that models of the folds made on held-out rows (cross-conformal). Its " +
      "coverage is measured, not proved: the theorem of CV+, at least 80 of 100 rows in intervals of 90%, is about " +
      "the models of all folds, and here one model predicts.",
  ],
  ["p-value", "How often chance alone would show a difference at least this large if both models were equally good."],
  [
    "Operation",
    "One multiplication with its addition (networks, linear models), one step of a split scan (growing trees) or " +
      "one visited node (predicting with it).",
  ],
];

/**
 * What the counting rules speak of, in the order of the tables; a rule for a figure that the report has not is left
 * out.
 */
const counted: readonly (readonly [rule: string, heading: string])[] = [
  ["parameters", "Parameters"],
  ["bytes", "Saved size"],
  ["trainOperations", "Training operations"],
  ["denseEquivalent", "Training operations unpruned"],
  ["predictOperations", "Prediction operations"],
  ["seconds", "Times"],
];

function counting({ counting: rules }: Results): SafeHtml | null {
  if (rules === undefined) return null;
  return html`<h3>How it was counted</h3><dl class="terms">${counted.map(([rule, heading]) =>
    rules[rule] === undefined ? null : html`<dt>${heading}</dt><dd>${rules[rule]}</dd>`,
  )}</dl>`;
}
