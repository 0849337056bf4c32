import { mean } from "../../base/statistics.ts";
import { amount } from "../../report/number.ts";
import { listed } from "../../report/text.ts";
import { difference, estimate, type Estimate, isCertain, oneSeedWords } from "../estimate.ts";
import { contenders } from "./contenders.ts";
import { streamOverlap } from "./deal.ts";
import type { StageResult } from "./train.ts";

/** A contender over all seeds. */
export interface ContenderSummary {
  readonly id: string;
  readonly errors: readonly Estimate[]; // after each megabatch
  readonly losses: readonly Estimate[]; // log-loss after each megabatch; empty for regression
  readonly weights: readonly Estimate[]; // after each megabatch
  readonly cumulative: Estimate; // errors summed over megabatches
  readonly gaps: readonly Estimate[]; // after each megabatch: error of the test rows less that of the rows learnt
  readonly newErrors: readonly Estimate[]; // of each megabatch but the first, before it was learnt
  readonly operations: Estimate;
}

/** APP less another contender, of the same seeds and rows. */
export interface Difference {
  readonly id: string;
  readonly difference: Estimate; // of the cumulative errors
  readonly gap: Estimate; // of the generalisation gaps at the end
}

/** A megabatch whose rows are certainly predicted worse than those of the one before, both before they are learnt. */
export interface Change {
  readonly megabatch: number; // 1-based
  readonly from: number; // mean error over contenders and seeds
  readonly to: number;
}

export interface AnytimeSummary {
  readonly contenders: readonly ContenderSummary[];
  readonly differences: readonly Difference[];
  readonly change: Change | null; // the largest
}

export function summarise(results: readonly StageResult[]): AnytimeSummary {
  const seeds = [...new Set(results.map(({ seed }) => seed))];
  const ofSeeds = (id: string) =>
    seeds.map((seed) => results.filter((one) => one.contender === id && one.seed === seed));
  const summaries = contenders.map(({ id }): ContenderSummary => {
    const runs = ofSeeds(id);
    const megabatches = runs[0]!.map((_, index) => runs.map((run) => run[index]!));
    const over = (value: (one: StageResult) => number, from = 0) =>
      megabatches.slice(from).map((stage) => estimate(stage.map(value), streamOverlap));
    const last = runs.map((run) => run.at(-1)!);
    return {
      id,
      errors: over(({ error }) => error),
      losses: results[0]!.logLoss === null ? [] : over(({ logLoss }) => logLoss!),
      weights: over(({ weights }) => weights),
      cumulative: estimate(runs.map(cumulativeError), streamOverlap),
      gaps: over(gapOf),
      newErrors: over(({ newError }) => newError!, 1),
      operations: estimate(last.map(({ operations }) => operations)),
    };
  });
  const app = ofSeeds("app");
  const differences = contenders
    .filter(({ id }) => id !== "app")
    .map(({ id }) => {
      const other = ofSeeds(id);
      const less = (value: (run: readonly StageResult[]) => number) =>
        difference(app.map(value), other.map(value), streamOverlap);
      return { id, difference: less(cumulativeError), gap: less((run) => gapOf(run.at(-1)!)) };
    });
  return { contenders: summaries, differences, change: changeOf(seeds.map((seed) => newErrors(results, seed))) };
}

/** Errors of one seed on each megabatch but the first, before it was learnt: means over the contenders. */
function newErrors(results: readonly StageResult[], seed: number): readonly number[] {
  const own = results.filter((one) => one.seed === seed);
  const megabatches = Math.max(...own.map(({ megabatch }) => megabatch));
  return Array.from({ length: megabatches - 1 }, (_, index) =>
    mean(own.filter(({ megabatch }) => megabatch === index + 2).map(({ newError }) => newError!)),
  );
}

/** The largest rise from one megabatch to the next; all of them are looked at. */
function changeOf(errors: readonly (readonly number[])[]): Change | null {
  const count = errors[0]!.length;
  const at = (index: number) => errors.map((own) => own[index]!);
  let [largest, found] = [0, null as Change | null];
  for (let index = 1; index < count; index++) {
    const rises = at(index).map((value, seed) => value - at(index - 1)[seed]!);
    const rise = estimate(rises, streamOverlap, count - 1);
    if (!isCertain(rise) || rise.mean <= largest) continue;
    largest = rise.mean;
    found = { megabatch: index + 2, from: mean(at(index - 1)), to: mean(at(index)) };
  }
  return found;
}

function gapOf({ error, trainError }: StageResult): number {
  return error - trainError;
}

function cumulativeError(run: readonly StageResult[]): number {
  return run.reduce((sum, { error }) => sum + error, 0);
}

/** The finding, however APP ranks. */
export function findingOf({ contenders: found, differences, change }: AnytimeSummary): string {
  const labels = new Map(contenders.map(({ id, label }) => [id, label]));
  const label = (id: string) => labels.get(id)!.toLowerCase();
  const ranked = (less: (one: Difference) => Estimate, lower: string, higher: string) => {
    const where = (words: string, test: (value: Estimate) => boolean) => {
      const ids = differences.filter((one) => test(less(one))).map(({ id }) => label(id));
      return ids.length > 0 ? [`${words} that of ${listed(ids)}`] : [];
    };
    return [
      ...where(lower, (value) => isCertain(value) && value.mean < 0),
      ...where(higher, (value) => isCertain(value) && value.mean > 0),
      ...where("not clearly different from", (value) => !isCertain(value)),
    ].join(", ");
  };
  const sums = ranked(({ difference: less }) => less, "lower than", "higher than");
  const gaps = ranked(({ gap }) => gap, "narrower than", "wider than");
  const alone = found[0]!.cumulative.half === null ? ` ${oneSeedWords}` : "";
  const least = found.reduce((a, b) => (b.cumulative.mean < a.cumulative.mean ? b : a));
  const smallest = found.reduce((a, b) => (b.weights.at(-1)!.mean < a.weights.at(-1)!.mean ? b : a));
  return (
    `The cumulative error of APP is ${sums}. The least mean is that of ${labels.get(least.id)!}; ` +
    `${labels.get(smallest.id)!} ends with the fewest weights. The generalisation gap of APP at the end is ${gaps}.` +
    `${change === null ? "" : ` ${changeWords(change)}`}${alone}`
  );
}

function changeWords({ megabatch, from, to }: Change): string {
  return (
    `The rows change at megabatch ${megabatch}: before they are learnt, the error of new rows rises from ` +
    `${amount(from)} to ${amount(to)} there (mean of the four methods).`
  );
}
