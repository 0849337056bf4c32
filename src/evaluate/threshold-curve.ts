import type { FoldSize } from "./compare.ts";
import { entriesByFold, type HeldOut } from "./held-out.ts";
import type { ModelDecision } from "./results/decision.ts";
import { summariseScores } from "./summary.ts";
import type { Calls, PositiveCalls } from "./threshold.ts";

/** Points of the curve of costs, and of the table. */
const curveThresholds = Array.from({ length: 41 }, (_, i) => i / 40);
const tableThresholds = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** Mean cost of a row at fixed thresholds, with 95% intervals over folds. */
export function costCurve(
  { probability, called, left }: Calls,
  held: HeldOut,
  sizes: ReadonlyMap<number, FoldSize>,
): ModelDecision["curve"] {
  const folds = [...entriesByFold(held)];
  const foldSizes = folds.map(([fold]) => sizes.get(fold)!);
  return curveThresholds.map((threshold) => {
    const costs = folds.map(([, entries]) => {
      let cost = 0;
      let weight = 0;
      for (const i of entries) {
        cost += probability[i]! >= threshold ? called[i]! : left[i]!;
        weight += held.weights?.[i] ?? 1;
      }
      return weight > 0 ? cost / weight : 0;
    });
    return { threshold, cost: summariseScores(costs, foldSizes) };
  });
}

/** Precision and recall at fixed thresholds, of all rows together. */
export function hitsByThreshold(calls: PositiveCalls, held: HeldOut): ModelDecision["thresholds"] {
  return tableThresholds.map((threshold) => hitsAt(calls, held, threshold));
}

function hitsAt(
  { probability, positive }: PositiveCalls,
  { weights }: HeldOut,
  threshold: number,
): ModelDecision["thresholds"][number] {
  let [all, called, hits, positives] = [0, 0, 0, 0];
  for (let i = 0; i < probability.length; i++) {
    const weight = weights?.[i] ?? 1;
    const isCalled = probability[i]! >= threshold ? weight : 0;
    all += weight;
    called += isCalled;
    if (positive[i] === 1) {
      positives += weight;
      hits += isCalled;
    }
  }
  return {
    threshold,
    called: all > 0 ? called / all : 0,
    precision: called > 0 ? hits / called : null,
    recall: positives > 0 ? hits / positives : null,
  };
}
