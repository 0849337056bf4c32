import type { Matrix } from "../base/matrix.ts";
import { gather, placesWhere } from "../base/select.ts";
import { type OutOfBag, outOfBagLoss, rowLoss } from "./outofbag.ts";

/**
 * Probabilities made sharper or flatter: p ← softmax(inverseTemperature · log(p + floor)), fitted out of bag. Two
 * parameters for any number of classes: `floor` raises a class that no tree voted for, `inverseTemperature` undoes the
 * shrinking of averaged trees.
 */
export interface ForestCalibration {
  readonly inverseTemperature: number;
  readonly floor: number;
}

/** Changes nothing. */
export const uncalibrated: ForestCalibration = { inverseTemperature: 1, floor: 0 };

const inverseTemperatures = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.35, 1.5, 1.75, 2, 2.5, 3, 4, 6];
const floors = [0, 3e-4, 1e-3, 3e-3, 0.01, 0.03];
const mostProbabilities = 60_000; // looked at: enough for two parameters
const evidence = 1; // standard errors by which a calibration must lower the loss

/**
 * The calibration of least out-of-bag log-loss on a grid, found by climbing down from the one before it. `uncalibrated`
 * for regression, and where the gain is below its standard error: on few rows it would often be chance.
 */
export function fitCalibration(outOfBag: OutOfBag): ForestCalibration {
  if (outOfBag.task.kind === "regression") return uncalibrated;
  const sample = sampleRows(outOfBag, Math.ceil(mostProbabilities / outOfBag.values.columns));
  const logarithms = new Map<number, Float64Array>(); // by floor
  const losses = new Map<string, number>();
  const lossOf = (floor: number, place: number): number => {
    const inverseTemperature = inverseTemperatures[place];
    if (inverseTemperature === undefined) return Infinity;
    const key = `${floor} ${place}`;
    const known = losses.get(key);
    if (known !== undefined) return known;
    const logs = logarithms.get(floor) ?? logarithmsOf(sample.values, floor);
    logarithms.set(floor, logs);
    const values = sharpen(sample.values, logs, { inverseTemperature, floor });
    const loss = outOfBagLoss({ ...sample, values });
    losses.set(key, loss);
    return loss;
  };
  let place = inverseTemperatures.indexOf(1);
  let best = { calibration: uncalibrated, loss: lossOf(0, place) };
  for (const floor of floors) {
    while (lossOf(floor, place + 1) < lossOf(floor, place)) place++;
    while (lossOf(floor, place - 1) < lossOf(floor, place)) place--;
    const loss = lossOf(floor, place);
    if (!(loss < best.loss)) continue;
    best = { calibration: { inverseTemperature: inverseTemperatures[place]!, floor }, loss };
  }
  return isCertain(sample, calibrateOutOfBag(sample, best.calibration)) ? best.calibration : uncalibrated;
}

/** Applies a calibration to rows × classes probabilities; rows still add up to 1. */
export function calibrate(values: Matrix, calibration: ForestCalibration): Matrix {
  return sharpen(values, logarithmsOf(values, calibration.floor), calibration);
}

/** log(p + floor) of each probability. */
function logarithmsOf({ data }: Matrix, floor: number): Float64Array {
  const logs = new Float64Array(data.length);
  for (let i = 0; i < logs.length; i++) logs[i] = Math.log(data[i]! + floor);
  return logs;
}

/** Probabilities of a calibration whose logarithms are known. */
function sharpen(values: Matrix, logs: Float64Array, { inverseTemperature, floor }: ForestCalibration): Matrix {
  if (inverseTemperature === 1 && floor === 0) return values;
  const { rows, columns } = values;
  const data = new Float32Array(logs.length);
  const raised = new Float64Array(columns);
  for (let from = 0; from < data.length; from += columns) {
    let sum = 0;
    for (let c = 0; c < columns; c++) {
      raised[c] = Math.exp(inverseTemperature * logs[from + c]!);
      sum += raised[c]!;
    }
    for (let c = 0; c < columns; c++) data[from + c] = raised[c]! / sum;
  }
  return { rows, columns, data };
}

/** The same rows with calibrated probabilities. */
export function calibrateOutOfBag(outOfBag: OutOfBag, calibration: ForestCalibration): OutOfBag {
  return { ...outOfBag, values: calibrate(outOfBag.values, calibration) };
}

/** At most this many of the rows that some tree predicts, evenly spread. */
function sampleRows(outOfBag: OutOfBag, most: number): OutOfBag {
  const { targets, weights, values, trees } = outOfBag;
  const covered = placesWhere(trees.length, (row) => trees[row]! > 0);
  const step = Math.max(1, covered.length / most);
  const count = Math.floor(covered.length / step);
  const rows = Uint32Array.from({ length: count }, (_, i) => covered[Math.floor(i * step)]!);
  const data = new Float32Array(count * values.columns);
  rows.forEach((row, i) => {
    data.set(values.data.subarray(row * values.columns, (row + 1) * values.columns), i * values.columns);
  });
  return {
    ...outOfBag,
    targets: gather(targets, rows),
    weights: weights === null ? null : gather(weights, rows),
    values: { rows: count, columns: values.columns, data },
    trees: Uint32Array.from(rows, (row) => trees[row]!),
  };
}

/** Whether the mean gain of a row is above its standard error. */
function isCertain(before: OutOfBag, after: OutOfBag): boolean {
  const rows = before.trees.length;
  const gains = Float64Array.from({ length: rows }, (_, row) => {
    const weight = before.weights === null ? 1 : before.weights[row]!;
    return weight * (rowLoss(before, row) - rowLoss(after, row));
  });
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / rows;
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) * (gain - mean), 0);
  return rows > 1 && mean > evidence * Math.sqrt(squares / (rows - 1) / rows);
}
