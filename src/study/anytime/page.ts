import { wideFigure } from "../../report/chart/figure.ts";
import { type Line, linePlot } from "../../report/chart/line-plot.ts";
import { html, type SafeHtml } from "../../report/html.ts";
import { amount, count, plural } from "../../report/number.ts";
import { styleOfMark } from "../../report/palette.ts";
import { table } from "../../report/table.ts";
import { type Estimate, whiskers, withInterval } from "../estimate.ts";
import { numericAfterFirst, studyPage } from "../page.ts";
import { contenders } from "./contenders.ts";
import type { ContenderSummary } from "./summary.ts";
import { type AnytimeStudy, labelOf, replayWords } from "./words.ts";

/** The study as one HTML page: the finding, error and size over megabatches, sums, and how it was made. */
export function renderAnytime(study: AnytimeStudy): string {
  const { subject, rows, finding, seeds } = study;
  const { megabatches, replay } = subject.settings;
  return studyPage({
    subject,
    kicker: "Study: pruning while data arrive",
    what:
      `${plural(rows.stream, "row")} in ${count(megabatches)} megabatches · ${plural(rows.test, "test row")} · ` +
      `${plural(seeds, "seed")}`,
    finding,
    sections: [
      { id: "errors", title: "Error after each megabatch", body: errorsBody(study) },
      { id: "sums", title: "Sums", body: sumsBody(study) },
      { id: "size", title: "Size", body: sizeBody(study) },
    ],
    made:
      "One network for each method and seed, all four from the same start. A fifth of each megabatch is held out for " +
      "the choice of the best round, the temperature and the guarded test.",
    facts: [...contenders.map(({ label, describe }) => [label, describe] as const), ["Replay", replayWords(replay)]],
  });
}

function errorsBody({ measure, summary, seeds }: AnytimeStudy): SafeHtml {
  const without = seeds < 2 ? " One seed has no interval." : " Whiskers are 95% intervals over the seeds.";
  const errors = overTime({
    id: "error-chart",
    title: "Error after each megabatch",
    description: `The ${measure}, after each megabatch. Lower is better.${without}`,
    axis: "error",
    found: summary.contenders,
    valuesOf: (one) => one.errors,
  });
  if (summary.contenders[0]!.losses.length === 0) return errors;
  const losses = overTime({
    id: "loss-chart",
    title: "Log-loss after each megabatch",
    description: `The log-loss of the test rows in nats, after each megabatch. Lower is better.${without}`,
    axis: "log-loss",
    found: summary.contenders,
    valuesOf: (one) => one.losses,
  });
  return html`${errors}${losses}`;
}

function sumsBody({ summary }: AnytimeStudy): SafeHtml {
  const { contenders: found, differences } = summary;
  return html`
    <p class="lead">
      The cumulative error is the sum over the megabatches. The generalisation gap is the error of the test rows less
      that of the rows learnt, after the last megabatch. Operations are multiply-adds of training.
    </p>
    ${table({
      label: "Sums",
      columns: ["Method", "Error at the end", "Cumulative error", "Gap", "Weights", "Operations"].map(
        numericAfterFirst,
      ),
      rows: found.map((one) => [
        labelOf(one.id),
        withInterval(one.errors.at(-1)!),
        withInterval(one.cumulative),
        withInterval(one.gap),
        count(one.weights.at(-1)!.mean),
        amount(one.operations.mean),
      ]),
    })}
    <p class="note">
      Cumulative error of APP less that of ${differences
        .map(({ id, difference }) => `${labelOf(id).toLowerCase()}: ${withInterval(difference)}`)
        .join("; ")}. Pairs share the seed, the rows and the network they start with.
    </p>
  `;
}

function sizeBody({ summary }: AnytimeStudy): SafeHtml {
  return overTime({
    id: "size-chart",
    title: "Weights after each megabatch",
    description: "Weights that are left in the network after each megabatch: means over the seeds.",
    axis: "weights",
    log: true,
    found: summary.contenders,
    valuesOf: (one) => one.weights,
  });
}

interface OverTime {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly axis: string;
  readonly log?: boolean; // a logarithmic axis, without whiskers
  readonly found: readonly ContenderSummary[];
  readonly valuesOf: (one: ContenderSummary) => readonly Estimate[];
}

function overTime({ id, title, description, axis, log = false, found, valuesOf }: OverTime): SafeHtml {
  const megabatches = valuesOf(found[0]!).map((_, index) => index + 1);
  const lines = found.map(
    (one, place): Line => ({
      style: styleOf(one.id),
      name: labelOf(one.id),
      dots: true,
      // Whiskers of one megabatch stand side by side.
      points: valuesOf(one).map((value, index) => ({
        x: index + 1 + 0.06 * (place - (found.length - 1) / 2),
        y: value.mean,
        ...(log ? {} : whiskers(value)),
      })),
    }),
  );
  return wideFigure({
    id,
    title,
    description,
    table: table({
      label: title,
      columns: ["Method", ...megabatches.map(String)].map(numericAfterFirst),
      rows: found.map((one) => [labelOf(one.id), ...valuesOf(one).map(withInterval)]),
    }),
    draw: (width) => {
      const x = { title: "megabatch", domain: [0.8, megabatches.length + 0.2] as const, exact: true };
      return linePlot({ lines, x, y: { title: axis, log }, height: 320 }, width);
    },
  });
}

function styleOf(id: string) {
  return styleOfMark(contenders.find((one) => one.id === id)!.mark);
}
