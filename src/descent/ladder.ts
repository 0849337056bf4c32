import type { LadderOptions } from "./options.ts";
import { clearlyWorse, notWorse } from "./paired-test.ts";
import type { Candidate, Evaluated } from "./training.ts";

/** λ after an accepted rung, up to where it started; below `smallestFraction` the ladder ends. */
const growth = 1.6;
const smallestFraction = 0.3;

/** Where a guarded descent stands. A plain value: each step makes the next one from it. */
export interface Ladder<State> {
  readonly candidates: readonly Candidate<State>[]; // the dense network, then every rung, accepted or not
  readonly current: Candidate<State>; // the last accepted: where a rejected rung is rolled back to
  readonly best: Candidate<State>; // the accepted with the least loss: the bar for the next
  readonly fraction: number; // λ: share of the weights that the next rung drops
  readonly rejected: number; // rungs since `current`
  readonly lost: number; // weights of the largest of them that was clearly worse
  readonly floor: number; // a rung with so few weights has failed before, and is not tried again
  readonly ampleWeights: number;
  readonly rules: LadderOptions;
}

export function startLadder<State>(dense: Evaluated<State>, ampleWeights: number, rules: LadderOptions): Ladder<State> {
  const current = { ...dense, accepted: true };
  return {
    candidates: [current],
    current,
    best: current,
    fraction: rules.pruneFraction,
    rejected: 0,
    lost: 0,
    floor: 0,
    ampleWeights,
    rules,
  };
}

export function hasNext({ candidates, fraction, rules }: Ladder<unknown>): boolean {
  return fraction >= smallestFraction && candidates.length <= rules.maxRungs;
}

/**
 * What the next rung drops. A network that is too large is pruned without a test, by no more than it has to lose, or
 * else by the smallest share of a rung.
 */
export function nextRung(ladder: Ladder<unknown>): { readonly fraction: number; readonly untested: boolean } {
  const { current, fraction, rejected } = ladder;
  const over = excess(current, ladder);
  const untested = rejected === 0 && over > 0;
  return { fraction: untested ? Math.min(fraction, Math.max(smallestFraction, over)) : fraction, untested };
}

/** After a rung: it is accepted when it needs no test, or is no worse than the best. */
export function judge<State>(ladder: Ladder<State>, rung: Evaluated<State>, untested: boolean): Ladder<State> {
  const { best, fraction, rules } = ladder;
  const candidate = { ...rung, accepted: untested || notWorse(rung.losses, best, rules) };
  const candidates = [...ladder.candidates, candidate];
  if (!candidate.accepted) {
    const lost = clearlyWorse(rung.losses, best, rules) ? Math.max(ladder.lost, rung.weights) : ladder.lost;
    return { ...ladder, candidates, lost, rejected: ladder.rejected + 1 };
  }
  return {
    ...ladder,
    candidates,
    current: candidate,
    best: candidate.mean < best.mean ? candidate : best,
    fraction: Math.min(rules.pruneFraction, growth * fraction),
    rejected: 0,
    lost: 0,
  };
}

/** Whether enough rungs were tried beyond the first that was rejected. */
export function isSpent({ rejected, rules }: Ladder<unknown>): boolean {
  return rejected > rules.lookAhead;
}

/** Back to the last accepted rung, from which smaller steps are tried. */
export function goBack<State>(ladder: Ladder<State>): Ladder<State> {
  const floor = Math.max(ladder.floor, ladder.lost);
  return { ...ladder, fraction: ladder.fraction / 2, floor, rejected: 0, lost: 0 };
}

/**
 * Among the accepted candidates within the tolerance of the best, the one with the least loss when weights have a price
 * (a saving is worth less the fewer are left). Where all of those are too large: the best that is not, or else the
 * smallest.
 */
export function choose<State>(ladder: Ladder<State>): Candidate<State> {
  const { best, candidates, rules, ampleWeights } = ladder;
  const cost = ({ mean, weights }: Candidate<State>) =>
    mean * (1 + (rules.weightPrice * weights) / Math.max(1, ampleWeights));
  const accepted = candidates.filter((candidate) => candidate.accepted);
  const fitting = accepted.filter((candidate) => excess(candidate, ladder) <= 0);
  const good = fitting.filter((candidate) => notWorse(candidate.losses, best, rules));
  if (good.length > 0) return good.reduce((a, b) => (cost(b) < cost(a) ? b : a));
  if (fitting.length > 0) return fitting.reduce((a, b) => (b.mean < a.mean ? b : a));
  return accepted.reduce((a, b) => (b.weights < a.weights ? b : a));
}

/**
 * The share of its weights by which a candidate is too large; above 0 when it is. A network with more weights than
 * `weightsPerBit` times the ample ones (`ample-weights.ts`) could store the targets. One with more parameters than were
 * asked for must lose as many as a rung can drop.
 */
function excess(
  { weights, parameters }: Pick<Candidate<unknown>, "weights" | "parameters">,
  { ampleWeights, rules }: Ladder<unknown>,
): number {
  if (parameters > (rules.maxParameters ?? Infinity)) return 1;
  const maxWeights = rules.weightsPerBit === null ? Infinity : rules.weightsPerBit * ampleWeights;
  return 1 - maxWeights / Math.max(1, weights);
}
