import { html } from "./html.ts";
import { name } from "./name.ts";
import { count, plural } from "./number.ts";
import { page } from "./page.ts";
import { type DataPart, dataSection } from "./sections/data.ts";

/** What `inspect` knows of a table before anything is trained. */
export interface Inspection extends DataPart {
  readonly version: string; // of occam-tab
}

/** One self-contained HTML page about a table: columns, their types and why, findings, and how it would be split. */
export function renderInspection(inspection: Inspection): string {
  const { data } = inspection;
  const warnings = [...data.findings, ...inspection.findings].filter((finding) => finding.severity === "warning");
  const inputs = data.columns.filter((column) => column.role === "input").length;
  const task =
    data.task === "regression"
      ? "a number (regression)"
      : `${plural(data.classes.length, "class", "classes")} (${data.task})`;
  const header = html`
    <header class="hero" id="summary">
      <p class="kicker">What was read</p>
      <h1>${name(data.name, 60)}</h1>
      <p class="advice">
        ${plural(data.rows, "row")}, ${plural(data.columns.length, "column")}, ${count(inputs)} of them inputs.
        The target is ${name(data.target, 40)}: ${task}. ${
          warnings.length === 0 ? "No warnings." : `${plural(warnings.length, "warning")}, listed below.`
        }
      </p>
    </header>
  `;
  return page({
    title: `What was read: ${data.name}`,
    header,
    first: { id: "summary", title: "Summary" },
    sections: [dataSection(inspection)],
    footer: `occam-tab ${inspection.version}`,
  });
}
