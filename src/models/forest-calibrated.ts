import { defaultForestOptions } from "../forest/forest.ts";
import { predictOutOfBag } from "../forest/outofbag.ts";
import { fitCalibration } from "../forest/calibration.ts";
import { calibratedPredictor, forestData, growForest, trainedForest } from "./forests.ts";
import type { Model } from "./model.ts";

/** Numbers of a calibration. */
const calibrationParameters = 2;

/** A forest whose probabilities are calibrated out of bag. */
export const forestCalibrated = {
  id: "forest-calibrated",
  label: "Forest, calibrated",
  mark: { color: "mauve", shape: "wye" },
  included: "in all",
  describe: ({ trees }) => `${trees} trees with probabilities calibrated out of bag.`,
  train: async (fold, { trees }, watch) => {
    const data = forestData(fold);
    const grown = growForest({ data, fold }, defaultForestOptions(fold.task, trees), watch);
    const calibration = fitCalibration(data, predictOutOfBag(grown.forest, data, fold.rows));
    const trained = trainedForest(grown);
    return {
      ...trained,
      predict: calibratedPredictor(grown.forest, calibration),
      size: { ...trained.size, parameters: trained.size.parameters + calibrationParameters },
    };
  },
} as const satisfies Model;
