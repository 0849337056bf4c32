import { wideFigure } from "../../report/chart/figure.ts";
import { type Line, linePlot } from "../../report/chart/line-plot.ts";
import { html, type SafeHtml } from "../../report/html.ts";
import { amount, count, plural } from "../../report/number.ts";
import { styleOfMark } from "../../report/palette.ts";
import { table } from "../../report/table.ts";
import { type Estimate, overlapWords, whiskers, withInterval } from "../estimate.ts";
import { numericAfterFirst, studyPage } from "../page.ts";
import { contenders } from "./contenders.ts";
import type { ContenderSummary } from "./summary.ts";
import { tableOf } from "../study.ts";
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
      ...(subject.time === null ? [] : [{ id: "new", title: "Error on new rows", body: newBody(study) }]),
      { id: "gap", title: "Generalisation gap", body: gapBody(study) },
      { id: "sums", title: "Sums", body: sumsBody(study) },
      { id: "size", title: "Size", body: sizeBody(study) },
    ],
    made:
      "One network for each method and seed, all four from the same start. A fifth of each megabatch is held out for " +
      `the choice of the best round, the temperature and the guarded test. ${overlapWords}`,
    facts: [...contenders.map(({ label, describe }) => [label, describe] as const), ["Replay", replayWords(replay)]],
  });
}

function errorsBody({ measure, summary, seeds }: AnytimeStudy): SafeHtml {
  const without = intervalWords(seeds);
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

/** Where the order of the rows means something, a change of theirs shows here first. */
function newBody({ summary, measure, seeds, subject }: AnytimeStudy): SafeHtml {
  const what = tableOf(subject).kind === "regression" ? measure : "share of its rows misclassified";
  return overTime({
    id: "new-chart",
    title: "Error on each megabatch before it is learnt",
    description: `The ${what}, by the network as it was before. It rises where the rows change.${intervalWords(seeds)}`,
    axis: "error",
    found: summary.contenders,
    first: 2,
    valuesOf: (one) => one.newErrors,
  });
}

function gapBody({ summary, seeds }: AnytimeStudy): SafeHtml {
  return overTime({
    id: "gap-chart",
    title: "Generalisation gap after each megabatch",
    description:
      "The error of the test rows less that of the rows learnt in the megabatch, replayed ones too: wide where a " +
      `network overfits.${intervalWords(seeds)}`,
    axis: "gap",
    least: -Infinity,
    found: summary.contenders,
    valuesOf: (one) => one.gaps,
  });
}

function intervalWords(seeds: number): string {
  return seeds < 2 ? " One seed has no interval." : " Whiskers are 95% intervals over the seeds.";
}

function sumsBody({ summary }: AnytimeStudy): SafeHtml {
  const { contenders: found, differences } = summary;
  return html`
    <p class="lead">
      The cumulative error is the sum over the megabatches, the gap is that after the last one. Operations are
      multiply-adds of training. The paper says that APP is more accurate than dense and one-shot training, with a
      narrower gap, at about a third of the dense size.
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
        withInterval(one.gaps.at(-1)!),
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
  readonly least?: number; // that a value may have; 0
  readonly first?: number; // megabatch; 1
  readonly found: readonly ContenderSummary[];
  readonly valuesOf: (one: ContenderSummary) => readonly Estimate[];
}

function overTime({
  id,
  title,
  description,
  axis,
  log = false,
  least = 0,
  first = 1,
  found,
  valuesOf,
}: OverTime): SafeHtml {
  const megabatches = valuesOf(found[0]!).map((_, index) => index + first);
  const lines = found.map(
    (one, place): Line => ({
      style: styleOf(one.id),
      name: labelOf(one.id),
      dots: true,
      // Whiskers of one megabatch stand side by side.
      points: valuesOf(one).map((value, index) => ({
        x: index + first + 0.06 * (place - (found.length - 1) / 2),
        y: value.mean,
        ...(log ? {} : whiskers(value, least)),
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
      const x = { title: "megabatch", domain: [first - 0.2, megabatches.at(-1)! + 0.2] as const, exact: true };
      return linePlot({ lines, x, y: { title: axis, log }, height: 320 }, width);
    },
  });
}

function styleOf(id: string) {
  return styleOfMark(contenders.find((one) => one.id === id)!.mark);
}
