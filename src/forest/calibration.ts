import type { Matrix } from "../base/matrix.ts";
import type { ForestData } from "./forest.ts";
import { type OutOfBag, outOfBagLoss } from "./outofbag.ts";

/**
 * Probabilities made sharper or flatter: p ← softmax(inverseTemperature · log(p + floor)), fitted out of bag. Two
 * parameters for any number of classes: `floor` raises a class that no tree voted for, `inverseTemperature` undoes the
 * shrinking of averaged trees.
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
