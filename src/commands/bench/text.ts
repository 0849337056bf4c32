import { join } from "node:path";
import type { GuardReport } from "../../bench/guard.ts";
import { headlineOf, meanCost, meanScore, modelOf } from "../../bench/lookup.ts";
import { caseMessage, detectableDrops } from "../../bench/markdown.ts";
import type { SuiteScores, SuiteSet } from "../../bench/scores.ts";
import { metricWords } from "../../report/metric-words.ts";
import { plural, probability, times } from "../../report/number.ts";
import type { FlagValues } from "../flags/index.ts";
import { cells, clip, inOneLine, textTable, wrap } from "../terminal/terminal.ts";

const nameWidth = 22;
const cellWidth = 10;

/** Titles of the rows that `setLine` makes. */
export function setHead(models: readonly string[]): string {
  return line({ name: "data set", metric: "score", values: models, size: "size" });
}

/** A finished set in one line: the headline score of each model, and the size of the network against the forest's. */
export function setLine(set: SuiteSet, models: readonly string[]): string {
  const metric = headlineOf(set);
  const values = models.map((id) => {
    const value = meanScore(modelOf(set, id), metric);
    return value === null ? "-" : String(Number(value.toPrecision(4)));
  });
  const network = meanCost(modelOf(set, "occam"), "parameters");
  const forest = meanCost(modelOf(set, "forest"), "parameters");
  const size = network === null || forest === null ? "" : times(forest / network);
  return line({ name: set.name, metric: metricWords(metric).short, values, size });
}

function line(row: {
  readonly name: string;
  readonly metric: string;
  readonly values: readonly string[];
  readonly size: string;
}): string {
  const { name, metric, values, size } = row;
  const shown = clip(inOneLine(name), nameWidth);
  const first = shown + " ".repeat(Math.max(0, nameWidth - cells(shown)));
  const rest = [metric.padEnd(9), ...values.map((value) => value.padStart(cellWidth)), size.padStart(8)];
  return [first, ...rest].join(" ").trimEnd();
}

/** The last lines of a bench: the summary, what a check found, and where the files are. */
export function summaryLines(bench: {
  readonly scores: SuiteScores;
  readonly guard: GuardReport | null;
  readonly folder: string;
  readonly flags: Pick<FlagValues, "baseline" | "update">;
  readonly width: number;
}): readonly string[] {
  const { scores, guard, folder, flags, width } = bench;
  const lines = ["", ...standingsText(scores, width), ""];
  if (guard !== null) {
    const bad = guard.cases.filter((entry) => entry.status !== "passed");
    lines.push(...bad.map((entry) => `REGRESSED  ${caseMessage(entry)}.`));
    lines.push(...guard.lost.map((name) => `MISSING    ${name} is in the baseline and missing from this run.`));
    lines.push(...guard.changed.map((name) => `CHANGED    The data of ${name} changed: not compared.`));
    lines.push(...guard.added.map((name) => `NEW        ${name} is not in the baseline.`));
    const lost = guard.lost.length === 0 ? "" : `, ${plural(guard.lost.length, "data set")} missing`;
    const verdict = `${bad.length === 0 ? "No score" : plural(bad.length, "score")} regressed${lost}`;
    lines.push(`${verdict}: ${guard.cases.length} compared with ${flags.baseline}.`);
    lines.push(...wrap(detectableDrops(guard), width), "");
  }
  if (flags.update) lines.push(`Baseline ${flags.baseline}`);
  lines.push(`Scores   ${join(folder, "scores.json")}`, `Report   ${join(folder, "suite.html")}`);
  return lines;
}

/** Wins, ranks and ratios over all sets, as a terminal shows them. */
function standingsText({ summary, sets }: SuiteScores, width: number): readonly string[] {
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
    `Against ${against} over ${sets.length} data sets, by log-loss or RMSE. W-T-L: wins, ties, losses; certain: ` +
      "wins and losses that the corrected test confirms; score ratio: geometric mean, below 1 is better; p: " +
      "Wilcoxon.",
    ...(ranks === null
      ? []
      : [
          `Ranks over ${ranks.sets} sets; differences below ${ranks.criticalDifference.toFixed(2)} are not ` +
            "significant.",
        ]),
  ];
  return [...table, "", ...notes.flatMap((note) => wrap(note, width))];
}
