import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { exitCode, UserError } from "../base/errors.ts";
import { compareWithBaseline, type GuardReport } from "../bench/guard.ts";
import { summariseSuite } from "../bench/summary.ts";
import type { SuiteScores, SuiteSet } from "../bench/scores.ts";
import { runBench } from "../bench/bench.ts";
import { formatScoresCsv } from "../bench/scores-csv.ts";
import { checkBaseline } from "../bench/plan.ts";
import { checkReference, parseReference, type ReferenceScore, withReference } from "../bench/reference.ts";
import { baselineOf, formatScores, parseScores, scoresSchema } from "../bench/scores-file.ts";
import type { ModelId } from "../models/index.ts";
import { renderSuite } from "../bench/page/page.ts";
import { guardJunit } from "../bench/junit.ts";
import { caseMessage, guardMarkdown, sharpness } from "../bench/markdown.ts";
import { type BenchTeller, benchTeller } from "./bench/progress.ts";
import { runOnWorkers } from "./bench/workers.ts";
import { checkFlags, modelsToRun, roundsToRun, tolerancesOf } from "./bench/settings.ts";
import { codeFingerprint, openStore } from "./bench/store.ts";
import { openSuite, type PlannedSuite, planSuite } from "./bench/suite.ts";
import { setHead, setLine, summaryText } from "./bench/text.ts";
import type { Call, Command } from "./command-line/command.ts";
import { readJson, readText } from "./files/read.ts";
import { writeWhole } from "./files/write.ts";
import { wrap } from "./terminal/terminal.ts";
import { version } from "./machine/version.ts";
import type { FlagValues } from "./flags/index.ts";
import { outputScreen } from "./terminal/screen.ts";

/** `occam-tab bench SUITE`: every model on every fold of every table, and whether anything got worse. */
export const benchCommand: Command = {
  name: "bench",
  summary: "score models over a suite of tables, and guard the scores",
  words: [{ name: "SUITE", help: "a folder of CSV files, or a manifest (datasets.json)" }],
  details: [
    "A manifest is JSON: a list of data sets under datasets, each with name, file, target, task, ignore and folds (a CSV with row and fold); paths are relative to it. Without folds, folds/NAME.csv beside it is used, else five folds are dealt, the same for every seed.",
    "Writes scores.csv, scores.json and suite.html to the folder reports/SUITE. Each finished data set, fold and model is kept there as well: the same command goes on where an interrupted one ended. Changed data, options or code are computed anew.",
    "With --baseline it compares with stored scores, fold by fold, and writes junit.xml and comparison.md too (also to $GITHUB_STEP_SUMMARY). A drop is a regression when it is beyond the tolerance, beyond twice its standard error over folds, and unlikely by chance among everything compared; small drops on many tables are added up. What is missing counts as a regression; changed data are said and not compared.",
    "Exit codes: 0 fine, 1 scores regressed, 2 wrong use, bad input, or a baseline that cannot be compared, 130 interrupted.",
  ],
  examples: [
    { line: "occam-tab bench data", says: "all tables of a folder" },
    { line: "occam-tab bench data --baseline reports/baseline.json --update", says: "store the scores" },
    { line: "occam-tab bench data --baseline reports/baseline.json", says: "fail when scores got worse" },
    { line: "occam-tab bench data --reference others.csv", says: "lay scores of other tools beside ours" },
  ],
  run: runBenchCommand,
};

async function runBenchCommand(call: Call): Promise<number> {
  const { flags, world, words } = call;
  checkFlags(flags);
  const tolerances = tolerancesOf(flags.tolerance);
  const suite = await openSuite(words[0] ?? "");
  const folder = flags.out ?? join("reports", suite.name);
  const baseline =
    flags.baseline === null || flags.update ? null : parseScores(await readJson(flags.baseline), flags.baseline);
  const models = modelsToRun(flags.models, baseline);
  const repeats = roundsToRun(flags, baseline);
  const tell = benchTeller(world, flags.quiet);
  const started = world.now();
  try {
    const planned = await planSuite(suite, { ...call, flags: { ...flags, repeats } }, tell.say);
    const reference = await readReference(call, planned, tell);
    if (baseline !== null) {
      const run = { seed: flags.seed, repeats, anySeed: flags["any-seed"] };
      checkBaseline(baseline, flags.baseline!, planned.sets, run);
      for (const name of ["preset", "trees"] as const) {
        if (baseline[name] === flags[name]) continue;
        tell.say(
          `The baseline was made with --${name} ${baseline[name]}, this run has ${flags[name]}: that is compared too.`,
        );
      }
    }
    const sets = withReference(await train(call, planned, models, folder, tell), reference, repeats);
    const scores: SuiteScores = {
      schema: scoresSchema,
      version,
      suite: suite.name,
      command: call.again,
      time: started.toISOString(),
      seconds: (world.now().getTime() - started.getTime()) / 1000,
      seed: flags.seed,
      repeats,
      preset: flags.preset,
      trees: flags.trees,
      machine: planned.machine,
      sets,
      summary: summariseSuite(sets),
    };
    const guard = baseline === null ? null : compareWithBaseline(scores, baseline, tolerances);
    await writeAll(call, folder, scores, guard);
    tell.clear();
    const screen = outputScreen(world);
    if (flags.json) screen.pass(formatScores(scores));
    else screen.print(...ending(scores, guard, folder, { flags, width: screen.width }));
    return guard?.regressed === true ? exitCode.regressed : exitCode.fine;
  } finally {
    tell.clear();
  }
}

async function readReference({ flags }: Call, planned: PlannedSuite, tell: BenchTeller): Promise<ReferenceScore[]> {
  if (flags.reference === null) return [];
  const scores = parseReference(await readText(flags.reference), flags.reference);
  const facts = planned.sets.map((set) => set.facts);
  const unknown = checkReference(scores, facts, flags.reference);
  if (unknown.length > 0) {
    tell.say(
      `${flags.reference} also scores ${unknown.length} data sets that are not in this suite, such as ${unknown[0]}.`,
    );
  }
  return scores;
}

async function train(
  call: Call,
  planned: PlannedSuite,
  models: readonly ModelId[],
  folder: string,
  tell: BenchTeller,
): Promise<SuiteSet[]> {
  const { flags, world, signal } = call;
  const store = await openStore(folder, flags.force);
  const { seed, preset, trees } = flags;
  const screen = outputScreen(world);
  if (!flags.json) screen.print(setHead(models));
  try {
    return await runBench({
      sets: planned.sets,
      models,
      settings: { seed, preset, trees, maxParameters: null, maxOperations: null, engine: "auto" },
      code: await codeFingerprint(),
      fresh: flags.fresh,
      store,
      runFolds: runOnWorkers(planned.machine.jobs, signal),
      observe: (progress) => {
        tell.hear(progress);
        if (progress.kind !== "set" || flags.json) return;
        tell.clear();
        screen.print(setLine(progress.set, models));
      },
    });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new UserError(`Interrupted; what was finished is kept in ${folder}.`, {
      hint: "The same command goes on from there.",
      exitCode: error instanceof UserError ? error.exitCode : exitCode.interrupted,
    });
  }
}

async function writeAll(
  { flags, world }: Call,
  folder: string,
  scores: SuiteScores,
  guard: GuardReport | null,
): Promise<void> {
  await writeWhole(join(folder, "scores.csv"), formatScoresCsv(scores.sets));
  await writeWhole(join(folder, "scores.json"), formatScores(scores));
  await writeWhole(join(folder, "suite.html"), renderSuite(scores, guard));
  if (flags.update) await writeWhole(flags.baseline!, formatScores(baselineOf(scores)));
  if (guard === null) return;
  const markdown = guardMarkdown(scores, guard);
  await writeWhole(join(folder, "comparison.md"), markdown);
  await writeWhole(join(folder, "junit.xml"), guardJunit(scores, guard));
  const summary = world.environment["GITHUB_STEP_SUMMARY"] ?? "";
  if (summary !== "") await appendFile(summary, markdown);
}

function ending(
  scores: SuiteScores,
  guard: GuardReport | null,
  folder: string,
  { flags, width }: { readonly flags: FlagValues; readonly width: number },
): readonly string[] {
  const lines = ["", ...summaryText(scores, width), ""];
  if (guard !== null) {
    const bad = guard.cases.filter((entry) => entry.status !== "passed");
    lines.push(...bad.map((entry) => `REGRESSED  ${caseMessage(entry)}.`));
    lines.push(...guard.changed.map((name) => `CHANGED    The data of ${name} changed: not compared.`));
    lines.push(...guard.added.map((name) => `NEW        ${name} is not in the baseline.`));
    const verdict = bad.length === 0 ? "No score regressed" : `${bad.length} scores regressed`;
    lines.push(`${verdict}: ${guard.cases.length} compared with ${flags.baseline}.`);
    lines.push(...wrap(sharpness(guard), width), "");
  }
  if (flags.update) lines.push(`Baseline ${flags.baseline}`);
  lines.push(`Scores   ${join(folder, "scores.json")}`, `Report   ${join(folder, "suite.html")}`);
  return lines;
}
