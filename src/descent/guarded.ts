import { begin } from "./beginning.ts";
import { finish } from "./ending.ts";
import { choose, goBack, hasNext, isSpent, judge, nextRung, startLadder } from "./ladder.ts";
import type { OccamOptions } from "./options.ts";
import { leastImportant } from "./prune.ts";
import type { Descended, Training } from "./training.ts";

/**
 * Occam Gradient Descent (B. N. Kausik, arXiv:2405.20194): descend, prune, and let progress set how much. The published
 * loop (`paper.ts`) prunes after every epoch and never goes back. This is the guarded form, a ladder of ever smaller
 * networks:
 *
 * 1. Train the dense network until it has learnt what matters (`beginning.ts`).
 * 2. Drop the share λ of its weights, those that matter least, and retrain the rest. That is a rung.
 * 3. Compare the rung with the best so far, by a paired test on holdout rows. If it is not worse, accept it: it is the
 *    new start, and λ grows.
 * 4. If it is worse, prune on: the first worsening often passes (sparse double descent). When none of the next rungs
 *    is accepted, go back to the last one that was, and halve λ.
 * 5. When λ is small, choose among the accepted rungs by their loss and the price of their weights, and train the
 *    chosen one once more (`ending.ts`).
 *
 * A network large enough to store its targets is pruned without a test: too few holdout rows would see what that does.
 *
 * This loop trains and prunes. What it decides stands in `ladder.ts`, as functions from one `Ladder` to the next.
 * The ensemble is left in the chosen state.
 */
export async function guarded<State>(training: Training<State>, options: OccamOptions): Promise<Descended<State>> {
  const { ensemble } = training;

  const pace = await begin(training, options.descent);
  const rate = pace * options.descent.rate;
  const recoveryRate = pace * options.descent.recoveryRate;
  let ladder = startLadder(await training.settle(), ensemble.ampleWeights, options.ladder);

  while (training.open && hasNext(ladder)) {
    const { fraction, untested } = nextRung(ladder);
    const before = ensemble.weights;
    await ensemble.prune(leastImportant(fraction));
    const isNew = ensemble.weights < before && ensemble.weights > ladder.floor;
    if (isNew) {
      await training.descend(options.ladder.rounds, recoveryRate, { phase: "prune", pruneFraction: fraction });
      ladder = judge(ladder, await training.settle(), untested);
    }
    if (!isNew || isSpent(ladder)) {
      ladder = goBack(ladder);
      await ensemble.restore(ladder.current.state);
    }
  }

  const chosen = choose(ladder);
  await ensemble.restore(chosen.state);
  const ends = await finish(training, chosen, { rate, ending: options.ending });
  return {
    candidates: [...ladder.candidates, ...ends],
    chosen: ends.findLast(({ accepted }) => accepted) ?? chosen,
  };
}
