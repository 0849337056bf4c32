import { html, type SafeHtml } from "./html.ts";
import { count } from "./number.ts";
import { truncate, visible } from "./text.ts";

const usual = 40;

/** A name from the data, isolated so that its direction stays its own; a long one is cut. */
export function name(text: string, limit = usual): SafeHtml {
  return html`<bdi class="name">${shown(text, limit)}</bdi>`;
}

/** As `name`, and a long one opens to more of it: at most 2,000 characters. */
export function openName(text: string): SafeHtml {
  if (text.length <= usual) return name(text);
  const whole = truncate(text, 2000);
  const rest = text.length > 2000 ? `, the first 2,000 shown` : "";
  return html`
    <details class="long">
      <summary>${name(text)}</summary>
      <bdi class="whole">${whole}</bdi> <span class="quiet">(${count(text.length)} characters${rest})</span>
    </details>
  `;
}

/** The text of a name for a place without markup (a chart's label); never empty. */
export function shown(text: string, limit: number): string {
  return text.trim() === "" ? "(no name)" : truncate(visible(text.slice(0, 20_000)), limit);
}
