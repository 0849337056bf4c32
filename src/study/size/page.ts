import { html, type SafeHtml } from "../../report/html.ts";
import { amount, count, plural } from "../../report/number.ts";
import { table } from "../../report/table.ts";
import { overlapWords, withInterval } from "../estimate.ts";
import type { Made } from "../made.ts";
import { numericAfterFirst, studyPage } from "../page.ts";
import type { StudySubject } from "../study.ts";
import { chartsOf } from "./chart.ts";
import { madeRows } from "./made-cell.ts";
import { methods } from "./methods.ts";
import type { SizeSummary } from "./summary.ts";

interface SizePage {
  readonly subject: StudySubject;
  readonly measure: string;
  readonly summary: SizeSummary;
  readonly finding: string;
}

/** The study as one HTML page: a chart for each final size, what is compared, and how it was made. */
export function renderSize({ subject, measure, summary, finding }: SizePage): string {
  const { made, seeds } = subject.settings;
  const { comparisons } = summary;
  const levels = [...new Set(summary.points.map(({ level }) => level))];
  const drawn = made === "linear" ? levels.filter((level) => level === 0 || level === 0.5) : levels;
  return studyPage({
    subject,
    kicker: "Study: train large and prune, or train small",
    what: `${rowsOf(subject)} · ${plural(seeds, "seed")} · ${measure}`,
    finding,
    sections: [
      ...drawn.map((level, index) => ({
        id: `sizes-${index}`,
        title: made === null ? "Loss by starting width" : `Loss by starting width, ${levelOf(made, level!)}`,
        body: chartsOf(summary, { level, measure, made, prefix: `chart-${index}` }),
      })),
      { id: "compared", title: "At the largest starting width", body: comparisonsOf(comparisons, made) },
      { id: "growth", title: "As the large model grows", body: growthBody(summary, made) },
    ],
    made: howMade(made),
    facts: methods.flatMap(({ label, describe, made: words }) => {
      const text = made === null ? describe : words;
      return text === null ? [] : [[label, text] as const];
    }),
  });
}

function howMade(made: Made | null): string {
  switch (made) {
    case null:
      return (
        "Networks of one hidden layer, trained for 40 rounds without decay. Three fifths of the rows teach, a " +
        "fifth is held out for the temperature and for Occam, a fifth tests. Only Occam chooses a round; the others " +
        `end in their last. ${overlapWords}`
      );
    case "linear":
      return (
        "Gaussian features, 1,024 of them; the first 80 have variance 25 and equal coefficients, the others variance " +
        `1 and none. One factor that all share gives the correlation. The signal has variance 1, the noise 0.3. ` +
        `${count(madeRows)} rows teach; the error on new rows is computed from the law. The theory's curve needs no ` +
        "data: it is the limit of many rows and features, exact for least squares of least norm, and an average over " +
        "60 draws of the coefficients where they are pruned."
      );
    case "random-features":
      return (
        "Gaussian inputs through 1,024 random directions and ReLU; the target is linear in the inputs, signal 1 and " +
        `noise 0.3. ${count(madeRows)} rows teach, 2,000 test. The theory's curve is that of the Gaussian features ` +
        "with the same covariance."
      );
  }
}

function rowsOf({ run }: StudySubject): string {
  return plural(run === null ? madeRows : run.usedRows.length, "row");
}

function levelOf(made: Made, level: number): string {
  return made === "linear" ? `correlation ${amount(level)}` : `${count(level)} inputs`;
}

function comparisonsOf(comparisons: SizeSummary["comparisons"], made: Made | null): SafeHtml {
  const heads = [
    ...(made === null ? [] : [made === "linear" ? "Correlation" : "Inputs"]),
    "Weights",
    "Pruned less small",
    "Retrained less small",
    "Retrained less pruned",
    "Retrained less random mask",
    "Occam less retrained",
  ];
  return html`<p class="lead">Differences of losses of the same seeds, at the largest starting width, with 95%
intervals: below zero the first is better.</p>${table({
    label: "Differences at the largest starting width",
    columns: heads.map(numericAfterFirst),
    rows: comparisons.map((one) => [
      ...(made === null ? [] : [amount(one.level!)]),
      count(one.size),
      withInterval(one.prunedLessSmall),
      withInterval(one.retrainedLessSmall),
      withInterval(one.retrainedLessPruned),
      withInterval(one.retrainedLessRandom),
      withInterval(one.occamLessRetrained),
    ]),
  })}`;
}

function growthBody({ points, growth }: SizeSummary, made: Made | null): SafeHtml {
  const level = growth[0]!.level;
  const large = points.filter((one) => one.method === "large" && one.level === level).sort((a, b) => a.width - b.width);
  const classes = large[0]!.error !== null;
  return html`<p class="lead">The large model, not pruned${made === null ? "" : `, ${levelOf(made, level!)}`}. It ${
    growth[0]!.interpolation === null ? "never fits" : `fits from ${count(growth[0]!.interpolation)} on`
  } its training rows, and its loss ${
    growth[0]!.peak === null ? "has no certain peak" : `peaks at ${count(growth[0]!.peak)}`
  }.</p>${table({
    label: "The large model by its width",
    columns: [
      made === null ? "Hidden units" : "Features",
      "Weights",
      "Loss",
      ...(classes ? ["Error", "Training error"] : []),
      "Training loss",
    ].map((head) => ({ head, numeric: true })),
    rows: large.map((one) => [
      count(one.width),
      count(one.weights),
      withInterval(one.loss),
      ...(one.error !== null && one.trainError !== null ? [withInterval(one.error), amount(one.trainError)] : []),
      amount(one.trainLoss),
    ]),
    marked: (row) => large[row]!.width === growth[0]!.peak,
  })}`;
}
