import { headlineMetric } from "../../evaluate/metrics.ts";
import { meanCost, meanScore } from "../../bench/summary.ts";
import type { SuiteScores, SuiteSet } from "../../bench/scores.ts";
import { metricWords } from "../../report/metric-words.ts";
import { probability, times } from "../../report/number.ts";
import { cells, clip, inOneLine, textTable, wrap } from "../terminal/terminal.ts";

const nameWidth = 22;
const cellWidth = 10;

/** Titles of the rows that `setLine` makes. */
export function setHead(models: readonly string[]): string {
  return line("data set", "score", models, "size");
}

/** A finished set in one line: the headline of each model, and how many times smaller than the forest the network is. */
export function setLine(set: SuiteSet, models: readonly string[]): string {
  const metric = headlineMetric(set.task);
  const scores = models.map((id) => {
    const model = set.models.find((candidate) => candidate.id === id);
    const value = model === undefined ? null : meanScore(model, metric);
    return value === null ? "-" : String(Number(value.toPrecision(4)));
  });
  const [network, forest] = ["occam", "forest"].map((id) => {
    const model = set.models.find((candidate) => candidate.id === id);
    return model === undefined ? null : meanCost(model, "parameters");
  });
  const size =
    network === null || network === undefined || forest === null || forest === undefined ? "" : times(forest / network);
  return line(set.name, metricWords(metric).short, scores, size);
}

function line(name: string, metric: string, values: readonly string[], size: string): string {
  const shown = clip(inOneLine(name), nameWidth);
  const first = shown + " ".repeat(Math.max(0, nameWidth - cells(shown)));
  const rest = [metric.padEnd(9), ...values.map((value) => value.padStart(cellWidth)), size.padStart(8)];
  return [first, ...rest].join(" ").trimEnd();
}

/** Wins, ranks and ratios over all sets, as a terminal shows them. */
export function summaryText({ summary, sets }: SuiteScores, width: number): readonly string[] {
  const { against, standings, ranks } = summary;
  const rankOf = new Map(ranks?.models.map(({ model, rank }) => [model, rank]));
  const rows = standings.map((one) => [
    one.model,
    `${one.wins}-${one.ties}-${one.losses}`,
    `${one.certainWins}-${one.certainLosses}`,
    one.scoreRatio.toFixed(3),
    one.wilcoxon === null ? "-" : probability(one.wilcoxon),
    one.parameterRatio === null ? "-" : times(one.parameterRatio),
    one.operationRatio === null ? "-" : times(one.operationRatio),
    one.secondsRatio === null ? "-" : times(one.secondsRatio),
    rankOf.get(one.model)?.toFixed(2) ?? "-",
  ]);
  const titles = ["", "W-T-L", "certain", "score ratio", "p", "smaller", "fewer op.", "faster", "rank"];
  const table = textTable(
    titles.map((title, i) => ({ title, align: i === 0 ? "left" : "right" }) as const),
    rows,
    width,
  );
  const notes = [
    `Against ${against} over ${sets.length} data sets, by log-loss or RMSE. W-T-L: wins, ties, losses; certain: wins and losses that the corrected test confirms; score ratio: geometric mean, below 1 is better; p: Wilcoxon.`,
    ...(ranks === null
      ? []
      : [
          `Ranks over ${ranks.sets} sets; differences below ${ranks.criticalDifference.toFixed(2)} are not told apart.`,
        ]),
  ];
  return [...table, "", ...notes.flatMap((note) => wrap(note, width))];
}
