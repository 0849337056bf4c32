import { nearest, UserError } from "../../base/errors.ts";
import { defaultTolerances, type Tolerances } from "../../bench/guard.ts";
import { metricIds } from "../../evaluate/metrics.ts";
import type { SuiteScores } from "../../bench/scores.ts";
import { idsNamed, type ModelId, modelIds } from "../../models/names.ts";
import type { FlagValues } from "../flags/index.ts";

/** The models to run: those named, else those of the baseline, else those that a fit compares by default. */
export function modelsToRun(
  { models: named, preset }: Pick<FlagValues, "models" | "preset">,
  baseline: SuiteScores | null,
): readonly ModelId[] {
  const stored = baseline?.sets.flatMap((set) => set.models.map((model) => model.id)) ?? [];
  return idsNamed(named.length > 0 ? named : modelIds.filter((id) => stored.includes(id)), preset);
}

/** Rounds of a baseline: one round can only see large drops. */
const guardRounds = 4;

/**
 * How many rounds to run: those named, else those of the baseline, else four for a new baseline and one without any.
 */
export function roundsToRun(flags: FlagValues, baseline: SuiteScores | null): number {
  return flags.repeats ?? baseline?.repeats ?? (flags.update ? guardRounds : 1);
}

/**
 * Tolerances with those of `--tolerance` over the default ones. Throws a `UserError` for an unknown metric or a share
 * below 0.
 */
export function tolerancesOf(given: readonly string[]): Tolerances {
  const result = { ...defaultTolerances };
  for (const item of given) {
    const [name = "", share = "", ...rest] = item.split("=").map((part) => part.trim());
    const metric = metricIds.find((id) => id === name);
    if (metric === undefined) {
      const near = nearest(name, metricIds);
      throw new UserError(`--tolerance names the metric "${name}", which is none.`, {
        hint: near === undefined ? `Metrics are ${metricIds.join(", ")}.` : `Did you mean "${near}"?`,
      });
    }
    const value = Number(share);
    if (share === "" || rest.length > 0 || !Number.isFinite(value) || value < 0) {
      throw new UserError(`--tolerance "${item}" is not a metric and a number of 0 or more.`, {
        hint: "It looks like accuracy=0.005.",
      });
    }
    result[metric] = value;
  }
  return result;
}

/** Refuses flags that contradict each other or do nothing alone. Throws a `UserError`. */
export function checkFlags(flags: FlagValues): void {
  const alone = (["update", "any-seed"] as const).find((name) => flags[name]);
  if (flags.baseline === null && (alone !== undefined || flags.tolerance.length > 0)) {
    throw new UserError(`--${alone ?? "tolerance"} needs --baseline FILE.`, {
      hint: "Name the file of stored scores, such as --baseline reports/baseline.json.",
    });
  }
  if (flags.merge && flags.fresh) {
    throw new UserError("--merge computes nothing, and --fresh computes everything again.", {
      hint: "Leave one of them out.",
    });
  }
  if (flags.update && (flags.tolerance.length > 0 || flags["any-seed"])) {
    throw new UserError(
      "--update writes the baseline and checks nothing, so --tolerance and --any-seed have no effect.",
      {
        hint: "Leave out --update to check, or leave out the others to update.",
      },
    );
  }
}
