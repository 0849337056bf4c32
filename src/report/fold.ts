import { html, type SafeHtml } from "./html.ts";

/** Details that open on a click; paper shows them. */
export function fold(what: string, content: SafeHtml | null): SafeHtml | null {
  return content === null ? null : html`<details class="fold"><summary>${what}</summary>${content}</details>`;
}
