import { exitCode } from "../base/errors.ts";
import { compareWithBaseline } from "../bench/guard.ts";
import { checkPlanned } from "../bench/plan-file.ts";
import { withReference } from "../bench/reference.ts";
import { formatScores } from "../bench/scores-file.ts";
import { flagsWithin, readPlan, runOnePart, writePlan } from "./bench/part.ts";
import { prepareBench } from "./bench/prepare.ts";
import { benchProgress, type BenchProgressDisplay } from "./bench/progress.ts";
import { summaryLines } from "./bench/text.ts";
import { trainSuite } from "./bench/train.ts";
import { scoresOf, writeScores } from "./bench/write.ts";
import type { Call, Command } from "./command-line/command.ts";
import { outputScreen } from "./terminal/screen.ts";

/** `occam-tab bench SUITE`: every model on every fold of every table, and whether anything got worse. */
export const benchCommand: Command = {
  name: "bench",
  summary: "score models on many tables, and guard the scores",
  words: [{ name: "SUITE", help: "a folder of CSV files, or a manifest (datasets.json)" }],
  details: [
    "A manifest is JSON: a list of data sets under datasets, each with name, file, target, task, ignore and folds " +
      "(a CSV with row and fold). Paths are relative to the manifest. Without folds, folds/NAME.csv beside it is " +
      "used; without that file, five folds are dealt, the same for every seed.",
    "Writes scores.csv, scores.json and suite.html to the folder reports/SUITE. Every finished data set, fold and " +
      "model is stored there too, so the same command continues an interrupted run. What depends on changed data, " +
      "options or code is computed again.",
    "With --baseline it compares the scores with stored ones, fold by fold, and also writes junit.xml and " +
      "comparison.md (and $GITHUB_STEP_SUMMARY). A drop is a regression when it exceeds the tolerance, exceeds twice " +
      "its standard error over folds, and is unlikely by chance among everything compared. Small drops on " +
      "many tables add up. Missing scores count as a regression. Tables whose data changed are named and not compared.",
    "Several machines share the work with --queue, or with --plan, --part and --merge.",
    "Exit codes: 0 fine, 1 scores regressed, 2 wrong use, bad input, or a baseline that cannot be compared, 130 " +
      "interrupted.",
  ],
  examples: [
    { line: "occam-tab bench data", says: "all tables of a folder" },
    { line: "occam-tab bench data --baseline reports/baseline.json --update", says: "store the scores" },
    { line: "occam-tab bench data --baseline reports/baseline.json", says: "fail when scores get worse" },
    { line: "occam-tab bench data --part 1/4 --out shared/data", says: "do a quarter of the jobs" },
    { line: "occam-tab bench data --reference others.csv", says: "show scores of other tools beside ours" },
  ],
  run: runBenchCommand,
};

async function runBenchCommand(call: Call): Promise<number> {
  const { flags, world } = call;
  const progress = benchProgress(world, flags.quiet);
  try {
    if (flags.part === null && (flags.plan === null || flags.merge)) return await scoreSuite(call, progress);
    const line = flags.part === null ? await writePlan(call, progress.say) : await runOnePart(call, progress);
    progress.clear();
    outputScreen(world).print(line);
    return exitCode.fine;
  } finally {
    progress.clear();
  }
}

async function scoreSuite(given: Call, progress: BenchProgressDisplay): Promise<number> {
  const { flags: asked, world } = given;
  const started = world.now();
  const plan = await readPlan(asked.plan);
  const call = plan === null ? given : { ...given, flags: flagsWithin(plan, asked), again: plan.command };
  const { flags } = call;
  const bench = await prepareBench(call, progress.say);
  if (plan !== null) checkPlanned(bench.sets, plan, asked.plan!);
  const trained = await trainSuite(call, bench, progress);
  const sets = withReference(trained, bench.reference, bench.repeats);
  const scores = scoresOf(call, bench, { sets, started });
  const guard = bench.baseline === null ? null : compareWithBaseline(scores, bench.baseline, bench.tolerances);
  await writeScores(call, bench.folder, { scores, guard });
  progress.clear();
  const screen = outputScreen(world);
  if (flags.json) screen.pass(formatScores(scores));
  else screen.print(...summaryLines({ scores, guard, folder: bench.folder, flags, width: screen.width }));
  if (guard === null) return exitCode.fine;
  const isWhole = guard.changed.length === 0 && guard.added.length === 0;
  return guard.regressed || (flags.strict && !isWhole) ? exitCode.regressed : exitCode.fine;
}
