import { mean } from "../../base/statistics.ts";
import { difference, type Estimate, estimate, isCertain } from "../estimate.ts";
import type { Made } from "../made.ts";
import { tableOverlap } from "../network.ts";
import type { SizeMethodId } from "./methods.ts";
import type { SizeResult } from "./result.ts";

/** One method at one starting width and size, over all seeds. */
export interface SizePoint {
  readonly level: number | null;
  readonly width: number;
  readonly size: number | null;
  readonly method: SizeMethodId;
  readonly weights: number; // mean
  readonly loss: Estimate;
  readonly error: Estimate | null;
  readonly trainError: number | null; // mean
  readonly trainLoss: number; // mean
  readonly theory: number | null; // mean over the seeds; never infinite
}

/** What is compared at one size and the largest starting width: means over seeds of one loss less another. */
export interface SizeComparison {
  readonly level: number | null;
  readonly size: number;
  readonly width: number;
  readonly retrainedLessSmall: Estimate;
  readonly prunedLessSmall: Estimate;
  readonly retrainedLessPruned: Estimate;
  readonly retrainedLessRandom: Estimate;
  readonly occamLessRetrained: Estimate;
}

/** How the large model does as it grows. */
export interface Growth {
  readonly level: number | null;
  readonly interpolation: number | null; // the first width that leaves next to nothing of the training error
  readonly peak: number | null; // a width that is certainly worse than a smaller one and than the largest
}

export interface SizeSummary {
  readonly points: readonly SizePoint[];
  readonly comparisons: readonly SizeComparison[];
  readonly growth: readonly Growth[];
}

export function summarise(given: readonly SizeResult[], made: Made | null): SizeSummary {
  const results = withCommonSizes(given);
  const groups = new Map<string, SizeResult[]>();
  for (const result of results) {
    const key = keyOf(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const levels = [...new Set(results.map(({ level }) => level))];
  const overlap = made === null ? tableOverlap : 0;
  const comparisons = levels.flatMap((level) => {
    const sizes = new Set(results.flatMap((one) => (one.level === level && one.size !== null ? [one.size] : [])));
    return [...sizes].map((size) => comparisonOf(groups, { level, size }, overlap));
  });
  return {
    points: [...groups.values()].map((group) => pointOf(group, overlap)),
    comparisons,
    growth: levels.map((level) => {
      return growthOf(
        results.filter((one) => one.level === level && one.method === "large"),
        made === null ? smallLoss : exactLoss,
        overlap,
      );
    }),
  };
}

/**
 * The results with the same sizes for all seeds. An encoder makes a few inputs more or less of other rows, and the
 * final sizes with it: each is replaced by its mean over the seeds.
 */
function withCommonSizes(results: readonly SizeResult[]): readonly SizeResult[] {
  const sizesOf = new Map<string, readonly number[]>();
  const keyOfSeed = ({ level, seed }: SizeResult) => JSON.stringify([level, seed]);
  for (const one of results) {
    const own = sizesOf.get(keyOfSeed(one)) ?? [];
    if (one.size !== null && !own.includes(one.size)) sizesOf.set(keyOfSeed(one), [...own, one.size]);
  }
  const sorted = new Map([...sizesOf].map(([key, own]) => [key, own.toSorted((a, b) => a - b)]));
  const common = (place: number) => Math.round(mean([...sorted.values()].map((own) => own[place]!)));
  return results.map((one) => {
    return one.size === null ? one : { ...one, size: common(sorted.get(keyOfSeed(one))!.indexOf(one.size)) };
  });
}

function keyOf({ level, width, size, method }: Pick<SizeResult, "level" | "width" | "size" | "method">): string {
  return JSON.stringify([level, method, size, method === "small" ? null : width]);
}

function pointOf(group: readonly SizeResult[], overlap: number): SizePoint {
  const { level, width, size, method } = group[0]!;
  const known = <T>(valueOf: (one: SizeResult) => T | null) => {
    return group.map(valueOf).filter((value): value is T & {} => value !== null);
  };
  const errors = known(({ error }) => error);
  const trainErrors = known(({ trainError }) => trainError);
  const theories = known(({ theory }) => theory);
  return {
    ...{ level, width, size, method },
    weights: mean(group.map(({ weights }) => weights)),
    loss: estimate(
      group.map(({ loss }) => loss),
      overlap,
    ),
    error: errors.length === 0 ? null : estimate(errors, overlap),
    trainLoss: mean(group.map(({ trainLoss }) => trainLoss)),
    trainError: trainErrors.length === 0 ? null : mean(trainErrors),
    theory: theories.length === 0 ? null : mean(theories),
  };
}

function comparisonOf(
  groups: ReadonlyMap<string, readonly SizeResult[]>,
  { level, size }: Pick<SizeComparison, "level" | "size">,
  overlap: number,
): SizeComparison {
  const width = Math.max(
    ...[...groups.values()].flatMap(([one]) => (one!.level === level && one!.method === "pruned" ? [one!.width] : [])),
  );
  const losses = (method: SizeMethodId) => groups.get(keyOf({ level, width, size, method }))!.map(({ loss }) => loss);
  const less = (a: SizeMethodId, b: SizeMethodId) => difference(losses(a), losses(b), overlap);
  return {
    ...{ level, size, width },
    retrainedLessSmall: less("retrained", "small"),
    prunedLessSmall: less("pruned", "small"),
    retrainedLessPruned: less("retrained", "pruned"),
    retrainedLessRandom: less("retrained", "random"),
    occamLessRetrained: less("occam", "retrained"),
  };
}

const smallError = 0.01; // share of training rows misclassified that counts as none
/** Of the training loss of the smallest model, where there are no classes: for networks, and where fits are exact. */
const smallLoss = 0.1;
const exactLoss = 1e-6;

function growthOf(large: readonly SizeResult[], none: number, overlap: number): Growth {
  const widths = [...new Set(large.map(({ width }) => width))].sort((a, b) => a - b);
  const at = (width: number) => large.filter((one) => one.width === width);
  const trainLoss = (width: number) => mean(at(width).map((one) => one.trainLoss));
  const interpolates = (width: number) =>
    at(width)[0]!.trainError === null
      ? trainLoss(width) < none * trainLoss(widths[0]!)
      : mean(at(width).map((one) => one.trainError!)) < smallError;
  // Logarithms: near a peak losses differ by factors.
  const losses = (width: number) => at(width).map(({ loss }) => Math.log(Math.max(loss, Number.MIN_VALUE)));
  const worse = (width: number, other: number) => {
    const less = difference(losses(width), losses(other), overlap);
    return less.mean > 0 && isCertain(less);
  };
  const last = widths.at(-1)!;
  const peaks = widths.filter((width, index) => {
    return worse(width, last) && widths.slice(0, index).some((smaller) => worse(width, smaller));
  });
  const highest = peaks.reduce<number | null>((best, width) => {
    return best === null || mean(losses(width)) > mean(losses(best)) ? width : best;
  }, null);
  return { level: large[0]!.level, interpolation: widths.find(interpolates) ?? null, peak: highest };
}
