import type { NumberMatrix } from "../base/matrix.ts";
import { sum } from "../base/statistics.ts";
import type { FoldSize } from "./compare.ts";
import { type CostTable, costTable, deciderOf, likeliestBut, never } from "./decide.ts";
import { entriesByFold, type HeldOut, outsideFold } from "./held-out.ts";
import { likeliestRows } from "./likeliest-rows.ts";
import type { Cost, Decision, DecisionRule, ModelDecision, RuleName } from "./results/decision.ts";
import { summariseScores } from "./summary.ts";
import { costCurve, hitsByThreshold } from "./threshold-curve.ts";
import { byProbability, type Calls, cheapestThreshold, type PositiveCalls } from "./threshold.ts";

/** What is decided on: which class is called, and what mistakes cost. */
export interface Stakes {
  readonly classes: readonly string[];
  readonly positive: string | null;
  readonly costs: readonly Cost[];
  readonly sizes: ReadonlyMap<number, FoldSize>; // by fold
}

type Deciders = Readonly<Partial<Record<RuleName, (fold: number) => (entry: number) => number>>>;

/**
 * Decisions by the probabilities of one model on held-out rows, with their costs and 95% intervals over folds. The rule
 * that comes first is the one for new rows; its threshold is chosen for each fold on the rows of the others and scored
 * on the fold, then once more on all rows to be kept. With a single fold there is nothing to choose on: costs alone
 * decide.
 */
export function decideBy(
  model: { readonly id: string; readonly values: NumberMatrix },
  held: HeldOut,
  stakes: Stakes,
): ModelDecision {
  const { classes, positive, costs } = stakes;
  const table = costs.length === 0 ? null : costTable(costs, classes);
  const calls = positive === null ? null : callsOf(model.values, held, { positive: classes.indexOf(positive), table });
  const rule = table === null ? null : ruleOf(calls, held, stakes);
  const rules = table === null ? null : scoreRules(model.values, held, { stakes, table, calls });
  return {
    model: model.id,
    rule,
    rules: rules?.rules ?? [],
    confusion: rules?.confusion ?? null,
    curve: calls === null || table === null ? [] : costCurve(calls, held, stakes.sizes),
    thresholds: calls === null ? [] : hitsByThreshold(calls, held),
    likeliest: calls === null ? [] : likeliestRows(calls, held, { sizes: stakes.sizes, costs: table !== null }),
  };
}

/** Decisions by every model; nothing when there is neither a class to call nor a cost. */
export function makeDecision(
  models: readonly { readonly id: string; readonly values: NumberMatrix }[],
  held: HeldOut,
  stakes: Stakes & Pick<Decision, "unit">,
): Decision | null {
  const { positive, costs, unit, classes } = stakes;
  if (held.rows.length === 0 || (positive === null && costs.length === 0)) return null;
  return { positive, costs, unit, classes, models: models.map((model) => decideBy(model, held, stakes)) };
}

function callsOf(
  values: NumberMatrix,
  { truth, weights }: HeldOut,
  { positive, table }: { readonly positive: number; readonly table: CostTable | null },
): PositiveCalls {
  const count = values.rows;
  const calls = {
    probability: new Float64Array(count),
    called: new Float64Array(count),
    left: new Float64Array(count),
    positive: new Uint8Array(count),
  };
  for (let i = 0; i < count; i++) {
    const share = values.data.subarray(i * values.columns, (i + 1) * values.columns);
    const weight = weights?.[i] ?? 1;
    calls.probability[i] = share[positive]!;
    calls.called[i] = weight * (table?.[truth[i]!]![positive] ?? 0);
    calls.left[i] = weight * (table?.[truth[i]!]![likeliestBut(positive, share)] ?? 0);
    calls.positive[i] = truth[i] === positive ? 1 : 0;
  }
  return calls;
}

/** The rule for new rows: its threshold is the cheapest on all held-out rows. */
function ruleOf(calls: Calls | null, held: HeldOut, { positive, costs, sizes }: Stakes): DecisionRule {
  if (calls === null || sizes.size < 2) return { positive, threshold: null, costs };
  const all = new Uint8Array(held.rows.length).fill(1);
  return { positive, threshold: cheapestThreshold(calls, byProbability(calls.probability), all), costs };
}

interface Scored {
  readonly stakes: Stakes;
  readonly table: CostTable;
  readonly calls: Calls | null;
}

function scoreRules(
  values: NumberMatrix,
  held: HeldOut,
  scored: Scored,
): { readonly rules: ModelDecision["rules"]; readonly confusion: number[][] } {
  const { stakes, table } = scored;
  const { truth } = held;
  const confusion = stakes.classes.map(() => stakes.classes.map(() => 0));
  const folds = entriesByFold(held);
  const sizes = [...folds.keys()].map((fold) => stakes.sizes.get(fold)!);
  const names = Object.entries(decidersOf(values, held, scored)) as [RuleName, NonNullable<Deciders[RuleName]>][];
  const costs = names.map(([, decider], place) =>
    [...folds].map(([fold, entries]) => {
      const decide = decider(fold);
      return meanOver(entries, held.weights, (i) => {
        const decision = decide(i);
        if (place === 0) confusion[truth[i]!]![decision]!++;
        return table[truth[i]!]![decision]!;
      });
    }),
  );
  const rules = names.map(([rule], place) => ({
    rule,
    cost: summariseScores(costs[place]!, sizes),
    saving: summariseScores(
      costs[place]!.map((cost, fold) => cost - costs[0]![fold]!),
      sizes,
    ),
  }));
  return { rules, confusion };
}

/** The rules that are compared, the one for new rows first. */
function decidersOf(values: NumberMatrix, held: HeldOut, { stakes, table, calls }: Scored): Deciders {
  const { classes, positive, costs, sizes } = stakes;
  const shareOf = (i: number) => values.data.subarray(i * values.columns, (i + 1) * values.columns);
  const by = (rule: DecisionRule) => {
    const decide = deciderOf(rule, classes);
    return (i: number) => decide(shareOf(i));
  };
  const fixed = (threshold: number) => () => by({ positive, threshold, costs });
  const expected = by({ positive, threshold: null, costs });
  if (positive === null || calls === null) {
    const likeliest = (i: number) => likeliestBut(-1, shareOf(i));
    return { expected: () => expected, likeliest: () => likeliest, constant: (fold) => constantFor(held, table, fold) };
  }
  const order = byProbability(calls.probability);
  const chosen = (fold: number) =>
    by({ positive, threshold: cheapestThreshold(calls, order, outsideFold(held, fold)), costs });
  return {
    ...(sizes.size < 2 ? {} : { chosen }),
    expected: () => expected,
    likeliest: fixed(0.5),
    nobody: fixed(never),
    everybody: fixed(0),
  };
}

/** Always the class that is cheapest on the rows of other folds. */
function constantFor(held: HeldOut, table: CostTable, fold: number): () => number {
  const seen = outsideFold(held, fold);
  const totals = table.map((_, decision) =>
    sum(
      Float64Array.from(seen, (one, i) =>
        one === 1 ? table[held.truth[i]!]![decision]! * (held.weights?.[i] ?? 1) : 0,
      ),
    ),
  );
  const cheapest = totals.indexOf(Math.min(...totals));
  return () => cheapest;
}

function meanOver(entries: readonly number[], weights: HeldOut["weights"], valueOf: (entry: number) => number): number {
  const counted = weights === null ? entries.map(() => 1) : entries.map((i) => weights[i]!);
  const total = sum(counted);
  const values = entries.map((i, place) => counted[place]! * valueOf(i));
  return total > 0 ? sum(values) / total : 0;
}
