import type { FoldSize } from "./compare.ts";
import { entriesByFold, type HeldOut } from "./held-out.ts";
import type { ModelDecision } from "./results/decision.ts";
import { summariseScores } from "./summary.ts";
import type { PositiveCalls } from "./threshold.ts";

const shares = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5];

/**
 * What calling the likeliest rows of each fold brings: how many of them are positive, what share of all positive rows
 * they are, and what is saved against calling nobody. Shares of less than one row a fold are left out, as are folds
 * without a positive row from recall.
 */
export function likeliestRows(
  calls: PositiveCalls,
  held: HeldOut,
  { sizes, costs }: { readonly sizes: ReadonlyMap<number, FoldSize>; readonly costs: boolean },
): ModelDecision["likeliest"] {
  const { probability, called, left, positive } = calls;
  const folds = [...entriesByFold(held)].map(([fold, entries]) => ({
    size: sizes.get(fold)!,
    entries: entries.toSorted((a, b) => probability[b]! - probability[a]! || a - b),
    positives: entries.filter((i) => positive[i] === 1).length,
    weight: entries.reduce((sum, i) => sum + (held.weights?.[i] ?? 1), 0),
  }));
  return shares
    .filter((share) => folds.every(({ entries }) => Math.round(share * entries.length) >= 1))
    .map((share) => {
      const tops = folds.map(({ entries }) => entries.slice(0, Math.round(share * entries.length)));
      const hits = tops.map((top) => top.filter((i) => positive[i] === 1).length);
      const own = folds.map(({ size }) => size);
      const found = folds.flatMap(({ positives, size }, place) =>
        positives > 0 ? [{ recall: hits[place]! / positives, size }] : [],
      );
      const saved = tops.map(
        (top, place) => top.reduce((sum, i) => sum + left[i]! - called[i]!, 0) / (folds[place]!.weight || 1),
      );
      return {
        share,
        rows: tops.reduce((sum, top) => sum + top.length, 0),
        precision: summariseScores(
          hits.map((count, place) => count / tops[place]!.length),
          own,
        ),
        recall: summariseScores(
          found.length === 0 ? [0] : found.map(({ recall }) => recall),
          found.length === 0 ? own.slice(0, 1) : found.map(({ size }) => size),
        ),
        saving: costs ? summariseScores(saved, own) : null,
      };
    });
}
