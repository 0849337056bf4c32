import type { Interval, ModelResult } from "../../evaluate/results/models.ts";
import type { Results } from "../../evaluate/results/results.ts";
import { metricFormat } from "../../report/metric-format.ts";
import { metricsOf, metricWords } from "../../report/metric-words.ts";
import { amount, duration } from "../../report/number.ts";
import type { TextColumn } from "./terminal.ts";
import { textTable, wrap } from "./terminal.ts";
import { type Line, styled } from "./screen.ts";

/** What a fit says in a terminal: the choice, network against forest, then a row per model, within `width` cells. */
export function summarise(results: Results, width: number): readonly Line[] {
  const parts = [
    choice(results, width),
    [...duel(results, width), ...warnings(results, width)],
    comparison(results, width),
  ];
  return parts.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]);
}

/** Network against forest; nothing where one of them took no part. */
function duel({ choice: made, verdict }: Results, width: number): readonly Line[] {
  if (verdict === undefined) return [];
  const tone = verdict.outcome === "undecided" ? "yellow" : verdict.outcome === "worse" ? "red" : "green";
  return [
    ...wrap(`Network against forest: ${verdict.sentence}`, width).map((line) => styled(line, tone)),
    ...(verdict.advice === made?.advice ? [] : wrap(verdict.advice, width)),
    ...(verdict.againstDefault === undefined ? [] : wrap(verdict.againstDefault, width)),
  ];
}

/** Which model to use; nothing for results of versions that chose none. */
function choice({ choice: made }: Results, width: number): readonly Line[] {
  if (made === undefined) return [];
  return [...wrap(made.sentence, width).map((line) => styled(line, "bold")), ...wrap(made.advice, width)];
}

/** Findings that limit what the verdict is worth, by code, as in the report. */
function warnings(results: Results, width: number): readonly Line[] {
  const found = [...results.data.findings, ...results.findings].filter(({ severity }) => severity === "warning");
  if (found.length === 0) return [];
  const codes = [...new Set(found.map(({ code }) => code))].join(", ");
  const many = found.length === 1 ? "1 warning" : `${found.length} warnings`;
  const sentence = `Before you decide: ${many} in the report (${codes}).`;
  return wrap(sentence, width).map((line) => styled(line, "yellow"));
}

function comparison(results: Results, width: number): readonly Line[] {
  const shown = metricsOf(results.data.task)
    .filter((id) => results.models.some((model) => model.summary[id] !== undefined))
    .slice(0, 2);
  const formats = shown.map((id) =>
    metricFormat(
      id,
      results.models.map((model) => model.summary[id]),
    ),
  );
  const columns: readonly TextColumn[] = [
    { title: "", align: "left", whole: true },
    ...shown.map(
      (id, j) => ({ title: metricWords(id).short, align: "right", ...(j > 0 ? { spare: 1 } : {}) }) as const,
    ),
    { title: "parameters", align: "right", spare: 2 },
    { title: "operations", align: "right", spare: 4 },
    { title: "training", align: "right", spare: 3 },
  ];
  const rows = results.models.map((model) => [
    model.label,
    ...shown.map((id, j) => scoreCell(model.summary[id], formats[j]!)),
    ...costCells(model),
  ]);
  const [head = "", ...lines] = textTable(columns, rows, width);
  const isShown = (title: string): boolean => head.includes(title); // where the table is narrow, columns are left out
  const better = shown.flatMap((id) => {
    const { short, better: way } = metricWords(id);
    return isShown(short) ? [`${short}: ${way} is better`] : [];
  });
  const note =
    `${better.join(", ")}; ± is the 95% interval over ${results.split.folds.length} folds.` +
    (isShown("operations") ? " Operations are multiply-adds, or split-scan steps of trees." : "");
  return [styled(head, "dim"), ...lines, "", ...wrap(note, width).map((line) => styled(line, "dim")), ""];
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
