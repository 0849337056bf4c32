import type { Results } from "../../evaluate/results/results.ts";
import { html, type SafeHtml, svg } from "../html.ts";
import { name } from "../name.ts";
import { amount, count, plural } from "../number.ts";
import type { Style } from "../palette.ts";
import { table } from "../table.ts";
import { capital } from "../text.ts";

const columnsListed = 60;

/** Which columns the network reads after pruning, in how many folds. */
export function survival({ survival: columns, split }: Results, style: Style): SafeHtml | null {
  if (columns.length === 0) return null;
  const folds = split.folds.length;
  const sorted = columns.toSorted((a, b) => b.folds - a.folds || b.weights - a.weights);
  const always = sorted.filter((one) => one.folds >= folds);
  const never = sorted.filter((one) => one.folds === 0);
  const sometimes = sorted.filter((one) => one.folds > 0 && one.folds < folds);
  const share =
    always.length === columns.length
      ? `${columns.length === 1 ? "The only column is" : `All ${count(columns.length)} columns are`} read by the ` +
        "network in every fold; what pruning took away are weights, not columns."
      : `${capital(plural(always.length, "column is", "columns are"))} read by the network in every fold, ` +
        `${count(sometimes.length)} in some, ${count(never.length)} in none. The network needs the ` +
        "columns that survive in all folds; those that come and go are replaceable.";
  const dots = (kept: number) => strip(kept, folds, style);
  return html`<h3>What pruning kept</h3><p class="lead">${share}</p>${
    sometimes.length === 0 ? null : survivalTable(sometimes, dots, "Columns that survived in some folds")
  }${namesOf("Pruned away in every fold", never)}${
    always.length === 0
      ? null
      : html`
        <details class="data">
          <summary>Columns kept in every fold, and their weights</summary>
          ${survivalTable(always, dots, "Columns that survived in every fold")}
        </details>
      `
  }`;
}

function namesOf(what: string, columns: Results["survival"]): SafeHtml | null {
  if (columns.length === 0) return null;
  const listed = columns.slice(0, 40);
  const more = columns.length > listed.length ? ` and ${count(columns.length - listed.length)} more` : "";
  return html`
    <p class="note">${what}: ${listed.map((one, index) => [index > 0 ? ", " : null, name(one.column)])}${more}.</p>
  `;
}

function survivalTable(columns: Results["survival"], dots: (kept: number) => SafeHtml, label: string): SafeHtml {
  const listed = columns.slice(0, columnsListed);
  return html`
    ${table({
      label,
      columns: [{ head: "Column" }, { head: "Folds that kept it" }, { head: "Weights that read it", numeric: true }],
      rows: listed.map((one) => [name(one.column), dots(one.folds), amount(one.weights)]),
    })}
    ${
      listed.length < columns.length
        ? html`<p class="note">${count(listed.length)} of ${count(columns.length)}.</p>`
        : null
    }
  `;
}

/** Filled and empty dots, one a fold; a bar where there are many. */
function strip(kept: number, folds: number, style: Style): SafeHtml {
  const text = `${count(kept)} of ${count(folds)}`;
  if (folds > 12) {
    return html`
      <span class="strip-text">${text}</span>
      <svg class="strip" width="96" height="10" viewBox="0 0 96 10" aria-hidden="true" focusable="false">
        ${svg`
          <rect class="track" x="0" y="2" width="96" height="6"/>
          <rect class="bar ${style.className}" x="0" y="2" width="${(96 * kept) / folds}" height="6"/>
        `}
      </svg>
    `;
  }
  const width = folds * 11;
  const dots = Array.from({ length: folds }, (_, index) => {
    const className = index < kept ? `dot-on ${style.className}` : "dot-off";
    return svg`<circle class="${className}" cx="${index * 11 + 5.5}" cy="6" r="3.6"/>`;
  });
  return html`
    <span class="strip-text">${text}</span>
    <svg class="strip" width="${width}" height="12" viewBox="0 0 ${width} 12" aria-hidden="true" focusable="false">
      ${dots}
    </svg>
  `;
}
