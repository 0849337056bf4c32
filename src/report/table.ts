import { type Content, html, type SafeHtml } from "./html.ts";

/** A column of a table: numbers stand right, so that their decimals line up. */
export interface TableColumn {
  readonly head: Content;
  readonly numeric?: boolean;
}

/** A table in its own scroll container, reachable by keyboard; the first cell of a row is its head. */
export function table(options: {
  readonly label: string; // what the table holds, for screen readers
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly Content[])[];
  readonly className?: string;
  readonly marked?: (row: number) => boolean; // rows to bring out
}): SafeHtml {
  const { columns, rows } = options;
  const side = (index: number) => (columns[index]?.numeric === true ? html` class="n"` : null);
  return scroll(
    options.label,
    html`<table class="${options.className ?? "plain"}"><thead><tr>${columns.map(
      (column, index) => html`<th scope="col"${side(index)}>${column.head}</th>`,
    )}</tr></thead><tbody>${rows.map(
      (row, place) =>
        html`<tr${options.marked?.(place) === true ? html` class="marked"` : null}>${row.map((cell, index) =>
          index === 0 ? html`<th scope="row"${side(index)}>${cell}</th>` : html`<td${side(index)}>${cell}</td>`,
        )}</tr>`,
    )}</tbody></table>`,
  );
}

/** A group, focusable so that keys scroll it, that scrolls sideways inside itself, so that the page never does. */
export function scroll(label: string, content: SafeHtml): SafeHtml {
  return html`<div class="scroll" role="group" aria-label="${label}" tabindex="0">${content}</div>`;
}

/** Terms with their values. */
export function facts(entries: readonly (readonly [term: Content, value: Content])[]): SafeHtml {
  return html`<dl class="facts">${entries.map(
    ([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
