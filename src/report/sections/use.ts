import type { Results } from "../../evaluate/results/results.ts";
import { fold } from "../fold.ts";
import { html, type SafeHtml } from "../html.ts";
import { nounOf, type Reading, rowsLearnt, type Section } from "../reading.ts";
import { scroll } from "../table.ts";

/** What guesses without looking at a row, so that there is nothing to use. */
const guess = "dummy";

/** What no file can hold. */
const unsaved = "forest-mljs";

/** The commands for the chosen model: predict, export, watch it; null where no model is worth it. */
export function useSection({ results }: Reading): Section | null {
  const { choice } = results;
  if (choice === undefined || choice.model === guess || choice.model === unsaved) return null;
  const file = fileOf(results, choice.model);
  const [form, others] = exportsOf(choice.model);
  return {
    id: "use",
    title: "Use this model",
    body: html`
      <p class="lead">
        <code>${file}</code> beside this page holds ${nounOf(results, choice.model)}, trained on ${rowsLearnt(results)}.
      </p>
      ${command("Predict new rows", `occam-tab predict ${file} new.csv --out predictions.csv`)}
      <p class="note">${extras(results)}</p>
      ${command("Take it along", `occam-tab export ${file} --to ${form}`)}
      <p class="note">Also to ${others}: one file that predicts what <code>predict</code> does.</p>
      ${fold("Guard it in CI", guard())}
    `,
  };
}

/** model.json is the network where it took part, recommended.json then any other choice. */
function fileOf({ models }: Results, chosen: string): string {
  return chosen === "occam" || !models.some(({ id }) => id === "occam") ? "model.json" : "recommended.json";
}

/** The first form that holds a model of this id, and the others: not every language has room for trees. */
function exportsOf(id: string): readonly [form: string, others: string] {
  if (id === "portfolio") return ["js --out model.js", "page"];
  if (id === "boosting" || id.startsWith("forest")) return ["js --out model.js", "c, onnx and page"];
  return ["python --out model.py", "js, c, sql, onnx and page"];
}

/** The scores of this table, stored once and checked from then on. */
function guard(): SafeHtml {
  const lines = ["--update", "--strict"].map((flag) => `occam-tab bench FOLDER --baseline baseline.json ${flag}`);
  return html`
    ${command("Guard it in CI", lines.join("\n"))}
    <p class="note">
      FOLDER holds the table. The first line stores the scores once; the second fails when a later version is worse.
    </p>
  `;
}

function command(title: string, lines: string): SafeHtml {
  return html`<h3>${title}</h3>${scroll(title, html`<pre><code>${lines}</code></pre>`)}`;
}

function extras({ data, decision }: Results): SafeHtml {
  const decides = decision !== undefined && decision.costs.length > 0;
  const threshold = data.task === "regression" || decides ? null : html`, <code>--threshold 0.3</code> a decision`;
  return html`
    ${decides ? html`It adds the column <code>decision</code> by the costs below. ` : null}
    <code>--explain 3</code> adds why, <code>--interval 90</code> how sure${threshold}.
  `;
}
