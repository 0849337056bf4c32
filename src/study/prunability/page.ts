import { panel, panels } from "../../report/chart/figure.ts";
import { type Line, linePlot } from "../../report/chart/line-plot.ts";
import { html, type SafeHtml } from "../../report/html.ts";
import { amount, percent, plural } from "../../report/number.ts";
import { styleOfMark } from "../../report/palette.ts";
import { table } from "../../report/table.ts";
import { listed } from "../../report/text.ts";
import { overlapWords, withInterval } from "../estimate.ts";
import { numericAfterFirst, studyPage } from "../page.ts";
import { type StudySubject, tableOf } from "../study.ts";
import { grid, type PrunabilityResult } from "./cell.ts";
import { measures } from "./measures.ts";
import type { MeasureSummary } from "./summary.ts";

interface PrunabilityPage {
  readonly subject: StudySubject;
  readonly summary: readonly MeasureSummary[];
  readonly results: readonly PrunabilityResult[];
  readonly finding: string;
}

/** The study as one HTML page: correlations, every network against every measure, and how it was made. */
export function renderPrunability({ subject, summary, results, finding }: PrunabilityPage): string {
  const rows = tableOf(subject).usedRows.length;
  const { seeds } = subject.settings;
  return studyPage({
    subject,
    kicker: "Study: do prunable networks generalise",
    what: `${plural(rows, "row")} · ${plural(results.length, "network")} · ${plural(seeds, "seed")}`,
    finding,
    sections: [
      { id: "correlations", title: "Rank correlation with the test loss", body: correlations(summary) },
      { id: "networks", title: "Every network", body: networksBody(results, summary) },
    ],
    made: howMade,
    facts: measures.map(({ label, describe }) => [label, describe] as const),
  });
}

const howMade =
  `Networks of one hidden layer with ${listed(grid.width.map(String))} units, decay ` +
  `${listed(grid.decay.map(String))}, and ${listed(grid.noise.map((share) => percent(share, 0)))} of the training ` +
  "targets exchanged among their rows, each with each. All are trained for 40 rounds, and none is stopped early. " +
  "Three fifths of the rows teach, a fifth tests; test rows have no noise. A loss is kept if it stays within a tenth " +
  `of itself or a hundredth of the loss without weights. ${overlapWords}`;

function correlations(summary: readonly MeasureSummary[]): SafeHtml {
  const heads = ["Measure", "All networks", "Granulated", "Widths", "Decays", "Noise", "Prunability less this"];
  return html`<p class="lead">Kendall's τ, from −1 to 1, with 95% intervals over the seeds.
At 1 the measure ranks the networks as their test loss does; at 0 it says nothing. The next columns compare only
networks that differ in one thing; granulated is their mean.</p>${table({
    label: "Rank correlations",
    columns: heads.map(numericAfterFirst),
    rows: summary.map((one, index) => [
      measures[index]!.label,
      ...[one.correlation, one.granulated, one.width, one.decay, one.noise].map(withInterval),
      one.id === "prunability" ? "" : withInterval(one.prunabilityLess),
    ]),
  })}`;
}

function networksBody(results: readonly PrunabilityResult[], summary: readonly MeasureSummary[]): SafeHtml {
  return html`<p class="lead">A point is a network; its height is its test loss.</p>${panels(
    measures.map(({ id, label, mark, describe }, index) => {
      const style = styleOfMark(mark);
      const lines = results.map((one): Line => ({ style, dots: true, points: [{ x: one[id], y: one.testLoss }] }));
      return panel({
        id: `chart-${id}`,
        title: label,
        description:
          `Test loss by ${label.toLowerCase()}: ${describe}. ` +
          `Kendall's τ ${withInterval(summary[index]!.correlation)}.`,
        table: table({
          label,
          columns: ["Width", "Decay", "Noise", label, "Test loss"].map((head) => ({ head, numeric: true })),
          rows: results.map((one) => [one.width, one.decay, one.noise, one[id], one.testLoss].map(amount)),
        }),
        draw: (width) =>
          linePlot(
            {
              lines,
              x: { title: label.toLowerCase(), log: id !== "prunability" && results.every((one) => one[id] > 0) },
              y: { title: "test loss" },
              height: 280,
            },
            width,
          ),
      });
    }),
  )}`;
}
