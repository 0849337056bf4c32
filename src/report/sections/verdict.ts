import { html, type SafeHtml } from "../html.ts";
import { metricFormat } from "../metric-format.ts";
import { name } from "../name.ts";
import { percent, plural } from "../number.ts";
import type { DuelReading, Reading } from "../reading.ts";
import { capital } from "../text.ts";
import { tiles } from "./verdict-tiles.ts";

/** The first screen: which model to use; then network against forest: how sure, how much smaller, at what cost. */
export function verdictHeader(reading: Reading): SafeHtml {
  const { duel } = reading;
  const both = duel === null ? null : { ...reading, ...duel };
  return html`
    <header class="hero" id="verdict">
      ${head(reading, both)}
      ${both === null ? null : tiles(both)}
      ${both === null ? null : inWords(both)}
      ${warnings(reading)}
    </header>
  `;
}

/**
 * The choice among all models, and below it network against forest; that alone in results of versions that chose none.
 */
function head(reading: Reading, duel: DuelReading | null): SafeHtml {
  const { choice } = reading.results;
  const verdict = duel?.verdict;
  const other = verdict?.againstDefault === undefined ? "" : ` ${verdict.againstDefault}`;
  const said = verdict === undefined || verdict.advice === choice?.advice ? "" : verdict.advice;
  const advice = `${said}${other}` === "" ? null : html`<p class="advice">${said}${other}</p>`;
  if (choice === undefined) {
    return html`
      <p class="kicker">Random forest or small network?</p>
      ${subject(reading)}
      ${verdict === undefined ? null : answer(verdict.sentence)}
      ${advice}
    `;
  }
  const all = choice.rivals.length === 0 ? null : html` <a href="#choice">All models compared.</a>`;
  return html`
    <p class="kicker">Which model should I use?</p>
    ${subject(reading)}
    ${answer(choice.sentence)}
    <p class="advice">${choice.advice}${all}</p>
    ${
      verdict === undefined
        ? null
        : html`
          <h2 class="duel">Random forest or small network?</h2>
          <p><strong>${verdict.sentence}</strong></p>
        `
    }
    ${advice}
  `;
}

function subject({ results }: Reading): SafeHtml {
  const { data, split } = results;
  const inputs = data.columns.filter((column) => column.role === "input").length;
  const classes = data.classes.length;
  const kind = data.task === "regression" ? "a number" : plural(classes, "class", "classes");
  return html`
    <p class="subject">
      ${name(data.name, 60)} · ${plural(data.usedRows, "row")} · ${plural(inputs, "input column")} ·
      target ${name(data.target, 40)} (${kind}) · ${plural(split.folds.length, "test fold")}
    </p>
  `;
}

/** The sentence with its first words ("Use the forest") brought out. */
function answer(sentence: string): SafeHtml {
  const colon = sentence.indexOf(": ");
  if (colon < 0 || colon > 40) return html`<h1>${sentence}</h1>`;
  const [first, rest] = [sentence.slice(0, colon), capital(sentence.slice(colon + 2))];
  return html`<h1><span class="answer">${first}<span class="sr">:</span></span> ${rest}</h1>`;
}

/** What the scores mean for a hundred rows, or for a typical miss. */
function inWords(reading: DuelReading): SafeHtml | null {
  const { results, occam, forest } = reading;
  const dummy = results.models.find((model) => model.id === "dummy");
  const regression = results.data.task === "regression";
  const metric = regression ? "mae" : "accuracy";
  const [net, trees] = [occam.summary[metric], forest.summary[metric]];
  if (net === undefined || trees === undefined) return null;
  const base = dummy?.summary[metric];
  if (regression) {
    const { plain } = metricFormat(metric, [net, trees]);
    return html`
      <p class="words">
        <strong>In plain words:</strong> on rows it has not seen, the network is off by ${plain(net.mean)} on average,
        the forest by ${plain(trees.mean)}
        ${base === undefined ? null : html`; always predicting the same number is off by ${plain(base.mean)}`} (in units
        of ${name(results.data.target, 30)}).
      </p>
    `;
  }
  return html`
    <p class="words">
      <strong>In plain words:</strong> of 100 rows they have not seen, the network gets ${hundred(net.mean)} right and
      the forest ${hundred(trees.mean)}
      ${base === undefined ? null : `; always predicting the most frequent class gets ${hundred(base.mean)}`}.
    </p>
  `;
}

function hundred(share: number): string {
  return percent(share, 1).replace("%", "");
}

function warnings({ results }: Reading): SafeHtml | null {
  const findings = [...results.data.findings, ...results.findings].filter((finding) => finding.severity === "warning");
  if (findings.length === 0) return null;
  const codes = [...new Set(findings.map((finding) => finding.code))].slice(0, 6);
  const list = codes.map((code, index) => [index > 0 ? ", " : null, html`<code>${code}</code>`]);
  const number = plural(findings.length, "warning");
  const link = html`<a href="#findings">${findings.length === 1 ? "Read it." : "Read them."}</a>`;
  return html`
    <p class="warn">
      <strong><span aria-hidden="true">▲ </span>Before you decide:</strong> ${number} (${list}). ${link}
    </p>
  `;
}
