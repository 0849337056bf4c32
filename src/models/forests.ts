import { type ForestCalibration, calibrate } from "../forest/calibration.ts";
import { type Forest, type ForestData, type ForestOptions, forestSize, joinForests } from "../forest/forest.ts";
import { startForest } from "../forest/grow.ts";
import { predictForest } from "../forest/predict.ts";
import type { Watch } from "./model.ts";
import { truthOf } from "./run-data.ts";
import type { Interruption, Predict, TrainedModel } from "./trained-model.ts";
import type { TrainingFold } from "./training-fold.ts";

/** The forest's view of a fold: classes by number; rows that take no part have no target. */
export function forestData({ data, task }: TrainingFold): ForestData {
  const { columns, target, usedRows, weights } = data;
  const length = target.kind === "category" ? target.codes.length : target.values.length;
  const targets = new Float64Array(length).fill(Number.NaN);
  const truth = truthOf(data, usedRows, task);
  usedRows.forEach((row, i) => (targets[row] = truth[i]!));
  return { columns, task, targets, weights };
}

/** Trees grown between two reports; one where a time limit may end the forest. */
const treesAtOnce = 50;

export interface GrownForest {
  readonly forest: Forest;
  readonly interruption: Interruption | null;
}

/** Grows a forest in portions, so that a budget in seconds ends it early, with the trees that it has. */
export function growForest(
  { data, fold }: { readonly data: ForestData; readonly fold: TrainingFold },
  options: ForestOptions,
  watch: Watch,
): GrownForest {
  const grower = startForest(data, fold.rows, { ...options, seed: fold.seed });
  const portion = watch.seconds === null ? treesAtOnce : 1;
  const parts: Forest[] = [];
  let grown = 0;
  let goesOn = true;
  while (grown < options.trees && goesOn) {
    const next = Math.min(options.trees, grown + portion);
    parts.push(grower.grow(grown, next));
    grown = next;
    goesOn = watch.report({ share: grown / options.trees });
  }
  const interruption = grown === options.trees ? null : { done: grown, asked: options.trees };
  return { forest: joinForests(parts), interruption };
}

/** A grown forest as a model. */
export function trainedForest({ forest, interruption }: GrownForest): TrainedModel {
  const { parameters, bytes } = forestSize(forest);
  return {
    predict: forestPredictor(forest),
    cost: { operations: forest.operations },
    size: { parameters, bytes },
    save: () => null,
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
