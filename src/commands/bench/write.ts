import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import type { GuardReport } from "../../bench/guard.ts";
import { guardJunit } from "../../bench/junit.ts";
import { guardMarkdown } from "../../bench/markdown.ts";
import { renderSuite } from "../../bench/page/page.ts";
import type { SuiteScores, SuiteSet } from "../../bench/scores.ts";
import { formatScoresCsv } from "../../bench/scores-csv.ts";
import { baselineOf, formatScores, scoresSchema } from "../../bench/scores-file.ts";
import { summariseSuite } from "../../bench/summary.ts";
import type { Call } from "../command-line/command.ts";
import { writeWhole } from "../files/write.ts";
import { version } from "../machine/version.ts";
import type { PreparedBench } from "./prepare.ts";

/** `scores.json`, of the sets with all their scores. */
export function scoresOf(
  { flags, world, again }: Call,
  bench: PreparedBench,
  { sets, started }: { readonly sets: readonly SuiteSet[]; readonly started: Date },
): SuiteScores {
  return {
    schema: scoresSchema,
    version,
    suite: bench.suite,
    command: again,
    time: started.toISOString(),
    seconds: (world.now().getTime() - started.getTime()) / 1000,
    seed: flags.seed,
    repeats: bench.repeats,
    preset: flags.preset,
    trees: flags.trees,
    pruneBy: flags["prune-by"],
    machine: bench.machine,
    sets,
    summary: summariseSuite(sets),
  };
}

/** Writes the scores and the page, the baseline with `--update`, and after a check what it found. */
export async function writeScores(
  { flags, world }: Call,
  folder: string,
  { scores, guard }: { readonly scores: SuiteScores; readonly guard: GuardReport | null },
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
