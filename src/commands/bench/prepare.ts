import { join } from "node:path";
import type { Tolerances } from "../../bench/guard.ts";
import { type BenchSet, checkBaseline } from "../../bench/plan.ts";
import { checkReference, parseReference, type ReferenceScore } from "../../bench/reference.ts";
import type { SuiteScores } from "../../bench/scores.ts";
import { parseScores } from "../../bench/scores-file.ts";
import type { ModelId } from "../../models/names.ts";
import type { RunOrigin } from "../../run/request.ts";
import type { Call } from "../command-line/command.ts";
import { readJson, readText } from "../files/read.ts";
import type { FlagValues } from "../flags/index.ts";
import { checkFlags, modelsToRun, roundsToRun, tolerancesOf } from "./settings.ts";
import { openSuite, planSuite, type Suite } from "./suite.ts";

/** Everything that a bench needs, read and checked before any training. */
export interface PreparedBench {
  readonly suite: string; // its name
  readonly folder: string; // where scores go
  readonly sets: readonly BenchSet[];
  readonly machine: RunOrigin["machine"];
  readonly models: readonly ModelId[];
  readonly repeats: number;
  readonly reference: readonly ReferenceScore[];
  readonly baseline: SuiteScores | null; // to compare with
  readonly tolerances: Tolerances;
}

/** Reads suite, baseline and reference scores. `note` receives what a reader should know. Throws a `UserError`. */
export async function prepareBench(call: Call, note: (text: string) => void): Promise<PreparedBench> {
  const { flags, words } = call;
  checkFlags(flags);
  const tolerances = tolerancesOf(flags.tolerance);
  const suite = await openSuite(words[0] ?? "");
  const baseline =
    flags.baseline === null || flags.update ? null : parseScores(await readJson(flags.baseline), flags.baseline);
  const repeats = roundsToRun(flags, baseline);
  const { sets, machine } = await planSuite(suite, { ...call, flags: { ...flags, repeats } }, note);
  const reference = await readReference(call, sets, note);
  if (baseline !== null) {
    const { seed, "any-seed": anySeed } = flags;
    checkBaseline(baseline, flags.baseline!, { sets, seed, repeats, anySeed });
    const { preset, trees, pruneBy = "gradient" } = baseline;
    const before = { preset, trees, "prune-by": pruneBy };
    for (const name of ["preset", "trees", "prune-by"] as const) {
      if (before[name] === flags[name]) continue;
      note(
        `The baseline was made with --${name} ${before[name]}, this run has ${flags[name]}: the comparison ` +
          "includes that difference.",
      );
    }
  }
  return {
    suite: suite.name,
    folder: folderOf(flags, suite),
    sets,
    machine,
    models: modelsToRun(flags, baseline),
    repeats,
    reference,
    baseline,
    tolerances,
  };
}

/** The folder that scores go to. */
export function folderOf({ out }: Pick<FlagValues, "out">, { name }: Pick<Suite, "name">): string {
  return out ?? join("reports", name);
}

async function readReference(
  { flags }: Call,
  sets: readonly BenchSet[],
  note: (text: string) => void,
): Promise<ReferenceScore[]> {
  const scores: ReferenceScore[] = [];
  for (const file of flags.reference) scores.push(...parseReference(await readText(file), file));
  const facts = sets.map((set) => set.facts);
  const unknown = checkReference(scores, facts);
  if (unknown.length > 0) {
    note(`The scores of other tools cover ${unknown.length} more data sets, such as ${unknown[0]}.`);
  }
  return scores;
}
