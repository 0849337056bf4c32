import type { Results } from "../../evaluate/results/results.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { bytes, count, duration } from "../number.ts";
import type { Reading, Section } from "../reading.ts";
import { facts, scroll } from "../table.ts";
import { truncate } from "../text.ts";
import { embedded } from "../embedded.ts";

/** All that is needed to run it again, and the results to take away if they fit into `room` characters. */
export function reproductionSection({ results }: Reading, room: number): Section {
  const { machine, data, engine } = results;
  const entries: readonly (readonly [string, Content])[] = [
    [
      "Data",
      html`<code class="hash">${data.sha256}</code> <span class="quiet">SHA-256, ${count(data.bytes)} bytes</span>`,
    ],
    ["Seed", String(results.seed)],
    ["occam-tab", results.version],
    ["Engine", engineWords(engine)],
    ["Started", results.time],
    ["Took", `${duration(results.seconds)} of wall-clock time, ${count(machine.jobs)} at a time`],
    [
      "Machine",
      `${machine.processor}, ${count(machine.cores)} cores, ${bytes(machine.memoryBytes)} memory, ` +
        `${machine.platform}, Node ${machine.node}`,
    ],
    [
      "Repeatable?",
      results.reproducible
        ? "Yes: the same seed on the same data gives the same numbers, apart from times."
        : "No: with a time limit the clock decides where training stops.",
    ],
  ];
  return {
    id: "reproduction",
    title: "Run it again",
    body: html`
      ${scroll("Command", html`<pre><code>${truncate(results.command, 4000)}</code></pre>`)}
      ${facts(entries)}
      ${optionsList(results)}
      ${download(results, room)}
    `,
  };
}

function engineWords(engine: Results["engine"]): string {
  const refused = engine.refused.map(({ name, reason }) => `${name} was not used: ${reason}`);
  return [engine.name, ...refused].join("; ");
}

function optionsList({ options }: Results): SafeHtml | null {
  const entries = Object.entries(options);
  if (entries.length === 0) return null;
  return html`<details class="data"><summary>All options as they were used</summary>${facts(
    entries.map(([option, value]) => [
      html`<code>${option}</code>`,
      value === null ? "–" : truncate(String(value), 400),
    ]),
  )}</details>`;
}

function download(results: Results, room: number): SafeHtml {
  const copy = embedded(results, room);
  if (copy === null) {
    return html`
      <p class="note">The results are too large to be kept inside this page; they are in results.json beside it.</p>
    `;
  }
  const lacks = copy.complete
    ? ""
    : "; without the points of curves and scatter plots, which results.json beside this page has";
  return html`
    <p>
      <a class="download" download="results.json" href="data:application/json;base64,${copy.base64}">
        Download the results as JSON
      </a> <span class="quiet">${bytes(copy.bytes)}${lacks}</span>
    </p>
  `;
}
