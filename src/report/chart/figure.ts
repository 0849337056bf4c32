import { type Content, html, type SafeHtml } from "../html.ts";
import type { Style } from "../palette.ts";
import { sample } from "./mark.ts";
import type { Drawing } from "./frame.ts";

/** Widths a chart is drawn for: a phone or a column of three, and the text column of a screen. */
export const narrow = 340;
export const wide = 720;

/** A chart with all that belongs to it. */
export interface Figure {
  readonly id: string; // of ours, never from data
  readonly title: string;
  readonly description: string; // what is drawn and how to read it, for eyes and for screen readers
  readonly note?: Content; // what was left out, where an axis starts
  readonly key?: readonly { readonly style: Style; readonly label: string }[]; // where labels do not fit into the chart
  readonly keyLines?: boolean;
  readonly terse?: boolean; // the text above a group of charts says enough: the description is for screen readers only
  readonly table: SafeHtml | null; // the data
  draw(width: number): Drawing;
}

/** A figure across the text column, drawn once for phones and once for screens. */
export function wideFigure(figure: Figure): SafeHtml {
  return html`
    <figure class="fig fig-wide" id="${figure.id}">
      <div class="plot">
        <h3>${figure.title}</h3>
        ${keyOf(figure)}
        <div class="for-wide">${drawing(figure, wide, "w")}</div>
        <div class="for-narrow">${drawing(figure, narrow, "n")}</div>
      </div>
      ${caption(figure)}
    </figure>
  `;
}

/** A figure of one third of the width, side by side with others in a `panels` grid. */
export function panel(figure: Figure): SafeHtml {
  return html`
    <figure class="fig" id="${figure.id}">
      <div class="head"><h3>${figure.title}</h3>${keyOf(figure)}</div>
      ${drawing(figure, narrow, "p")}
      ${caption(figure)}
    </figure>
  `;
}

/** Figures beside each other where there is room. */
export function panels(figures: readonly SafeHtml[]): SafeHtml {
  return html`<div class="panels">${figures}</div>`;
}

function caption(figure: Figure): SafeHtml {
  return html`<figcaption>${figure.terse === true ? null : html`<p>${figure.description}</p>`}${
    figure.note === undefined || figure.note === "" ? null : html`<p class="note">${figure.note}</p>`
  }${
    figure.table === null
      ? null
      : html`
        <details class="data">
          <summary>Data as a table<span class="sr"> (${figure.title})</span></summary>
          ${figure.table}
        </details>
      `
  }</figcaption>`;
}

function keyOf(figure: Figure): SafeHtml | null {
  return figure.key === undefined || figure.key.length === 0 ? null : keys(figure.key, figure.keyLines);
}

/** Names of models beside a sample of their shape and, with `lines`, of their line. */
export function keys(entries: NonNullable<Figure["key"]>, lines = false): SafeHtml {
  return html`<p class="keys">${entries.map(
    (entry) => html`<span>${sample(entry.style, lines)} ${entry.label}</span> `,
  )}</p>`;
}

function drawing(figure: Figure, width: number, variant: string): SafeHtml {
  const drawn = figure.draw(width);
  const id = `${figure.id}-${variant}`;
  return html`
    <svg
      class="chart"
      viewBox="0 0 ${drawn.width} ${Math.ceil(drawn.height)}"
      width="${drawn.width}"
      height="${Math.ceil(drawn.height)}"
      role="img"
      aria-labelledby="${id}t ${id}d">
      <title id="${id}t">${figure.title}</title>
      <desc id="${id}d">${figure.description}</desc>
      ${drawn.content}
    </svg>
  `;
}
