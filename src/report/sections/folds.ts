import type { Comparison } from "../../evaluate/results/verdict.ts";
import { wideFigure } from "../chart/figure.ts";
import { pairPlot, type PairRow, scorePadding } from "../chart/pair-plot.ts";
import { sample } from "../chart/mark.ts";
import { type Content, html, type SafeHtml } from "../html.ts";
import { differenceFormat } from "../metric-format.ts";
import { metricWords } from "../metric-words.ts";
import { amount, count, plural, probability } from "../number.ts";
import { type DuelReading, formatFor, outcomeWords, type Reading, type Section, withUnit } from "../reading.ts";
import { table } from "../table.ts";
import { axisNote } from "./axis-note.ts";

const foldsDrawn = 30;

/** Network and forest in every fold, the tests and what they mean; null where one of them took no part. */
export function foldsSection({ duel, ...rest }: Reading): Section | null {
  if (duel === null) return null;
  const reading: DuelReading = { duel, ...rest, ...duel };
  return {
    id: "folds",
    title: "Fold by fold",
    body: html`
      <p class="lead">
        ${tally(reading)} Both models saw the same training rows and the same test rows in each fold, so their scores
        can be compared pair by pair.
      </p>
      ${pairs(reading)}
      <h3>Is the difference more than chance?</h3>
      ${tests(reading)}
      ${meaning(reading)}
    `,
  };
}

function tally({ main }: DuelReading): string {
  if (main === undefined) return "";
  const better = main.byFold.filter((difference) => difference > 0).length;
  const worse = main.byFold.filter((difference) => difference < 0).length;
  const even = main.byFold.length - better - worse;
  return (
    `The network is ahead in ${count(better)} of ${plural(main.byFold.length, "fold")}, the forest in ` +
    `${count(worse)}${even > 0 ? `; ${count(even)} even` : ""}.`
  );
}

function pairs(reading: DuelReading): SafeHtml | null {
  const { occam, forest, styles, headline, format } = reading;
  const rows = pairRows(reading);
  if (rows.length === 0) return null;
  const shown = rows.slice(0, foldsDrawn);
  const numbers = rows.flatMap((row) => [row.first, row.second]);
  return wideFigure({
    id: "folds-chart",
    title: `${headline.label} in each test fold`,
    description:
      "One row is one fold: the network's and the forest's score on the same test rows, joined by a line in the " +
      "colour of the better one. The number is the network's lead (+) or lag (−). " +
      `${headline.better === "lower" ? "Lower" : "Higher"} scores are better.`,
    note:
      axisNote(numbers, scorePadding, headline.short) +
      (rows.length > shown.length
        ? ` The first ${shown.length} of ${rows.length} folds are drawn; the table has all.`
        : ""),
    key: [
      { style: styles.occam, label: occam.label },
      { style: styles.forest, label: forest.label },
    ],
    table: table({
      label: "Scores by fold",
      columns: [
        { head: "Fold" },
        { head: occam.label, numeric: true },
        { head: forest.label, numeric: true },
        { head: "Network's lead", numeric: true },
      ],
      rows: [
        ...rows.map((row) => [row.name, format.value(row.first), format.value(row.second), row.text]),
        spreadRow(reading),
      ],
    }),
    draw: (width) =>
      pairPlot(
        {
          rows: shown,
          styles: [styles.occam, styles.forest],
          axis: `${withUnit(reading)} (${headline.better} is better)`,
          percent: headline.share,
        },
        width,
      ),
  });
}

function pairRows({ occam, forest, headline, format }: DuelReading): readonly PairRow[] {
  const sign = headline.better === "lower" ? -1 : 1;
  return occam.folds.flatMap((fold): PairRow[] => {
    const first = fold.metrics[headline.id];
    const second = forest.folds.find((other) => other.fold === fold.fold)?.metrics[headline.id];
    if (first === undefined || second === undefined) return [];
    const lead = sign * (first - second);
    const winner = lead > 0 ? "first" : lead < 0 ? "second" : "none";
    return [
      {
        name: `fold ${fold.fold + 1}`,
        first,
        second,
        text: signed(lead, format.plain(Math.abs(lead))),
        winner,
      },
    ];
  });
}

function signed(value: number, size: string): string {
  if (!/[1-9]/.test(size)) return size;
  return value > 0 ? `+${size}` : `−${size}`;
}

function spreadRow({ occam, forest, headline, format }: DuelReading): readonly Content[] {
  const spread = (interval: { deviation: number } | undefined) =>
    interval === undefined ? "–" : format.plain(interval.deviation);
  return [
    html`<em>deviation over folds</em>`,
    spread(occam.summary[headline.id]),
    spread(forest.summary[headline.id]),
    "",
  ];
}

function tests(reading: DuelReading): SafeHtml {
  const { comparisons } = reading.verdict;
  return table({
    label: "Tests of network against forest",
    className: "scores",
    columns: [
      { head: "Metric" },
      { head: "Network", numeric: true },
      { head: "Forest", numeric: true },
      { head: html`Network's lead<small>95% interval</small>`, numeric: true },
      { head: html`Counts as equal<small>up to</small>`, numeric: true },
      { head: html`p<small>Holm over metrics</small>`, numeric: true },
      { head: "Outcome" },
    ],
    rows: comparisons.map((comparison) => testRow(reading, comparison)),
    marked: (row) => row === 0,
  });
}

function testRow({ results, occam, forest, styles }: DuelReading, comparison: Comparison): readonly Content[] {
  const { metric, difference, low, high, margin } = comparison;
  const scores = formatFor(results, metric);
  const lead = differenceFormat(metric, comparison);
  const mean = (interval: { mean: number } | undefined) => (interval === undefined ? "–" : scores.value(interval.mean));
  const sign = (value: number) => signed(value, lead.plain(Math.abs(value)));
  return [
    metricWords(metric).label,
    mean(occam.summary[metric]),
    mean(forest.summary[metric]),
    html`${signed(difference, lead.size(difference))}<small>${sign(low)} to ${sign(high)}</small>`,
    differenceFormat(metric, { low: -margin, high: margin }).size(margin),
    html`${probability(comparison.adjustedPValue)}<small>alone ${probability(comparison.pValue)}</small>`,
    html`<span class="outcome">${outcomeMark(comparison, styles)} ${outcomeWords[comparison.outcome]}</span>${
      comparison.rowsToDecide === null
        ? null
        : html`<small>about ${amount(comparison.rowsToDecide)} rows would decide</small>`
    }`,
  ];
}

function outcomeMark({ outcome }: Comparison, styles: DuelReading["styles"]): SafeHtml {
  if (outcome === "better") return sample(styles.occam);
  if (outcome === "worse") return sample(styles.forest);
  return html`<span class="glyph" aria-hidden="true">${outcome === "equivalent" ? "=" : "?"}</span>`;
}

function meaning({ results }: DuelReading): SafeHtml {
  const repeats = results.split.repeats > 1 ? `, ${results.split.repeats} times over` : "";
  return html`
    <div class="prose">
      <p>
        Every fold trains on most of the same rows${repeats}, so folds are not independent and a plain t-test claims too
        much. The interval uses the variance of Nadeau and Bengio, which adds the share of shared
        rows. <em>Better</em> or <em>worse</em> is said only when the interval lies on one side of zero and the p-value,
        corrected by Holm's method for testing several metrics, is below 0.05; <em>equally good</em> when the whole
        interval lies within the margin that makes no practical difference; else it is <em>not decided</em>. The first
        metric is the one the verdict rests on; it was fixed before anything was trained.
      </p>
    </div>
  `;
}
