import { cutForest } from "../forest/cut.ts";
import { type Forest, firstTrees, forestSize, joinForests, treeCount } from "../forest/forest.ts";
import { growerOf } from "../forest/grow.ts";
import type { LearntForest } from "../forest/learn.ts";
import { leafSizes, type TunedForest } from "../forest/tune.ts";
import { calibratedPredictor, forestPredictor, growPortions } from "./forests.ts";
import type { MakeOtherSize, OtherSize } from "./trained-model.ts";

/** Sizes at which the curve of quality against parameters shows the forest. */
const shownTrees = [1, 3, 10, 30, 100, 300];
const shownLeaves = [4, 16, 64];
const treesOfCapped = 100;

/** Names the point of the forest that is neither tuned nor calibrated. */
export const fullyGrown = "fully grown";

/**
 * The forest at other sizes, made when they are asked for: fully grown as other libraries have it, its first trees, and
 * forests of few leaves. `trees` is how many were asked for; `isTimed`, whether time may end them.
 */
export function forestSizes(
  learnt: LearntForest,
  { tuned, trees, isTimed }: { readonly tuned: TunedForest; readonly trees: number; readonly isTimed: boolean },
): readonly MakeOtherSize[] {
  const { forest, leafSize, calibration } = tuned;
  const count = treeCount(forest);
  const capped = Math.min(treesOfCapped, trees);
  const mostLeaves = Math.max(...shownLeaves);
  const mostCutLeaves = Math.max(...shownLeaves.filter((leaves) => leaves < mostLeaves));
  const treeOptions = { ...learnt.treeOptions, maxLeaves: mostLeaves, mostCutLeaves };
  let largest: Forest | null = null; // of few leaves: the smaller ones are cut from it
  return [
    (goesOn) => {
      if (leafSize === leafSizes[0]) return count < trees ? null : sized(fullyGrown, forest);
      const from = treeCount(tuned.fullyGrown); // the trial has the first of its trees
      const rest = from < trees ? [growPortions(growerOf(learnt), { from, to: trees, isTimed, goesOn })] : [];
      const whole = joinForests([tuned.fullyGrown, ...rest]);
      return treeCount(whole) < trees ? null : sized(fullyGrown, whole);
    },
    ...shownTrees.filter((few) => few < count).map((few) => () => sized(inTrees(few), firstTrees(forest, few))),
    () => ({ ...sized(inTrees(count), forest), predict: calibratedPredictor(forest, calibration) }),
    ...shownLeaves.map((maxLeaves) => () => {
      largest ??= growerOf({ ...learnt, treeOptions }).grow(0, capped);
      const cut = maxLeaves === mostLeaves ? largest : cutForest(largest, maxLeaves);
      return sized(`${capped} trees of ${maxLeaves} leaves`, cut);
    }),
  ];
}

function sized(label: string, forest: Forest): OtherSize {
  return { label, round: null, parameters: forestSize(forest).parameters, predict: forestPredictor(forest) };
}

function inTrees(count: number): string {
  return count === 1 ? "1 tree" : `${count} trees`;
}
