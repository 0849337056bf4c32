import type { Comparison } from "../../evaluate/results.ts";
import type { Drawing } from "../chart/frame.ts";
import { barPair, gauge } from "../chart/gauge.ts";
import { html, type SafeHtml } from "../html.ts";
import { differenceFormat, metricFormat } from "../metric-format.ts";
import { name } from "../name.ts";
import { amount, count, duration, percent, plural, times } from "../number.ts";
import type { DuelReading, Reading } from "../reading.ts";
import { capital } from "../text.ts";

/** The first screen: which model to use; then network against forest: how sure, how much smaller, at what cost. */
export function verdictHeader(reading: Reading): SafeHtml {
  const { duel } = reading;
  const both = duel === null ? null : { ...reading, ...duel };
  return html`<header class="hero" id="verdict">${head(reading, both)}${both === null ? null : tiles(both)}${both === null ? null : inWords(both)}${warnings(reading)}</header>`;
}

function tiles(reading: DuelReading): SafeHtml {
  const { main } = reading;
  return html`<div class="tiles">${main === undefined ? null : differenceTile(reading, main)}${parametersTile(reading)}${computeTile(reading)}</div>`;
}

/**
 * The choice among all models, and below it network against forest; that alone in results of versions that chose none.
 */
function head(reading: Reading, duel: DuelReading | null): SafeHtml {
  const { choice } = reading.results;
  const verdict = duel?.verdict;
  const other = verdict?.againstDefault === undefined ? "" : ` ${verdict.againstDefault}`;
  const advice = verdict === undefined ? null : html`<p class="advice">${verdict.advice}${other}</p>`;
  if (choice === undefined) {
    return html`<p class="kicker">Random forest or small network?</p>${subject(reading)}${verdict === undefined ? null : answer(verdict.sentence)}${advice}`;
  }
  const all = choice.rivals.length === 0 ? null : html` <a href="#choice">All models compared.</a>`;
  return html`<p class="kicker">Which model should I use?</p>${subject(reading)}${answer(choice.sentence)}<p class="advice">${choice.advice}${all}</p>${verdict === undefined ? null : html`<h2 class="duel">Random forest or small network?</h2><p><strong>${verdict.sentence}</strong></p>`}${advice}`;
}

function subject({ results }: Reading): SafeHtml {
  const { data, split } = results;
  const inputs = data.columns.filter((column) => column.role === "input").length;
  const classes = data.classes.length;
  const kind = data.task === "regression" ? "a number" : plural(classes, "class", "classes");
  return html`<p class="subject">${name(data.name, 60)} · ${plural(data.usedRows, "row")} · ${plural(inputs, "input column")} · target ${name(data.target, 40)} (${kind}) · ${plural(split.folds.length, "test fold")}</p>`;
}

/** The sentence with its first words ("Use the forest") brought out. */
function answer(sentence: string): SafeHtml {
  const colon = sentence.indexOf(": ");
  if (colon < 0 || colon > 40) return html`<h1>${sentence}</h1>`;
  return html`<h1><span class="answer">${sentence.slice(0, colon)}<span class="sr">:</span></span> ${capital(sentence.slice(colon + 2))}</h1>`;
}

function differenceTile(reading: DuelReading, main: Comparison): SafeHtml {
  const size = differenceFormat(main.metric, main);
  const margin = differenceFormat(main.metric, { low: -main.margin, high: main.margin });
  const side = (value: number) => `${size.size(value)} ${value < 0 ? "worse" : "better"}`;
  const { headline, format, occam, forest } = reading;
  const scores = [occam, forest].map((model) => {
    const interval = model.summary[headline.id];
    return interval === undefined ? "–" : format.value(interval.mean);
  });
  return tile({
    id: "difference",
    title: `${headline.label} of the network`,
    value: side(main.difference),
    text: `${headline.label} is ${headline.gloss}: network ${scores[0]}, forest ${scores[1]}; ${headline.better} is better. 95% interval of the difference: ${side(main.low)} to ${side(main.high)}. Up to ${margin.size(main.margin)} counts as equal (the grey zone).`,
    drawing: gauge({ ...main, style: reading.styles.occam }, 300),
  });
}

function parametersTile({ verdict, occam, forest, styles }: DuelReading): SafeHtml {
  return tile({
    id: "parameters",
    title: "Parameters of the network",
    value: ratioWords(verdict.parameterRatio, "fewer", "more"),
    text: "Numbers that the model stores to predict; means over the folds.",
    drawing: barPair(
      [
        { style: styles.occam, text: `network: ${count(occam.parameters)}`, value: occam.parameters },
        { style: styles.forest, text: `forest: ${count(forest.parameters)}`, value: forest.parameters },
      ],
      300,
    ),
  });
}

function computeTile({ verdict, occam, forest, styles }: DuelReading): SafeHtml {
  const { operationRatio, secondsRatio } = verdict;
  return tile({
    id: "compute",
    title: "Training compute of the network",
    value: ratioWords(operationRatio, "less", "more"),
    text: `Steps counted as they ran, per fold. In CPU time on this machine: ${ratioWords(secondsRatio, "less", "more")} (${duration(occam.trainSeconds)} against ${duration(forest.trainSeconds)}).`,
    drawing: barPair(
      [
        {
          style: styles.occam,
          text: `network: ${amount(occam.trainOperations)} multiply-adds`,
          value: occam.trainOperations,
        },
        {
          style: styles.forest,
          text: `forest: ${amount(forest.trainOperations)} split-scan steps`,
          value: forest.trainOperations,
        },
      ],
      300,
    ),
  });
}

/** forest ÷ network in words: "46× fewer", "3.2× more", "about the same". */
function ratioWords(ratio: number, less: string, more: string): string {
  if (!(ratio > 0) || !Number.isFinite(ratio)) return "not known";
  if (ratio > 0.95 && ratio < 1.05) return "about the same";
  return ratio > 1 ? `${times(ratio)} ${less}` : `${times(1 / ratio)} ${more}`;
}

function tile(parts: {
  readonly id: string;
  readonly title: string;
  readonly value: string;
  readonly text: SafeHtml | string;
  readonly drawing: Drawing;
}): SafeHtml {
  const { id, title, value, text, drawing } = parts;
  return html`<section class="tile" aria-labelledby="tile-${id}"><h2 id="tile-${id}">${title}</h2><p class="big">${value}</p><svg class="chart" viewBox="0 0 ${drawing.width} ${drawing.height}" width="${drawing.width}" height="${drawing.height}" role="img" aria-label="${title}: ${value}">${drawing.content}</svg><p class="small">${text}</p></section>`;
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
    return html`<p class="words"><strong>In plain words:</strong> on rows it has not seen, the network is off by ${plain(net.mean)} on average, the forest by ${plain(trees.mean)}${base === undefined ? null : html`; always predicting the same number is off by ${plain(base.mean)}`} (in units of ${name(results.data.target, 30)}).</p>`;
  }
  return html`<p class="words"><strong>In plain words:</strong> of 100 rows they have not seen, the network gets ${hundred(net.mean)} right and the forest ${hundred(trees.mean)}${base === undefined ? null : `; always predicting the most frequent class gets ${hundred(base.mean)}`}.</p>`;
}

function hundred(share: number): string {
  return percent(share, 1).replace("%", "");
}

function warnings({ results }: Reading): SafeHtml | null {
  const findings = [...results.data.findings, ...results.findings].filter((finding) => finding.severity === "warning");
  if (findings.length === 0) return null;
  const codes = [...new Set(findings.map((finding) => finding.code))].slice(0, 6);
  return html`<p class="warn"><strong><span aria-hidden="true">▲ </span>Before you decide:</strong> ${plural(findings.length, "warning")} (${codes.map((code, index) => [index > 0 ? ", " : null, html`<code>${code}</code>`])}). <a href="#findings">${findings.length === 1 ? "Read it." : "Read them."}</a></p>`;
}
