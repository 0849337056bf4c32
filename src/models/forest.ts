import { secondsSince } from "../base/clock.ts";
import { uncalibrated } from "../forest/calibration.ts";
import { defaultForestOptions } from "../forest/forest.ts";
import { growerOf, learnForest } from "../forest/grow.ts";
import { leafSizes, tuneForest } from "../forest/tune.ts";
import { forestSizes } from "./forest-sizes.ts";
import { forestData, growPortions, interruptionOf, trainedForest } from "./forests.ts";
import type { Model, Watch } from "./model.ts";
import type { TrainingFold } from "./training-fold.ts";

/** Numbers of a calibration. */
const calibrationParameters = 2;

/** How much of the time that a forest may take, and of its progress, trials of leaf sizes may have. */
const trialPart = 0.25;

/** The random forest that the network is compared with: tuned and calibrated on training rows alone. */
export const forest = {
  id: "forest",
  label: "Random forest",
  mark: { color: "orange", shape: "square" },
  timeShare: 5,
  describe: ({ trees }) =>
    `${trees} trees on bootstrap samples, features drawn anew for every split, leaf size and probabilities tuned ` +
    "out of bag.",
  train: async (fold, { trees }, watch) => {
    const learnt = learnForest(forestData(fold), fold.rows, {
      ...defaultForestOptions(fold.task, trees),
      seed: fold.seed,
    });
    const tuned = tuneForest(learnt, trees, hooksOf(fold, trees, watch));
    const grown = { forest: tuned.forest, interruption: interruptionOf(tuned.forest, trees) };
    const trained = trainedForest(fold, grown, tuned.calibration);
    const isCalibrated = tuned.calibration !== uncalibrated;
    return {
      ...trained,
      cost: { operations: tuned.operations },
      size: { ...trained.size, parameters: trained.size.parameters + (isCalibrated ? calibrationParameters : 0) },
      otherSizes: forestSizes(learnt, { tuned, trees, isTimed: watch.seconds !== null }),
    };
  },
} as const satisfies Model;

/** Grows trees while there is time, and tries leaf sizes while the whole forest still has the most of it. */
function hooksOf(fold: TrainingFold, trees: number, watch: Watch): Parameters<typeof tuneForest>[2] {
  const { seconds } = watch;
  const began = fold.clock.now();
  let trials = 0;
  let isOver = false;
  return {
    grow: (learnt, from, to) => {
      const isTrial = from === 0;
      const done = trials;
      if (isTrial) trials++;
      const shareAt = (grown: number) =>
        isTrial ? (trialPart * (done + grown / to)) / leafSizes.length : trialPart + ((1 - trialPart) * grown) / trees;
      const goesOn = (grown: number): boolean => {
        isOver = !watch.report({ share: shareAt(grown) });
        return !isOver;
      };
      return growPortions(growerOf(learnt), { from, to, isTimed: seconds !== null, goesOn });
    },
    goesOn: () => !isOver && (seconds === null || secondsSince(began, fold.clock) < trialPart * seconds),
  };
}
