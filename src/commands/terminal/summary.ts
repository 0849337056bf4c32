import type { Interval, ModelResult, Results } from "../../evaluate/results.ts";
import { metricFormat, metricWords } from "../../report/metric.ts";
import { amount, duration } from "../../report/number.ts";
import type { Paint, TextColumn } from "./terminal.ts";
import { textTable, wrap } from "./terminal.ts";

/** What a fit says in a terminal: the verdict, then a row per model, within `width` cells. */
export function summarise(results: Results, width: number, paint: Paint): string {
  const { verdict } = results;
  const tone = verdict.outcome === "undecided" ? paint.yellow : verdict.outcome === "worse" ? paint.red : paint.green;
  return [
    "",
    tone(paint.bold(wrap(verdict.sentence, width))),
    wrap(verdict.advice, width),
    ...warnings(results, width, paint),
    "",
    ...comparison(results, width, paint),
    "",
  ].join("\n");
}

/** As in the report: what may change the verdict's worth, by code. */
function warnings(results: Results, width: number, paint: Paint): readonly string[] {
  const found = [...results.data.findings, ...results.findings].filter(({ severity }) => severity === "warning");
  if (found.length === 0) return [];
  const codes = [...new Set(found.map(({ code }) => code))].join(", ");
  const many = found.length === 1 ? "1 warning" : `${found.length} warnings`;
  return [paint.yellow(wrap(`Before you decide: ${many} in the report (${codes}).`, width))];
}

function comparison(results: Results, width: number, paint: Paint): readonly string[] {
  const shown = results.verdict.comparisons.slice(0, 2).map((each) => each.metric);
  const formats = shown.map((id) =>
    metricFormat(
      id,
      results.models.map((model) => model.summary[id]),
    ),
  );
  const columns: readonly TextColumn[] = [
    { title: "", align: "left" },
    ...shown.map((id) => ({ title: metricWords(id).short, align: "right" }) as const),
    { title: "parameters", align: "right" },
    { title: "operations", align: "right" },
    { title: "training", align: "right" },
  ];
  const rows = results.models.map((model) => [
    model.label,
    ...shown.map((id, j) => scoreCell(model.summary[id], formats[j]!)),
    ...costCells(model),
  ]);
  const [head = "", ...lines] = textTable(columns, rows, width);
  const better = shown.map((id) => `${metricWords(id).short}: ${metricWords(id).better} is better`);
  const note = `${better.join(", ")}; ± is the 95% interval over ${results.split.folds.length} folds. Operations are multiply-adds, or split-scan steps of a forest.`;
  return [paint.dim(head), ...lines, "", paint.dim(wrap(note, width)), ""];
}

function scoreCell(interval: Interval | undefined, format: ReturnType<typeof metricFormat>): string {
  if (interval === undefined) return "-";
  const half = (interval.high - interval.low) / 2;
  return `${format.value(interval.mean)} ± ${format.plain(half)}`;
}

/** Operations without words, so that the table stays narrow: 1.2e9 as 1.2 G. */
function costCells(model: ModelResult): readonly string[] {
  return [amount(model.parameters), scaled(model.trainOperations), duration(model.trainSeconds)];
}

function scaled(value: number): string {
  const units = ["", " k", " M", " G", " T", " P"];
  let power = 0;
  let rest = value;
  while (rest >= 999.5 && power < units.length - 1) {
    rest /= 1000;
    power++;
  }
  return `${Number(rest.toPrecision(3))}${units[power]!}`;
}
