import type { Cost, DecisionRule } from "./results/decision.ts";

/** A threshold that no probability reaches: the positive class is never called. */
export const never = 1.01;

/** Costs by class number: of taking the first for the second. */
export type CostTable = readonly (readonly number[])[];

/** Costs by class number; a pair that is not named costs nothing. */
export function costTable(costs: readonly Cost[], classes: readonly string[]): CostTable {
  const table = classes.map(() => classes.map(() => 0));
  for (const { truth, predicted, cost } of costs) table[classes.indexOf(truth)]![classes.indexOf(predicted)] = cost;
  return table;
}

/**
 * The decision for one row as a function of its probabilities, in the order of `classes`: a class number. Throws when
 * the rule names a class that is not there.
 */
export function deciderOf(rule: DecisionRule, classes: readonly string[]): (share: ArrayLike<number>) => number {
  const named = [
    ...(rule.positive === null ? [] : [rule.positive]),
    ...rule.costs.flatMap((c) => [c.truth, c.predicted]),
  ];
  for (const name of named) if (!classes.includes(name)) throw new Error(`A rule decides on ${JSON.stringify(name)}.`);
  if (rule.positive !== null && rule.threshold !== null) {
    const positive = classes.indexOf(rule.positive);
    const { threshold } = rule;
    return (share) => (share[positive]! >= threshold ? positive : likeliestBut(positive, share));
  }
  const costs = costTable(rule.costs, classes);
  return (share) => leastCost(costs, share);
}

/** The likeliest class beside one; the first of equals. */
export function likeliestBut(positive: number, share: ArrayLike<number>): number {
  let best = positive === 0 ? 1 : 0;
  for (let k = best + 1; k < share.length; k++) if (k !== positive && share[k]! > share[best]!) best = k;
  return Math.min(best, share.length - 1);
}

/** The class whose expected cost is least; the likelier of equals, then the first. */
function leastCost(costs: CostTable, share: ArrayLike<number>): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let decision = 0; decision < share.length; decision++) {
    let expected = 0;
    for (let truth = 0; truth < share.length; truth++) expected += share[truth]! * costs[truth]![decision]!;
    const better = expected < least || (expected === least && share[decision]! > share[best]!);
    if (!better) continue;
    least = expected;
    best = decision;
  }
  return best;
}
