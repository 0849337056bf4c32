import { UserError } from "../../base/errors.ts";
import { dealJobs } from "../../bench/jobs.ts";
import { checkPlanned, formatPlan, jobsOfSuite, parsePlan, planSchema, type SuitePlan } from "../../bench/plan-file.ts";
import type { Call } from "../command-line/command.ts";
import { readJson } from "../files/read.ts";
import { codeFingerprint } from "../files/store.ts";
import { claim, writeWhole } from "../files/write.ts";
import { fallback } from "../flags/flag.ts";
import { type FlagValues, flags as table } from "../flags/index.ts";
import { version } from "../machine/version.ts";
import { partNumber } from "./part-number.ts";
import { folderOf, prepareBench, type PreparedBench } from "./prepare.ts";
import type { BenchProgressDisplay } from "./progress.ts";
import { openSuite, planSuite } from "./suite.ts";
import { settingsOf, trainPart } from "./train.ts";

/** Reads the plan of `--plan`; null without one. Throws a `UserError`, also for a plan of other code. */
export async function readPlan(file: string | null): Promise<SuitePlan | null> {
  if (file === null) return null;
  const plan = parsePlan(await readJson(file), file);
  const code = await codeFingerprint();
  if (plan.code === code) return plan;
  const other = plan.version === version ? "another build of this version" : `version ${plan.version}`;
  throw new UserError(`${file} was made by ${other}, and this is version ${version} (${code.slice(0, 8)}).`, {
    hint: "Install the same version on all machines, or make the plan again.",
  });
}

/** The flags with what the plan decides. Throws a `UserError` for a flag that says something else. */
export function flagsWithin(plan: SuitePlan, flags: FlagValues): FlagValues {
  const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
  const { seed, trees, repeats, models, pruneBy = "gradient" } = plan;
  const decided = { seed, preset: plan.preset as FlagValues["preset"], trees, repeats, models, "prune-by": pruneBy };
  for (const name of ["seed", "preset", "trees", "repeats", "models", "prune-by"] as const) {
    if (same(flags[name], fallback(table[name])) || same(flags[name], decided[name])) continue;
    throw new UserError(`--${name} is ${String(flags[name])}, and ${String(decided[name])} in the plan.`, {
      hint: `Leave it out, or make another plan with it.`,
    });
  }
  return { ...flags, ...decided };
}

/** `--plan` alone: writes the plan, and trains nothing. Returns what to print. */
export async function writePlan(call: Call, note: (text: string) => void): Promise<string> {
  const { flags } = call;
  const file = flags.plan!;
  await claim(file, flags.force);
  const bench = await prepareBench(call, note);
  const plan = await planOf(call, bench);
  await writeWhole(file, formatPlan(plan));
  return `Plan     ${file}: ${plan.jobs.length} jobs on ${plan.sets.length} data sets`;
}

async function planOf({ flags, again }: Call, { suite, sets, models, repeats }: PreparedBench): Promise<SuitePlan> {
  const { seed, preset, trees, "prune-by": pruneBy } = flags;
  return {
    ...{ schema: planSchema, version, code: await codeFingerprint(), suite, command: again },
    ...{ seed, repeats, preset, trees, pruneBy, models },
    sets: sets.map(({ facts: { name, sha256, foldsSha256 } }) => ({ name, sha256, foldsSha256 })),
    jobs: jobsOfSuite({ sets, models, settings: settingsOf(flags) }),
  };
}

/**
 * `--part`: does one part of the jobs and leaves the results in the folder of the suite. With a plan only the tables of
 * that part are read. Returns what to print.
 */
export async function runOnePart(call: Call, display: BenchProgressDisplay): Promise<string> {
  const { flags, words, world } = call;
  refuseWithPart(flags);
  const number = partNumber(flags.part!, world.environment);
  const given = await readPlan(flags.plan);
  const whole = given === null ? await prepareBench(call, display.say) : null;
  const plan = given ?? (await planOf(call, whole!));
  const mine = dealJobs(plan.jobs, number.parts)[number.part - 1]!;
  if (mine.length === 0) return `Part ${number.part} of ${number.parts}: there are fewer jobs than parts.`;
  const names = new Set(mine.map(({ set }) => set));
  const within = { ...call, flags: flagsWithin(plan, flags) };
  const suite = await openSuite(words[0] ?? "");
  const some = { ...suite, sets: suite.sets.filter(({ name }) => names.has(name)) };
  const sets =
    whole?.sets.filter(({ facts }) => names.has(facts.name)) ?? (await planSuite(some, within, display.say)).sets;
  if (given !== null) checkPlanned(sets, plan, flags.plan!);
  const folder = folderOf(flags, suite);
  const done = await trainPart(within, { sets, models: plan.models, folder, part: mine }, display);
  const before = done.stored === 0 ? "" : `, ${done.stored} of them before`;
  return `Part ${number.part} of ${number.parts}: ${done.jobs} jobs are done${before}. Results are in ${folder}.`;
}

function refuseWithPart(flags: FlagValues): void {
  const other = (["merge", "update", "json"] as const).find((name) => flags[name]);
  const file = flags.baseline !== null ? "baseline" : flags.reference.length > 0 ? "reference" : undefined;
  const name = other ?? file;
  if (name === undefined) return;
  throw new UserError(`--part does a part of the jobs, and --${name} is for the whole suite.`, {
    hint: "Give it to the command with --merge, after all parts.",
  });
}
