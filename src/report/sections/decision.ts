import type { Decision, ModelDecision, RuleName } from "../../evaluate/results/decision.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { confusionTable } from "../chart/heat-table.ts";
import { fold } from "../fold.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { name } from "../name.ts";
import { percent } from "../number.ts";
import { styleOf } from "../palette.ts";
import { labelOf, nounOf, type Reading, type Section, shownInFull } from "../reading.ts";
import { table } from "../table.ts";
import { costFormat, withUnit } from "./cost-format.ts";
import { costFigure } from "./decision-cost.ts";
import { likeliestTable, thresholdTable } from "./decision-rows.ts";

/** Models that are drawn and listed: the rivals, then the cheapest of the others. */
const modelsShown = 4;

/** At what probability to act, what that costs, and what it saves; without costs, what each threshold brings. */
export function decisionSection({ results }: Reading): Section | null {
  const { decision } = results;
  if (decision === undefined) return null;
  const models = shownModels(results, decision);
  const first = models[0]!;
  const priced = first.rules.length > 0;
  const confusion =
    first.confusion === null || decision.classes.length > 12
      ? null
      : html`
        <h3>True and decided classes</h3>
        <div class="pairs">
          <div class="confusion">
            ${confusionTable(first.confusion, decision.classes, {
              style: styleOf(results, first.model),
              label: labelOf(results, first.model),
            })}
          </div>
        </div>
        <p class="note">
          Counts of held-out rows: rows are the true class, columns the decision by a rule that was chosen on other
          rows.
        </p>
      `;
  return {
    id: "decision",
    title: priced ? "Where to draw the line, and what it costs" : "Where to draw the line",
    body: html`
      <p class="lead">${priced ? pricedLead(decision, first, nounOf(results, first.model)) : plainLead(decision)}</p>
      ${priced ? rulesTable(decision, models, results) : null}
      ${first.curve.length > 0 ? costFigure(results, decision, models) : null}
      ${likeliestTable(decision, first, nounOf(results, first.model))}
      ${fold("True and decided classes", confusion)}
      ${fold("What each threshold brings", thresholdTable(decision, models, results))}
    `,
  };
}

function shownModels(results: Results, { models }: Decision): readonly ModelDecision[] {
  const rivals = shownInFull(results).flatMap((id) => models.filter(({ model }) => model === id));
  const cost = (one: ModelDecision) => one.rules[0]?.cost.mean ?? 0;
  const others = models.filter((one) => !rivals.includes(one)).toSorted((a, b) => cost(a) - cost(b));
  return [...rivals, ...others].slice(0, modelsShown);
}

function pricedLead({ positive, unit }: Decision, { rules, rule }: ModelDecision, noun: string): Content {
  const [main, ...others] = rules;
  if (main === undefined) return null;
  const format = costFormat(rules, unit);
  const against = (wanted: RuleName, words: Content) => {
    const saving = others.find((one) => one.rule === wanted)?.saving;
    if (saving === undefined) return null;
    const range = html` (95% interval ${format(saving.low)} to ${format(saving.high)})`;
    const verb = saving.mean < 0 ? "costs" : "saves";
    return html` Against ${words} that ${verb} ${format(Math.abs(saving.mean))} a row${range}.`;
  };
  const how =
    positive === null || rule?.threshold === null || rule === null
      ? html`take the class of least expected cost`
      : rule.threshold > 1
        ? html`never call a row ${name(positive)}`
        : html`call a row ${name(positive)} from a probability of ${percent(rule.threshold)} on`;
  return html`
    With ${noun}: ${how}. A row then costs ${format(main.cost.mean)} on average
    (${format(main.cost.low)} to ${format(main.cost.high)}).
    ${against("nobody", html`never calling ${name(positive ?? "")}`)}
    ${against("constant", html`always the same class`)}
    ${against("likeliest", positive === null ? "the likeliest class" : "a threshold of 50%")}
  `;
}

function plainLead({ positive }: Decision): Content {
  return html`
    What each threshold on the probability of ${name(positive ?? "")} finds, and how often it is right, on held-out
    rows. No costs were named, so none of them is best: with <code>--cost</code> the cheapest is chosen.
  `;
}

const ruleWords = (rule: RuleName, positive: string | null): Content => {
  const called = name(positive ?? "", 24);
  const words: Readonly<Record<RuleName, Content>> = {
    chosen: html`Cheapest threshold<small>chosen on the other folds</small>`,
    expected: html`Least expected cost<small>by probabilities alone</small>`,
    likeliest: positive === null ? "The likeliest class" : "Threshold of 50%",
    nobody: html`Never ${called}`,
    everybody: html`Always ${called}`,
    constant: html`Always one class<small>cheapest on the other folds</small>`,
  };
  return words[rule];
};

/** Cost a row by rule and model. */
function rulesTable(
  { positive, unit }: Decision,
  models: readonly ModelDecision[],
  results: Reading["results"],
): SafeHtml {
  const rules = models[0]!.rules.map(({ rule }) => rule);
  const format = costFormat(
    models.flatMap((one) => one.rules),
    unit,
  );
  const cell = (one: ModelDecision, rule: RuleName): Content => {
    const found = one.rules.find((each) => each.rule === rule);
    if (found === undefined) return "–";
    return html`${format(found.cost.mean)}<small>${format(found.cost.low)} – ${format(found.cost.high)}</small>`;
  };
  return html`
    ${table({
      label: "Cost of a row by rule",
      className: "scores",
      columns: [
        { head: html`Rule<small>cost a row</small>` },
        ...models.map(({ model }) => ({ head: labelOf(results, model), numeric: true })),
      ],
      rows: rules.map((rule) => [ruleWords(rule, positive), ...models.map((one) => cell(one, rule))]),
      marked: (row) => row === 0,
    })}
    <p class="note">
      Means over the folds; small: the 95% interval. No threshold was chosen on rows that it is scored on. Costs are
      those that were named: ${costWords(results.decision?.costs ?? [], unit)}.
    </p>
  `;
}

function costWords(costs: Decision["costs"], unit: string): Content {
  const paid = costs.filter(({ cost }) => cost !== 0).slice(0, 12);
  return paid.map(({ truth, predicted, cost }, place) => [
    place > 0 ? ", " : "",
    html`${name(truth, 24)} predicted as ${name(predicted, 24)} ${withUnit(String(cost), unit)}`,
  ]);
}
