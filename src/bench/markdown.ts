import type { GuardReport } from "./guard.ts";
import type { GuardCase } from "./judge.ts";
import type { SuiteScores } from "./scores.ts";
import { metricWords } from "../report/metric-words.ts";
import { plural } from "../report/number.ts";
import { listed, visible } from "../report/text.ts";

/**
 * The comparison with a baseline as a Markdown table for a pull request; regressions first, and all else folded away.
 */
export function guardMarkdown(scores: SuiteScores, guard: GuardReport): string {
  const bad = guard.cases.filter((entry) => entry.status !== "passed");
  const good = guard.cases.filter((entry) => entry.status === "passed");
  const lost = guard.lost.length === 0 ? "" : `, ${plural(guard.lost.length, "data set")} missing`;
  const regressed = bad.length === 0 ? "No score" : `${bad.length} of ${guard.cases.length} scores`;
  const title = `${regressed} regressed${lost}`;
  const notes = [
    ...guard.lost.map((name) => `- **${text(name)}**: in the baseline and missing from this run.`),
    ...guard.changed.map((name) => `- ${text(name)}: the data changed, so it was not compared.`),
    ...guard.added.map((name) => `- ${text(name)}: new, not in the baseline.`),
  ];
  return [
    `### occam-tab bench ${text(scores.suite)}: ${title}`,
    "",
    ...(bad.length === 0 ? [] : [...rows(bad), ""]),
    ...(notes.length === 0 ? [] : [...notes, ""]),
    `<details><summary>${good.length} scores held</summary>`,
    "",
    ...rows(good),
    "",
    "</details>",
    "",
    "A drop counts when it exceeds the tolerance, exceeds twice its standard error over folds, and is unlikely by " +
      "chance among everything compared (one false alarm in 500 checks).",
    "",
    text(detectableDrops(guard), 600),
    "",
  ].join("\n");
}

function rows(cases: readonly GuardCase[]): string[] {
  if (cases.length === 0) return [];
  return [
    "| data set | model | metric | stored | now | drop | tolerance | |",
    "|---|---|---|---:|---:|---:|---:|---|",
    ...cases.map((entry) => {
      const drop = entry.drop === null ? "" : `${change(entry, entry.drop)} ± ${size(entry, 2 * entry.standardError!)}`;
      const tolerance = entry.tolerance === null ? "" : size(entry, entry.tolerance);
      const cells = [
        entry.set === null ? "**all together**" : text(entry.set),
        text(entry.model),
        metricWords(entry.metric).label,
        value(entry.stored),
        value(entry.now),
        drop,
        tolerance,
        statusWords[entry.status],
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
}

const statusWords: Readonly<Record<GuardCase["status"], string>> = {
  passed: "held",
  regressed: "**regressed**",
  missing: "**missing**",
};

function value(score: number | null): string {
  return score === null ? "" : String(Number(score.toPrecision(4)));
}

/** A drop in the unit of its tolerance: percent of the stored mean, or points. */
function size(entry: GuardCase, amount: number): string {
  const share = Math.abs(100 * amount);
  if (share < 0.005) return "0";
  const digits = share >= 9.95 ? 0 : share >= 0.095 ? 1 : 2;
  const points = metricWords(entry.metric).share ? " points" : isRelative(entry) ? "%" : "";
  return points === "" ? String(Number(Math.abs(amount).toPrecision(2))) : `${share.toFixed(digits)}${points}`;
}

function change(entry: GuardCase, drop: number): string {
  if (drop === 0) return "0";
  return `${drop > 0 ? "worse by" : "better by"} ${size(entry, drop)}`;
}

function isRelative(entry: GuardCase): boolean {
  return ["logLoss", "logLossUnclipped", "brier", "rmse", "mae"].includes(entry.metric);
}

/** One line of plain text: nothing of it is read as Markdown or HTML. */
function text(name: string, limit = 80): string {
  return visible(name.replace(/\s+/gu, " "))
    .slice(0, limit)
    .replace(/[\\`*_{}[\]()#+!|<>&~]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** About the smallest drops over all sets that it would have called regressions; empty for a single set. */
export function detectableDrops(guard: GuardReport): string {
  const parts = guard.cases.flatMap((entry) => {
    if (entry.set !== null || entry.detectable === null) return [];
    return [`${size(entry, entry.detectable)} in ${metricWords(entry.metric).short} of ${entry.model}`];
  });
  return parts.length === 0
    ? ""
    : `Over all data sets this check detects drops from ${listed(parts)}; more --repeats detect smaller ones.`;
}

/** A drop in words for JUnit and the terminal. */
export function caseMessage(entry: GuardCase): string {
  const where = entry.set === null ? "over all data sets" : `on ${entry.set}`;
  const what = `${metricWords(entry.metric).label} of ${entry.model} ${where}`;
  if (entry.status === "missing") return `${what} is in the baseline and missing from this run`;
  const error = `± ${size(entry, 2 * entry.standardError!)}, tolerance ${size(entry, entry.tolerance!)}`;
  const means =
    entry.stored === null || entry.now === null ? "" : `, from ${value(entry.stored)} to ${value(entry.now)}`;
  return entry.drop === 0 ? `${what} is as it was` : `${what} is ${change(entry, entry.drop!)} (${error})${means}`;
}
