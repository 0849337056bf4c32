import { type Content, html } from "../report/html.ts";
import { name } from "../report/name.ts";
import { page } from "../report/page.ts";
import type { Section } from "../report/reading.ts";
import { facts, type TableColumn } from "../report/table.ts";
import type { StudySubject } from "./study.ts";

/** What a study says on its page; the frame adds how it was made. */
export interface StudyPage {
  readonly subject: StudySubject;
  readonly kicker: string; // "Study: pruning while data arrive"
  readonly what: string; // of the data: "4,000 rows, 5 seeds"
  readonly finding: Content;
  readonly sections: readonly Section[];
  readonly made: string; // how it was made, in sentences
  readonly facts: readonly (readonly [term: Content, value: Content])[];
}

/** One HTML page in the style of the report: the finding first, how it was made last. */
export function studyPage({ subject, kicker, what, finding, sections, made, facts: own }: StudyPage): string {
  const { origin, settings, sha256, target } = subject;
  const header = html`
    <header class="hero" id="summary">
      <p class="kicker">${kicker}</p>
      <p class="subject">${target === null ? "" : html`Target ${name(target, 40)} · `}${what}</p>
      <h1>${name(subject.name, 60)}</h1>
      <p class="advice">${finding}</p>
    </header>
  `;
  const origins: readonly (readonly [Content, Content])[] = [
    ["Command", html`<code>${origin.command}</code>`],
    ...(sha256 === "" ? [] : [["Data", html`<code class="hash">${sha256}</code>`] as const]),
    ["Seed, preset", `${settings.seed}, ${settings.preset}`],
    ["Version", origin.version],
    ["Started", origin.time],
  ];
  const body = html`
    <p class="lead">${made}</p>
    ${facts([...own, ...origins])}
    <p class="note">All numbers are in study.csv and study.json beside this page.</p>
  `;
  return page({
    title: `${kicker}: ${subject.name}`,
    header,
    first: { id: "summary", title: "Summary" },
    sections: [...sections, { id: "made", title: "How it was made", body }],
    footer: `occam-tab ${origin.version}`,
  });
}

/** Columns of a table of numbers after a first one of names. */
export function numericAfterFirst(head: Content, index: number): TableColumn {
  return { head, numeric: index > 0 };
}
