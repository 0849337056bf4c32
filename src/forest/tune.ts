import { calibrateOutOfBag, fitCalibration, type ForestCalibration, uncalibrated } from "./calibration.ts";
import { type Forest, joinForests, treeCount } from "./forest.ts";
import type { LearntForest } from "./learn.ts";
import { OutOfBagTally, outOfBagLoss } from "./outofbag.ts";

/** Leaf sizes that are tried: drawn rows a leaf. */
export const leafSizes = [1, 3, 8, 20, 50] as const;

/** A trial has one tree in eight, and at least 25, so that all trials together cost less than the forest. */
const trialShare = 8;
const fewestTrialTrees = 25;

/** What grows the trees, and knows when time is up. */
export interface TuningHooks {
  /** Grows trees [from, to) of what was learnt, or as many of them as there is time for; at least one. */
  readonly grow: (learnt: LearntForest, from: number, to: number) => Forest;
  /** Whether there is time for one more trial. */
  readonly goesOn: () => boolean;
}

/** A forest whose leaf size and probabilities were tuned out of bag. */
export interface TunedForest {
  readonly forest: Forest;
  readonly leafSize: number;
  readonly calibration: ForestCalibration;
  readonly trials: readonly { readonly leafSize: number; readonly loss: number }[]; // out of bag, calibrated
  readonly operations: number; // of all trees, and of all walks out of bag
  readonly fullyGrown: Forest; // the trial of the smallest leaves: first trees of the forest that is not tuned
}

interface Trial {
  readonly leafSize: number;
  readonly learnt: LearntForest;
  readonly tally: OutOfBagTally;
  readonly forest: Forest;
  readonly calibration: ForestCalibration;
  readonly loss: number;
}

/**
 * Chooses the leaf size by the out-of-bag loss of small forests, goes on with the trees of the best, and calibrates the
 * whole by what its trees say out of bag; rows that were not learnt from are never seen. Sizes grow until one is no
 * better than the one before it. Where time ends, what was best until then is the forest.
 */
export function tuneForest(learnt: LearntForest, trees: number, { grow, goesOn }: TuningHooks): TunedForest {
  const trialTrees = Math.min(trees, Math.max(fewestTrialTrees, Math.ceil(trees / trialShare)));
  const trials: Trial[] = [];
  let operations = 0;
  const grown = (part: Forest): Forest => {
    operations += part.operations;
    return part;
  };
  const answer = (forest: Forest, leafSize: number, calibration: ForestCalibration): TunedForest => {
    const walked = trials.reduce((sum, { tally }) => sum + tally.operations, 0);
    const fullyGrown = trials[0]?.forest ?? forest;
    return { forest, leafSize, calibration, trials, operations: operations + walked, fullyGrown };
  };
  let best: Trial | null = null;
  for (const leafSize of leafSizes) {
    const ofSize = withLeafSize(learnt, leafSize);
    const forest = grown(grow(ofSize, 0, trialTrees));
    if (treeCount(forest) < trialTrees) {
      if (best === null) return answer(forest, leafSize, uncalibrated);
      break;
    }
    const trial = tryForest(ofSize, leafSize, forest);
    trials.push(trial);
    if (best === null || trial.loss < best.loss) best = trial;
    if (trial !== best || Number.isNaN(trial.loss) || !goesOn()) break;
  }
  if (best === null) throw new Error("A forest has at least one leaf size to try.");
  const { leafSize, tally, calibration } = best;
  if (trialTrees === trees) return answer(best.forest, leafSize, calibration);
  const rest = grown(grow(best.learnt, trialTrees, trees));
  const forest = joinForests([best.forest, rest]);
  if (treeCount(forest) < trees) return answer(forest, leafSize, calibration);
  tally.add(rest);
  return answer(forest, leafSize, fitCalibration(tally.read()));
}

function tryForest(learnt: LearntForest, leafSize: number, forest: Forest): Trial {
  const tally = new OutOfBagTally(learnt);
  tally.add(forest);
  const outOfBag = tally.read();
  const calibration = fitCalibration(outOfBag);
  const loss = outOfBagLoss(calibrateOutOfBag(outOfBag, calibration));
  return { leafSize, learnt, tally, forest, calibration, loss };
}

/** The same codes and targets for trees of other leaves; what learning them took counts with the first. */
function withLeafSize(learnt: LearntForest, leafSize: number): LearntForest {
  return {
    ...learnt,
    preparing: leafSize === leafSizes[0] ? learnt.preparing : 0,
    treeOptions: { ...learnt.treeOptions, minLeafWeight: leafSize }, // a row of a bootstrap sample weighs 1
  };
}
