import { amount, count, percent } from "../../report/number.ts";
import { listed } from "../../report/text.ts";
import { type Estimate, isCertain, oneSeedWords, withInterval } from "../estimate.ts";
import type { Made } from "../made.ts";
import type { SizeComparison, SizeSummary } from "./summary.ts";

/** The finding in sentences, however the methods rank. `made` decides the words for sizes and widths. */
export function findingOf({ comparisons, growth, points }: SizeSummary, made: Made | null): string {
  const first = comparisons.filter(({ level }) => level === comparisons[0]!.level);
  const alone = first[0]!.retrainedLessSmall.half === null;
  return [
    against(first, made),
    growthWords(growth[0]!, made),
    ...(made === null ? [retrainingWords(first)] : [retrainingByLevel(comparisons, made)]),
    occamWords(first),
    ...(made === null ? [] : [theoryWords(points)]),
    ...(alone ? [oneSeedWords] : []),
  ].join(" ");
}

/** Sizes by the sign of a difference: certainly below zero, certainly above, open. */
function split(comparisons: readonly SizeComparison[], of: (one: SizeComparison) => Estimate) {
  const where = (test: (value: Estimate) => boolean) =>
    comparisons.filter((one) => test(of(one))).map(({ size }) => count(size));
  return {
    below: where((value) => isCertain(value) && value.mean < 0),
    above: where((value) => isCertain(value) && value.mean > 0),
    open: where((value) => !isCertain(value)),
  };
}

function verdicts(
  { below, above, open }: ReturnType<typeof split>,
  words: { readonly below: string; readonly above: string; readonly open: string },
): string {
  const unit = (sizes: readonly string[]) => `at ${listed(sizes)} weights`;
  return listed([
    ...(below.length > 0 ? [`${words.below} ${unit(below)}`] : []),
    ...(above.length > 0 ? [`${words.above} ${unit(above)}`] : []),
    ...(open.length > 0 ? [`${words.open} ${unit(open)}`] : []),
  ]);
}

function against(first: readonly SizeComparison[], made: Made | null): string {
  const wordsOf = {
    below: "wins",
    above: "loses",
    open: "does not clearly differ",
  };
  const retrained = verdicts(
    split(first, ({ retrainedLessSmall }) => retrainedLessSmall),
    wordsOf,
  );
  if (made === null) {
    const large = `training large (width ${count(first[0]!.width)}), pruning and retraining`;
    return `Against a small network from the start, ${large} ${retrained}.`;
  }
  const pruned = verdicts(
    split(first, ({ prunedLessSmall }) => prunedLessSmall),
    wordsOf,
  );
  return made === "linear"
    ? `Without correlation, against a small model that knows the best features, training large and pruning ${pruned}.`
    : `With 400 inputs, against a small model, training large and pruning ${pruned}.`;
}

function growthWords({ interpolation, peak }: SizeSummary["growth"][number], made: Made | null): string {
  const unit = made === null ? "width" : "features";
  const name = (value: number) => (made === null ? `${unit} ${count(value)}` : `${count(value)} ${unit}`);
  const reached =
    interpolation === null
      ? "The large model never fits its training rows"
      : `The large model fits its training rows from ${name(interpolation)} on`;
  return peak === null
    ? `${reached}, and its loss has no certain peak within the range.`
    : `${reached}; its loss peaks at ${name(peak)} and descends a second time.`;
}

function retrainingWords(first: readonly SizeComparison[]): string {
  const words = verdicts(
    split(first, ({ retrainedLessPruned }) => retrainedLessPruned),
    { below: "lowers the loss of the pruned network", above: "raises it", open: "changes nothing that can be told" },
  );
  return `Retraining ${words}.`;
}

/** What retraining adds at the smallest size, level by level. */
function retrainingByLevel(comparisons: readonly SizeComparison[], made: Made): string {
  const sizes = [...new Set(comparisons.map(({ size }) => size))];
  const least = Math.min(...sizes);
  const changes = comparisons.filter(({ size }) => size === least);
  const parts = changes.map(({ level, retrainedLessPruned: change }) => {
    const place = made === "linear" ? `correlation ${amount(level!)}` : `${count(level!)} inputs`;
    return `${change.mean > 0 ? "+" : ""}${withInterval(change)} at ${place}`;
  });
  const trend = isBelow(changes.at(-1)!.retrainedLessPruned, changes[0]!.retrainedLessPruned)
    ? ": it does better as features correlate"
    : "";
  return `Retraining changes the loss at ${count(least)} weights by ${listed(parts)}${trend}.`;
}

/** Whether one mean is certainly below another of other data. */
function isBelow(one: Estimate, other: Estimate): boolean {
  const half = one.half === null || other.half === null ? Infinity : Math.hypot(one.half, other.half);
  return other.mean - one.mean > half;
}

function occamWords(first: readonly SizeComparison[]): string {
  const words = verdicts(
    split(first, ({ occamLessRetrained }) => occamLessRetrained),
    { below: "is better still", above: "is worse", open: "does not clearly differ" },
  );
  return `Beside that, Occam from the same start ${words}.`;
}

/** How near the curve of the theory is to what was measured, by the median. */
function theoryWords(points: SizeSummary["points"]): string {
  const errors = points
    .flatMap(({ theory, loss }) => (theory === null ? [] : [Math.abs(loss.mean / theory - 1)]))
    .sort((a, b) => a - b);
  const median = errors[Math.floor(errors.length / 2)]!;
  return `Half of the measured means are within ${percent(median)} of the theory's curve.`;
}
