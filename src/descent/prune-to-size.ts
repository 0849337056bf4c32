import type { Ensemble, Pruning } from "./ensemble.ts";

/** Drops a share of what is left; `step` is 0-based. */
type Dropping = (fraction: number, step: number) => Pruning;

/** Of what is left, in one step. */
const mostAtOnce = 0.5;

/**
 * Prunes to the share `keep` of the weights without training in between. That takes several steps: in each the output
 * layer loses half a share, and every layer keeps some weights for each unit that is left.
 */
export async function pruneToSize<State>(ensemble: Ensemble<State>, keep: number, dropping: Dropping): Promise<void> {
  const goal = Math.ceil(keep * ensemble.weights);
  let before = Infinity;
  for (let step = 0; ensemble.weights > goal && ensemble.weights < before; step++) {
    before = ensemble.weights;
    await ensemble.prune(dropping(Math.min(mostAtOnce, 1 - goal / before), step));
  }
}
