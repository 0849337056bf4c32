import type { ColumnSummary, Results } from "../../evaluate/results/results.ts";
import type { Finding } from "../../ingest/table.ts";
import { tinyHistogram } from "../chart/histogram.ts";
import { fold } from "../fold.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { name, openName } from "../name.ts";
import { bytes, count, percent, plural } from "../number.ts";
import type { Section } from "../reading.ts";
import { table } from "../table.ts";
import { capital, truncate } from "../text.ts";
import { findingsBlock } from "./findings.ts";

const columnsListed = 500;
const classesListed = 40;

/** What of the results the data section shows; `inspect` has it before anything is trained. */
export type DataPart = Pick<Results, "data" | "split"> & { readonly findings: readonly Finding[] };

/** What was read: findings, columns, target and split. */
export function dataSection(part: DataPart): Section {
  return {
    id: "data",
    title: "The data",
    body: html`
      ${overview(part)}
      ${findingsBlock([...part.data.findings, ...part.findings])}
      ${targetBlock(part)}
      ${fold("All columns", columnsBlock(part.data.columns))}
      ${splitTable(part)}
    `,
  };
}

function overview({ data, split }: DataPart): SafeHtml {
  const unused = data.rows - data.usedRows;
  const tests = split.folds.map((fold) => fold.test);
  const [least, most] = [Math.min(...tests), Math.max(...tests)];
  const tested = least === most ? plural(least, "row") : `${count(least)} to ${count(most)} rows`;
  const repeats = split.repeats > 1 ? ` (${split.repeats} repeats)` : "";
  const folds =
    split.folds.length === 0
      ? ""
      : ` Each of the ${plural(split.folds.length, "fold")}${repeats} is tested on ${tested}.`;
  const reason = /[.!?]$/.test(split.reason) ? capital(split.reason) : `${capital(split.reason)}.`;
  return html`
    <p class="lead">
      ${name(data.name, 60)} has ${plural(data.rows, "row")}
      ${unused > 0 ? `, ${count(unused)} of them not used,` : ""}
      ${` and ${plural(data.columns.length, "column")} (${bytes(data.bytes)}). `}
      ${reason}
      ${folds}
    </p>
  `;
}

function targetBlock({ data }: DataPart): SafeHtml | null {
  if (data.classes.length === 0) return null;
  const total = Math.max(
    1,
    data.classes.reduce((sum, one) => sum + one.rows, 0),
  );
  const top = Math.max(1, ...data.classes.map((one) => one.rows));
  const listed = data.classes.slice(0, classesListed);
  return html`
    <h3>The target: ${name(data.target, 40)}</h3>
    ${table({
      label: "Classes of the target",
      columns: [
        { head: "Class" },
        { head: "Rows", numeric: true },
        { head: "Share", numeric: true },
        { head: html`<span class="sr">Share as a bar</span>` },
      ],
      rows: listed.map((one) => [
        name(one.name),
        count(one.rows),
        percent(one.rows / total),
        html`
          <svg class="strip" width="160" height="10" viewBox="0 0 160 10" aria-hidden="true" focusable="false">
            <rect class="neutral" x="0" y="1" width="${Math.round((1600 * one.rows) / top) / 10}" height="8"/>
          </svg>
        `,
      ]),
    })}
    ${
      listed.length < data.classes.length
        ? html`<p class="note">The first ${count(listed.length)} of ${count(data.classes.length)} classes.</p>`
        : null
    }
  `;
}

function columnsBlock(columns: readonly ColumnSummary[]): SafeHtml {
  const inputs = columns.filter((column) => column.role === "input" || column.role === "target");
  const others = columns.filter((column) => column.role !== "input" && column.role !== "target");
  const sorted = [
    ...inputs.filter((column) => column.role === "target"),
    ...inputs.filter((column) => column.role === "input"),
    ...others,
  ];
  const listed = sorted.slice(0, columnsListed);
  return html`
    <h3>Columns</h3>
    ${
      others.length === 0
        ? null
        : html`
          <p class="lead">
            ${plural(others.length, "column is", "columns are")} not an input; the reason is in the last column of the
            table.
          </p>
        `
    }
    ${table({
      label: "Columns of the data",
      className: "plain columns",
      columns: [
        { head: "Column" },
        { head: "Distribution" },
        { head: "Read as" },
        { head: "Missing", numeric: true },
        { head: "Distinct", numeric: true },
        { head: "Why this type; what became of it" },
      ],
      rows: listed.map(columnRow),
    })}
    ${
      listed.length < sorted.length
        ? html`
          <p class="note">
            The first ${count(listed.length)} of ${count(sorted.length)} columns; the results file has all.
          </p>
        `
        : null
    }
  `;
}

function columnRow(column: ColumnSummary): readonly Content[] {
  const bars = column.histogram.slice(0, 12);
  const told = bars.map((bar) => `${truncate(bar.label, 24)}: ${count(bar.rows)}`).join(", ");
  const role = column.role === "input" ? null : html` <span class="role role-${column.role}">${column.role}</span>`;
  return [
    html`${openName(column.name)}${role}`,
    html`
      ${bars.length === 0 ? null : tinyHistogram(bars, `Rows by value: ${told}`)}
      <small>${truncate(column.summary, 120)}</small>
    `,
    column.kind,
    column.missing === 0 ? html`<span class="nil">0</span>` : count(column.missing),
    count(column.distinct),
    html`
      <span class="why">
        ${truncate(column.reason, 240)}
        ${column.note === "" ? null : html` <strong>${truncate(column.note, 240)}</strong>`}
      </span>
    `,
  ];
}

function splitTable({ split }: DataPart): SafeHtml | null {
  if (split.folds.length === 0) return null;
  return html`<details class="data"><summary>Rows of every fold</summary>${table({
    label: "Rows of every fold",
    columns: [{ head: "Fold" }, { head: "Training rows", numeric: true }, { head: "Test rows", numeric: true }],
    rows: split.folds.map(({ fold, train, test }) => [`fold ${fold + 1}`, count(train), count(test)]),
  })}</details>`;
}
