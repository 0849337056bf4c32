import type { Finding } from "../../ingest/table.ts";
import { html, type SafeHtml } from "../html.ts";
import { name } from "../name.ts";
import { count } from "../number.ts";
import { truncate } from "../text.ts";

const findingsListed = 100;
const longest = 1200; // letters of a finding: a few sentences, whatever the names in it

/** What stood out in the data, warnings first. */
export function findingsBlock(findings: readonly Finding[]): SafeHtml {
  const sorted = findings.toSorted((a, b) => rank(a) - rank(b));
  const listed = sorted.slice(0, findingsListed);
  return html`
    <h3 id="findings">Findings</h3>
    ${
      listed.length === 0 ? html`<p>Nothing stood out.</p>` : html`<ul class="findings">${listed.map(findingItem)}</ul>`
    }
    ${
      listed.length < sorted.length
        ? html`<p class="note">${count(sorted.length - listed.length)} more findings are in the results file.</p>`
        : null
    }
  `;
}

function findingItem(finding: Finding): SafeHtml {
  const { severity, code, column, message, action } = finding;
  return html`
    <li class="${severity === "warning" ? "warning" : "info"}">
      <p>
        <span class="sev">${
          severity === "warning" ? html`<span aria-hidden="true">▲ </span>Warning` : "Note"
        }</span> <code>${code}</code>
        ${column === null ? null : html` ${name(column, 48)}`}
      </p>
      <p>${truncate(message, longest)} <span class="quiet">${truncate(action, longest)}</span></p>
    </li>
  `;
}

function rank(finding: Finding): number {
  return finding.severity === "warning" ? 0 : 1;
}
