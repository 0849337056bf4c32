import type { DescentOptions } from "./options.ts";
import type { Training } from "./training.ts";

/** A network is still learning where the second half of a stretch brings more than this share of all it has learnt. */
const learning = 0.1;

/** Rounds that lose more than this share of what was learnt have a rate that is too high, */
const unlearnt = 0.5;

/** and are followed by rounds at this share of the rate. */
const slow = 0.05;

/** Less than this share of the loss of guessing is nothing learnt. */
const nothing = 0.01;

/**
 * The beginning of a guarded descent. Which weights a network needs can be seen once it has learnt, not before: weights
 * that will matter look like the others, and later progress hides what their loss costs. So where `rounds` are too few,
 * a stretch of twice as many follows, and another: up to `stretches`, while the network is still learning. One that has
 * learnt nothing has a second stretch, since some rules show late and all at once. A stretch that would take more than
 * half of the multiply-adds that are left is not begun.
 *
 * Returns the pace of the rounds after it, as a share of their rates: 1, but where the signal is weak and the dense
 * network unlearns most of it again. Its best round is then the first, and rungs at the usual rate would overfit alike.
 */
export async function begin(training: Training<unknown>, { rounds, rate, stretches }: DescentOptions): Promise<number> {
  const { ensemble, history } = training;
  for (let stretch = 0; stretch < stretches && training.open; stretch++) {
    const before = history.length;
    const operations = ensemble.operations;
    await training.descend(rounds * 2 ** stretch, rate, { phase: "dense", pruneFraction: 0 });
    const losses = history.slice(before).map(({ holdoutLoss }) => holdoutLoss ?? Infinity);
    const learnt = 1 - Math.min(...losses) / ensemble.guessLoss;
    const isUseful = learnt < nothing ? stretch === 0 : isLearning(losses, ensemble.guessLoss);
    if (!isUseful || 2 * (ensemble.operations - operations) > training.operationsLeft / 2) break;
  }
  const losses = history.map(({ holdoutLoss }) => holdoutLoss ?? Infinity);
  return hasUnlearnt(losses, ensemble.guessLoss) ? slow : 1;
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
