import type { Learnt } from "./ensemble.ts";
import type { DescentOptions } from "./options.ts";
import type { Training } from "./training.ts";

/** A network is still learning where the second half of a stretch brings more than this share of all it has learnt. */
const learning = 0.1;

/** Rounds that lose more than this share of what was learnt have a rate that is too high: those after them are slow. */
const unlearnt = 0.5;

/** The share of the usual rate that slow rounds have. */
const slow = 0.05;

/** Less than this share of the loss of guessing is nothing learnt. */
const nothing = 0.01;

/** A network has found something where it has learnt this share of the loss of guessing. */
const found = 0.1;

/** Standard errors by which a network is clearly ahead of another. */
const clearly = 3;

/**
 * The beginning of a guarded descent. Which weights a network needs can be seen once it has learnt, not before: weights
 * that will matter look like the others, and later progress hides what their loss costs. So where `rounds` are too few,
 * a stretch of twice as many follows, and another: up to `stretches`, while the network is still learning. Some rules
 * show late and all at once, and what was memorised before is in their way: an ensemble that has learnt nothing begins
 * anew, with the longest stretch. A stretch that would take more than half of the multiply-adds that are left is not
 * begun. Networks that have learnt nothing in the end, where another has found a rule, are left out.
 *
 * Returns the pace of the rounds after it, as a share of their rates: 1, but where the signal is weak and the dense
 * network unlearns most of it again. Its best round is then the first, and rungs at the usual rate would overfit alike.
 */
export async function begin(training: Training<unknown>, { rounds, rate, stretches }: DescentOptions): Promise<number> {
  const { ensemble, history } = training;
  const start = await ensemble.save();
  const last = stretches - 1;
  for (let stretch = 0; ; ) {
    const before = history.length;
    const operations = ensemble.operations;
    await training.descend(rounds * 2 ** stretch, rate, { phase: "dense", pruneFraction: 0 });
    const losses = history.slice(before).map(({ holdoutLoss }) => holdoutLoss ?? Infinity);
    const isNothing = 1 - Math.min(...losses) / ensemble.guessLoss < nothing;
    const next = isNothing ? last : Math.min(stretch + 1, last);
    const cost = 2 ** (next - stretch) * (ensemble.operations - operations);
    const isUseful = next > stretch && (isNothing || isLearning(losses, ensemble.guessLoss));
    if (!isUseful || !training.open || cost > training.operationsLeft / 2) break;
    if (isNothing) await ensemble.restore(start);
    stretch = next;
  }
  ensemble.keep(haveLearnt(ensemble.learnt));
  const losses = history.map(({ holdoutLoss }) => holdoutLoss ?? Infinity);
  return hasUnlearnt(losses, ensemble.guessLoss) ? slow : 1;
}

/** Which networks go on: all but those that have learnt nothing while the best of them has clearly found something. */
function haveLearnt(learnt: readonly Learnt[]): readonly boolean[] {
  const best = learnt.reduce((a, b) => (b.share > a.share ? b : a));
  const isBehind = ({ share, error }: Learnt) =>
    share < nothing && best.share - share > clearly * Math.hypot(best.error, error);
  return learnt.map((one) => !(best.share > found && isBehind(one)));
}

/** Whether these rounds lost again most of what they had learnt since guessing. */
function hasUnlearnt(losses: readonly number[], guessLoss: number): boolean {
  const best = Math.min(...losses);
  return losses.at(-1)! - best > unlearnt * (guessLoss - best);
}

/** Whether the second half of these rounds lowered the loss by a good share of all that was learnt since guessing. */
function isLearning(losses: readonly number[], guessLoss: number): boolean {
  const middle = losses[Math.floor(losses.length / 2)]!;
  const last = losses.at(-1)!;
  return middle - last > learning * (guessLoss - Math.min(...losses));
}
