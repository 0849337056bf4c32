import { plural } from "../../report/number.ts";
import { withInterval } from "../estimate.ts";
import { seedOf, type Study, tableOf } from "../study.ts";
import { computeNetwork, grid, type PrunabilityCell, type PrunabilityResult, prunabilityResult } from "./cell.ts";
import { measures } from "./measures.ts";
import { renderPrunability } from "./page.ts";
import { findingOf, summarise } from "./summary.ts";

export const prunabilityStudy: Study<PrunabilityCell, PrunabilityResult> = {
  id: "prunability",
  what: "whether prunable networks generalise",
  details:
    "prunability trains networks over widths, weight decay and noise in the training targets, and ranks them by what " +
    "their weights and training rows alone say (arXiv:2103.06002): prunability, the smallest share of the weights " +
    "that keeps the training loss, beside parameters, norms and sharpness. It prints the rank correlation of each " +
    "with the loss of rows that only test.",
  seeds: () => 3,
  makes: [],
  cells: (data) => {
    const { settings } = data;
    tableOf(data);
    return Array.from({ length: settings.seeds }, (_, repetition) => repetition).flatMap((repetition) =>
      grid.width.flatMap((width) =>
        grid.decay.flatMap((decay) =>
          grid.noise.map((noise) => ({ width, decay, noise, repetition, seed: seedOf(settings, repetition) })),
        ),
      ),
    );
  },
  describe: ({ width, decay, noise, repetition }) =>
    `width ${width}, decay ${decay}, noise ${noise}, seed ${repetition + 1}`,
  work: ({ width }) => 32 + width,
  compute: computeNetwork,
  result: prunabilityResult,
  outcome: (subject, results) => {
    const summary = summarise(results);
    const finding = findingOf(summary);
    const { name, settings } = subject;
    const networks = results.length / settings.seeds;
    return {
      title: `${name}: rank correlation with the test loss of ${networks} networks, ${plural(settings.seeds, "seed")}`,
      tables: [
        {
          columns: [
            { title: "measure", align: "left" },
            { title: "Kendall's τ", align: "right" },
            { title: "granulated", align: "right" },
          ],
          rows: summary.map(({ correlation, granulated }, index) => [
            measures[index]!.label,
            withInterval(correlation),
            withInterval(granulated),
          ]),
        },
      ],
      finding,
      summary: { grid, measures: measures.map(({ id, label, describe }) => ({ id, label, describe })), found: summary },
      page: renderPrunability({ subject, summary, results, finding }),
    };
  },
};
