import { type ForestCalibration, calibrate } from "../forest/calibration.ts";
import {
  type Forest,
  type ForestData,
  type ForestOptions,
  forestSize,
  joinForests,
  treeCount,
} from "../forest/forest.ts";
import { type ForestGrower, startForest } from "../forest/grow.ts";
import { predictForest } from "../forest/predict.ts";
import type { Watch } from "./model.ts";
import { forestTrees } from "./forest-trees.ts";
import { headOf, truthOf } from "./run-data.ts";
import type { Interruption, Predict, TrainedModel } from "./trained-model.ts";
import type { TrainingFold } from "./training-fold.ts";

/** The forest's view of a fold: classes by number; rows that take no part have no target. */
export function forestData({ data, task }: TrainingFold): ForestData {
  const { columns, groups, target, usedRows, weights } = data;
  const length = target.kind === "category" ? target.codes.length : target.values.length;
  const targets = new Float64Array(length).fill(Number.NaN);
  const truth = truthOf(data, usedRows, task);
  usedRows.forEach((row, i) => (targets[row] = truth[i]!));
  return { columns, task, targets, weights, groups };
}

/** Trees grown between two reports; one where a time limit may end the forest. */
const treesAtOnce = 50;

export interface GrownForest {
  readonly forest: Forest;
  readonly interruption: Interruption | null;
}

/** Which trees to grow, and when to end before the last of them. */
export interface Portions {
  readonly from: number;
  readonly to: number;
  readonly isTimed: boolean;
  /** Hears how many trees there are; whether to go on. */
  readonly goesOn: (trees: number) => boolean;
}

/** Grows trees in portions, so that a time limit ends them early; at least one. */
export function growPortions(grower: ForestGrower, { from, to, isTimed, goesOn }: Portions): Forest {
  const portion = isTimed ? 1 : treesAtOnce;
  const parts: Forest[] = [];
  let grown = from;
  do {
    const next = Math.min(to, grown + portion);
    parts.push(grower.grow(grown, next));
    grown = next;
  } while (goesOn(grown) && grown < to);
  return joinForests(parts);
}

/** Grows a forest until its time is up. */
export function growForest(fold: TrainingFold, options: ForestOptions, watch: Watch): GrownForest {
  const { trees } = options;
  const forest = growPortions(startForest(forestData(fold), fold.rows, { ...options, seed: fold.seed }), {
    from: 0,
    to: trees,
    isTimed: watch.seconds !== null,
    goesOn: (grown) => watch.report({ share: grown / trees }),
  });
  return { forest, interruption: interruptionOf(forest, trees) };
}

/** How far a forest came that should have had this many trees. */
export function interruptionOf(forest: Forest, trees: number): Interruption | null {
  return treeCount(forest) === trees ? null : { done: treeCount(forest), asked: trees };
}

/** A grown forest as a model; its bytes are those of its arrays, since to write out each would take long. */
export function trainedForest(
  { data, task }: TrainingFold,
  { forest, interruption }: GrownForest,
  calibration?: ForestCalibration,
): TrainedModel {
  const { parameters, bytes } = forestSize(forest);
  return {
    predict: calibration === undefined ? forestPredictor(forest) : calibratedPredictor(forest, calibration),
    cost: { operations: forest.operations },
    size: { parameters, bytes },
    save: () => ({ ...headOf(data), kind: "trees", task, ensemble: forestTrees(forest, calibration) }),
    interruption,
  };
}

export function forestPredictor(forest: Forest): Predict {
  return async (columns, rows) => predictForest(forest, columns, rows);
}

/** Predicts by a forest whose probabilities are calibrated. */
export function calibratedPredictor(forest: Forest, calibration: ForestCalibration): Predict {
  return async (columns, rows) => {
    const { values, operations } = predictForest(forest, columns, rows);
    return { values: calibrate(values, calibration), operations };
  };
}
