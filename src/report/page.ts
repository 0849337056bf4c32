import { createHash } from "node:crypto";
import { html, ownMarkup, type SafeHtml } from "./html.ts";
import type { Section } from "./reading.ts";
import { style } from "./style/style.ts";
import { truncate } from "./text.ts";

/** What a page is made of. */
export interface Page {
  readonly title: string;
  readonly header: SafeHtml;
  readonly first: { readonly id: string; readonly title: string }; // the header's entry in the contents
  readonly sections: readonly Section[];
  readonly footer: string;
}

/**
 * The whole file. The policy allows one style sheet by its hash and nothing else: no script, no font, no image, no
 * request.
 */
export function page(parts: Page): string {
  const hash = createHash("sha256").update(style, "utf8").digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  const entries = [parts.first, ...parts.sections];
  const file = html`
    ${ownMarkup("<!doctype html>\n")}
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>${truncate(parts.title, 120)}</title>
        <style>${ownMarkup(style)}</style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the report</a>
        <div class="page">
          <nav aria-label="Contents">
            <ol>${entries.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol>
          </nav>
          <main id="main">
            ${parts.header}
            ${parts.sections.map(part)}
            <footer>${parts.footer}</footer>
          </main>
        </div>
      </body>
    </html>
    ${ownMarkup("\n")}
  `;
  return file.toString();
}

function part({ id, title, body, folded }: Section, index: number): SafeHtml {
  const content =
    folded === undefined
      ? body
      : html`<details class="fold"><summary>${folded}<span class="sr"> (${title})</span></summary>${body}</details>`;
  return html`
    <section class="part" id="${id}" aria-labelledby="${id}-title">
      <h2 id="${id}-title"><span class="no">${index + 2}</span>${title}</h2>
      ${content}
    </section>
  `;
}
