import { amount, count, plural } from "../../report/number.ts";
import { withInterval } from "../estimate.ts";
import type { Made } from "../made.ts";
import { seedOf, type Study, type StudySubject, type StudyTable, tableOf } from "../study.ts";
import { findingOf } from "./finding.ts";
import { computeMade, levelsOf, type MadeCell, madeRows } from "./made-cell.ts";
import { methods, type SizeMethodId } from "./methods.ts";
import { renderSize } from "./page.ts";
import { type SizeResult, sizeResult } from "./result.ts";
import { type SizeSummary, summarise } from "./summary.ts";
import { computeTable, type TableCell, tableWidths } from "./table-cell.ts";

export const sizeStudy: Study<TableCell | MadeCell, SizeResult> = {
  id: "size",
  what: "whether to train large and prune, or small from the start",
  details:
    "size fixes the final number of weights, three times, and grows the network that training starts with from 8 " +
    "to 1,024 hidden units (arXiv:2012.08749): a small dense network, a large one that is pruned, one that is " +
    "pruned and retrained, a random mask and Occam. With --made linear or --made random-features the data follow " +
    "the models of that paper instead, and the risk that its theory predicts is drawn beside what was measured.",
  seeds: ({ made }) => (made === null ? 3 : 10),
  makes: ["linear", "random-features"],
  cells: (data) => {
    const { settings } = data;
    const { made, seeds } = settings;
    const repetitions = Array.from({ length: seeds }, (_, repetition) => ({
      repetition,
      seed: seedOf(settings, repetition),
    }));
    if (made !== null) {
      return repetitions.flatMap((one) => levelsOf[made].map((level) => ({ kind: made, level, ...one })));
    }
    tableOf(data);
    return repetitions.flatMap((one) => tableWidths.map((width) => ({ kind: "table" as const, width, ...one })));
  },
  describe: (cell) =>
    `${cell.kind === "table" ? `width ${cell.width}` : levelWords(cell.kind, cell.level)}, seed ${cell.repetition + 1}`,
  work: (cell) => (cell.kind === "table" ? 32 + cell.width : 1),
  compute: async (cell, data) => (cell.kind === "table" ? computeTable(cell, data) : computeMade(cell)),
  result: sizeResult,
  outcome: (subject, results) => {
    const { made } = subject.settings;
    const summary = summarise(results, made);
    const finding = findingOf(summary, made);
    const measure = measureOf(subject);
    return {
      title: titleOf(subject, measure),
      tables: [tableOfLargest(summary, made)],
      finding,
      summary: {
        measure,
        methods: methods.map(({ id, label, describe, made: words }) => ({
          ...{ id, label, describe: made === null ? describe : words },
        })),
        ...summary,
      },
      page: renderSize({ subject, measure, summary, finding }),
    };
  },
};

function measureOf({ settings, run }: StudySubject): string {
  if (settings.made !== null || run === null) return "mean squared error";
  return run.kind === "regression" ? `RMSE of ${run.target.name}` : "log-loss of the test rows";
}

function titleOf({ name, settings }: StudySubject, measure: string): string {
  const { made, seeds } = settings;
  const what = made === null ? "" : ` model, ${count(madeRows)} rows`;
  return `${name}${what}: ${measure} by starting width and final size, ${plural(seeds, "seed")}`;
}

function levelWords(made: Made, level: number): string {
  return made === "linear" ? `correlation ${amount(level)}` : `${count(level)} inputs`;
}

/** Methods by final sizes, at the largest starting width. */
function tableOfLargest({ points }: SizeSummary, made: Made | null): StudyTable {
  const first = points.filter(({ level }) => level === points[0]!.level);
  const sizes = [...new Set(first.flatMap(({ size }) => (size === null ? [] : [size])))].sort((a, b) => a - b);
  const width = Math.max(...first.map((point) => point.width));
  const at = (method: SizeMethodId, size: number) =>
    first.find((point) => {
      const isWidth = point.width === width || method === "small";
      return point.method === method && isWidth && (point.size === size || method === "large");
    });
  return {
    columns: [
      {
        title: made === null ? `from width ${count(width)}` : `from ${count(width)} features`,
        align: "left",
        whole: true,
      },
      ...sizes.map((size) => ({ title: plural(size, "weight"), align: "right" as const })),
    ],
    rows: methods.flatMap(({ id, label }) => {
      const losses = sizes.flatMap((size) => at(id, size)?.loss ?? []);
      return losses.length === 0 ? [] : [[label, ...losses.map(withInterval)]];
    }),
  };
}
