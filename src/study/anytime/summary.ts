import { listed } from "../../report/text.ts";
import { difference, estimate, type Estimate, isCertain, oneSeedWords } from "../estimate.ts";
import { contenders } from "./contenders.ts";
import type { StageResult } from "./train.ts";

/** A contender over all seeds. */
export interface ContenderSummary {
  readonly id: string;
  readonly errors: readonly Estimate[]; // after each megabatch
  readonly losses: readonly Estimate[]; // log-loss after each megabatch; empty for regression
  readonly weights: readonly Estimate[]; // after each megabatch
  readonly cumulative: Estimate; // errors summed over megabatches
  readonly gap: Estimate; // at the end: error of the test rows less that of the rows learnt last
  readonly operations: Estimate;
}

/** APP less another contender: cumulative errors of the same seeds and rows. */
export interface Difference {
  readonly id: string;
  readonly difference: Estimate;
}

export interface AnytimeSummary {
  readonly contenders: readonly ContenderSummary[];
  readonly differences: readonly Difference[];
}

export function summarise(results: readonly StageResult[]): AnytimeSummary {
  const seeds = [...new Set(results.map(({ seed }) => seed))];
  const ofSeeds = (id: string) =>
    seeds.map((seed) => results.filter((one) => one.contender === id && one.seed === seed));
  const summaries = contenders.map(({ id }): ContenderSummary => {
    const runs = ofSeeds(id);
    const megabatches = runs[0]!.map((_, index) => runs.map((run) => run[index]!));
    const over = (value: (one: StageResult) => number) => megabatches.map((stage) => estimate(stage.map(value)));
    const last = runs.map((run) => run.at(-1)!);
    return {
      id,
      errors: over(({ error }) => error),
      losses: results[0]!.logLoss === null ? [] : over(({ logLoss }) => logLoss!),
      weights: over(({ weights }) => weights),
      cumulative: estimate(runs.map(cumulativeError)),
      gap: estimate(last.map(({ error, trainError }) => error - trainError)),
      operations: estimate(last.map(({ operations }) => operations)),
    };
  });
  const app = ofSeeds("app").map(cumulativeError);
  const differences = contenders
    .filter(({ id }) => id !== "app")
    .map(({ id }) => {
      const other = ofSeeds(id).map(cumulativeError);
      return { id, difference: difference(app, other) };
    });
  return { contenders: summaries, differences };
}

function cumulativeError(run: readonly StageResult[]): number {
  return run.reduce((sum, { error }) => sum + error, 0);
}

/** The finding, however APP ranks. */
export function findingOf({ contenders: found, differences }: AnytimeSummary): string {
  const labels = new Map(contenders.map(({ id, label }) => [id, label]));
  const label = (id: string) => labels.get(id)!.toLowerCase();
  const certain = (one: Difference) => isCertain(one.difference);
  const better = differences.filter((one) => certain(one) && one.difference.mean < 0);
  const worse = differences.filter((one) => certain(one) && one.difference.mean > 0);
  const open = differences.filter((one) => !certain(one));
  const parts = [
    ...(better.length > 0 ? [`lower than ${listed(better.map(({ id }) => label(id)))}`] : []),
    ...(worse.length > 0 ? [`higher than ${listed(worse.map(({ id }) => label(id)))}`] : []),
    ...(open.length > 0 ? [`not clearly different from ${listed(open.map(({ id }) => label(id)))}`] : []),
  ];
  const alone = found[0]!.cumulative.half === null ? ` ${oneSeedWords}` : "";
  const least = found.reduce((a, b) => (b.cumulative.mean < a.cumulative.mean ? b : a));
  const smallest = found.reduce((a, b) => (b.weights.at(-1)!.mean < a.weights.at(-1)!.mean ? b : a));
  return (
    `The cumulative error of APP is ${parts.join(", ")}. ` +
    `The least mean is that of ${labels.get(least.id)!}; ${labels.get(smallest.id)!} ends with the fewest ` +
    `weights.${alone}`
  );
}
