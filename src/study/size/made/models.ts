import type { Matrix64 } from "../../../base/matrix.ts";
import type { Random } from "../../../base/random.ts";
import type { Moments } from "./asymptotics.ts";
import { Covariance } from "./covariance.ts";
import type { Sample } from "./least-squares.ts";

/** Features at most: the largest starting width. */
export const mostFeatures = 1024;

/** Variance of the noise in the target; that of the signal is 1. */
export const noise = 0.3;

/** A law of data, with the first `width` of its features to learn from. */
export interface MadeModel {
  readonly level: number; // correlation of features, or inputs that random features are made of
  sample(rows: number, random: Random): Sample;
  moments(width: number): Moments;
}

const informative = 80; // features of the linear model that the target depends on
const largeVariance = 25; // of those; that of the others is 1

/**
 * The linear Gaussian model of arXiv:2012.08749 with a spiked covariance: the first 80 features have variance 25 and
 * equal coefficients, the others variance 1 and none, so the best features are known. `correlation` is that of any two
 * features, by one factor that all share; without it they are independent. Signal 1, noise 0.3.
 */
export function linearModel(correlation: number): MadeModel {
  const deviation = Float64Array.from({ length: mostFeatures }, (_, i) =>
    Math.sqrt(i < informative ? largeVariance : 1),
  );
  const loading = deviation.map((value) => Math.sqrt(correlation) * value); // on the shared factor
  const own = deviation.map((value) => Math.sqrt(1 - correlation) * value);
  const plain = deviation.map((_, i) => (i < informative ? 1 : 0));
  const shared = dot(loading, plain);
  const scale =
    1 /
    Math.sqrt(
      dot(
        own.map((value) => value * value),
        plain,
      ) +
        shared * shared,
    );
  const coefficients = plain.map((value) => scale * value);
  return {
    level: correlation,
    sample: (rows, random) => {
      const data = new Float64Array(rows * mostFeatures);
      const target = new Float64Array(rows);
      for (let row = 0; row < rows; row++) {
        const common = random.normal();
        const features = data.subarray(row * mostFeatures, (row + 1) * mostFeatures);
        for (let i = 0; i < mostFeatures; i++) features[i] = own[i]! * random.normal() + loading[i]! * common;
        target[row] = dot(features, coefficients) + Math.sqrt(noise) * random.normal();
      }
      return { features: { rows, columns: mostFeatures, data }, target };
    },
    moments: (width) => ({
      covariance: new Covariance(
        own.slice(0, width).map((value) => value * value),
        column(loading.slice(0, width)),
      ),
      cross: Float64Array.from({ length: width }, (_, i) => {
        return own[i]! * own[i]! * coefficients[i]! + loading[i]! * scale * shared;
      }),
      power: 1 + noise,
    }),
  };
}

/** Moments of ReLU under a standard normal z: E φ, E zφ, and the rest of its variance. */
const relu = { mean: 1 / Math.sqrt(2 * Math.PI), linear: 1 / 2, rest: 1 / 4 - 1 / (2 * Math.PI) };

/**
 * Random features x = φ(R·a) − E φ of Gaussian inputs a, with ReLU and unit rows of R, which `random` draws, and a
 * target that is linear in a. The moments are those of the equivalent Gaussian features, R·a / 2 and independent noise
 * with the rest of the variance. The fewer inputs, the more the features are correlated.
 */
export function randomFeatureModel(inputs: number, random: Random): MadeModel {
  const directions = new Float64Array(mostFeatures * inputs);
  for (let i = 0; i < mostFeatures; i++) unit(directions.subarray(i * inputs, (i + 1) * inputs), random);
  const coefficients = unit(new Float64Array(inputs), random);
  const rowOf = (i: number) => directions.subarray(i * inputs, (i + 1) * inputs);
  return {
    level: inputs,
    sample: (rows, draws) => {
      const data = new Float64Array(rows * mostFeatures);
      const target = new Float64Array(rows);
      const input = new Float64Array(inputs);
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < inputs; i++) input[i] = draws.normal();
        for (let i = 0; i < mostFeatures; i++) {
          data[row * mostFeatures + i] = Math.max(0, dot(rowOf(i), input)) - relu.mean;
        }
        target[row] = dot(input, coefficients) + Math.sqrt(noise) * draws.normal();
      }
      return { features: { rows, columns: mostFeatures, data }, target };
    },
    moments: (width) => ({
      covariance: new Covariance(new Float64Array(width).fill(relu.rest), {
        rows: width,
        columns: inputs,
        data: directions.subarray(0, width * inputs).map((value) => relu.linear * value),
      }),
      cross: Float64Array.from({ length: width }, (_, i) => relu.linear * dot(rowOf(i), coefficients)),
      power: 1 + noise,
    }),
  };
}

/** Mean squared error of θ on rows. */
export function errorOn({ features, target }: Sample, theta: Float64Array): number {
  const { rows, columns, data } = features;
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const error = target[row]! - dot(data.subarray(row * columns, (row + 1) * columns), theta);
    sum += error * error;
  }
  return sum / rows;
}

function unit(vector: Float64Array, random: Random): Float64Array {
  for (let i = 0; i < vector.length; i++) vector[i] = random.normal();
  const length = Math.sqrt(dot(vector, vector));
  for (let i = 0; i < vector.length; i++) vector[i]! /= length;
  return vector;
}

function column(data: Float64Array): Matrix64 {
  return { rows: data.length, columns: 1, data };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
