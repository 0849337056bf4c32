import type { Matrix, RowIndex } from "../base/matrix.ts";
import type { ForestData, ForestOptions } from "./forest.ts";
import type { OutOfBag } from "./outofbag.ts";
import { growTrees } from "./grow.ts";
import { outOfBagLoss, predictOutOfBag } from "./outofbag.ts";

/** Leaf sizes that tuning tries: drawn rows a leaf. */
export const leafSizes = [1, 2, 3, 5, 8, 13, 20, 35, 60] as const;

const trialTrees = 100;

/** The outcome of tuning: the options with the best leaf size, what each size lost, and the split-scan steps it cost. */
export interface TunedLeaf {
  readonly options: ForestOptions;
  readonly losses: readonly { readonly minSamplesLeaf: number; readonly loss: number }[]; // out of bag, see outOfBagLoss
  readonly operations: number; // to be counted as training
}

/**
 * Chooses `minSamplesLeaf` by the out-of-bag loss of small forests on the named rows, test rows
 * never seen. Sizes grow until two in a row were worse than the best. Without any loss (one row) the options stay.
 */
export function tuneLeafSize(
  data: ForestData,
  rows: RowIndex,
  options: ForestOptions & { readonly seed: number },
): TunedLeaf {
  const losses: { minSamplesLeaf: number; loss: number }[] = [];
  let operations = 0;
  let best = { minSamplesLeaf: options.minSamplesLeaf, loss: Infinity };
  let worse = 0;
  for (const minSamplesLeaf of leafSizes) {
    const trial = { ...options, minSamplesLeaf, bootstrap: true, trees: Math.min(trialTrees, options.trees) };
    const forest = growTrees(data, rows, trial);
    const tried = { minSamplesLeaf, loss: outOfBagLoss(data, predictOutOfBag(forest, data, rows)) };
    operations += forest.operations;
    losses.push(tried);
    worse = tried.loss < best.loss ? 0 : worse + 1;
    if (tried.loss < best.loss) best = tried;
    if (worse === 2) break;
  }
  return { options: { ...options, minSamplesLeaf: best.minSamplesLeaf }, losses, operations };
}

/**
 * Probabilities sharpened or flattened: p ← softmax(inverseTemperature · log(p + floor)), fitted out of bag. Two parameters for any
 * number of classes: `floor` gives a class that no tree voted for its due, `inverseTemperature` undoes the shrinking of averaged trees.
 */
export interface ForestCalibration {
  readonly inverseTemperature: number;
  readonly floor: number;
}

const inverseTemperatures = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5];
const floors = [0, 1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03];

/** The calibration of least out-of-bag log-loss on a fixed grid; (1, 0), which changes nothing, for regression. */
export function fitCalibration(data: ForestData, outOfBag: OutOfBag): ForestCalibration {
  let best: ForestCalibration = { inverseTemperature: 1, floor: 0 };
  if (data.task.kind === "regression") return best;
  let least = outOfBagLoss(data, outOfBag);
  for (const floor of floors) {
    for (const inverseTemperature of inverseTemperatures) {
      const calibration = { inverseTemperature, floor };
      const values = calibrate(outOfBag.values, calibration);
      const loss = outOfBagLoss(data, { ...outOfBag, values });
      if (loss < least) {
        least = loss;
        best = calibration;
      }
    }
  }
  return best;
}

/** Applies a calibration to rows × classes probabilities; rows still add up to 1. */
export function calibrate(values: Matrix, { inverseTemperature, floor }: ForestCalibration): Matrix {
  if (inverseTemperature === 1 && floor === 0) return values;
  const data = new Float32Array(values.data.length);
  const raised = new Float64Array(values.columns);
  for (let row = 0; row < values.rows; row++) {
    let sum = 0;
    for (let c = 0; c < values.columns; c++) {
      const share = values.data[row * values.columns + c]! + floor;
      raised[c] = share > 0 ? Math.exp(inverseTemperature * Math.log(share)) : 0;
      sum += raised[c]!;
    }
    for (let c = 0; c < values.columns; c++) data[row * values.columns + c] = raised[c]! / sum;
  }
  return { rows: values.rows, columns: values.columns, data };
}
