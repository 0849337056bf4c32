import { Random } from "../../base/random.ts";
import type { Made } from "../made.ts";
import { asymptotics, prunedRisks, riskOf } from "./made/asymptotics.ts";
import { keepLargestCoefficients, largest, leastSquares, type Sample } from "./made/least-squares.ts";
import { errorOn, linearModel, type MadeModel, mostFeatures, randomFeatureModel } from "./made/models.ts";
import type { SizeMethodId } from "./methods.ts";
import type { SizeResult } from "./result.ts";

/** One law of data and one draw from it, with every starting width and every size. */
export interface MadeCell {
  readonly kind: Made;
  readonly level: number; // correlation of the linear model, inputs of the random features
  readonly repetition: number;
  readonly seed: number;
}

export const madeRows = 200;
const madeSizes = [40, 80, 160] as const;
const madeWidths = [8, 16, 32, 64, 96, 128, 160, 176, 188, 212, 224, 256, 320, 384, 512, 768, mostFeatures];
const testRows = 2000;

/** Levels by rising correlation: of two linear features, or by fewer inputs that random features are made of. */
export const levelsOf: Readonly<Record<Made, readonly number[]>> = {
  linear: [0, 0.25, 0.5, 0.75, 0.9],
  "random-features": [400, 100, 25],
};

/** Data, and how a coefficient vector does on them. */
interface Trial {
  readonly cell: MadeCell;
  readonly model: MadeModel;
  readonly sample: Sample;
  readonly riskOn: (theta: Float64Array) => number; // mean squared error of new rows
}

export function computeMade(cell: MadeCell): readonly SizeResult[] {
  const { kind, level, seed } = cell;
  const random = Random.of(seed, kind, level);
  const model = kind === "linear" ? linearModel(level) : randomFeatureModel(level, random);
  const sample = model.sample(madeRows, random);
  const trial: Trial = { cell, model, sample, riskOn: testOf(model, kind, random) };
  return [
    ...madeSizes.map((size) => smallOf(trial, size)),
    ...madeWidths.flatMap((width) => fromWidth(trial, width, random)),
  ];
}

/** The error on new rows: exact where the law is Gaussian, else on rows that only test. */
function testOf(model: MadeModel, kind: Made, random: Random): Trial["riskOn"] {
  if (kind === "linear") {
    const moments = model.moments(mostFeatures);
    return (theta) => riskOf(moments, theta);
  }
  const test = model.sample(testRows, random);
  return (theta) => errorOn(test, theta);
}

function smallOf(trial: Trial, size: number): SizeResult {
  const theory = asymptotics(trial.model.moments(size), madeRows).risk;
  return resultOf(trial, { method: "small", width: size, size, theory }, leastSquares(trial.sample, firstOf(size)));
}

function fromWidth(trial: Trial, width: number, random: Random): readonly SizeResult[] {
  const { sample, model } = trial;
  const large = leastSquares(sample, firstOf(width));
  const limit = asymptotics(model.moments(width), madeRows);
  const of = (method: SizeMethodId, size: number, theory: number | null = null) => ({ method, width, size, theory });
  const sizes = madeSizes.filter((size) => size < width);
  const risks = prunedRisks(limit, sizes, random);
  return [
    resultOf(trial, { method: "large", width, size: null, theory: limit.risk }, large),
    ...sizes.flatMap((size, at) => {
      const drawn = Array.from(random.shuffle(Uint32Array.from(firstOf(width))).subarray(0, size)).sort(ascending);
      return [
        resultOf(trial, of("pruned", size, risks[at]!), keepLargestCoefficients(large, size)),
        resultOf(trial, of("retrained", size), leastSquares(sample, largest(large, size))),
        resultOf(trial, of("random", size), leastSquares(sample, drawn)),
        resultOf(trial, of("occam", size), inSteps(sample, large, { width, size })),
      ];
    }),
  ];
}

/** Half of the features at a time, down to `size`, with least squares after each pruning. */
function inSteps(sample: Sample, large: Float64Array, { width, size }: { width: number; size: number }): Float64Array {
  let theta = large;
  for (let left = width; left > size; ) {
    left = Math.max(size, Math.ceil(left / 2));
    theta = leastSquares(sample, largest(theta, left));
  }
  return theta;
}

function resultOf(
  { cell, sample, riskOn }: Trial,
  what: Pick<SizeResult, "method" | "width" | "size" | "theory">,
  theta: Float64Array,
): SizeResult {
  return {
    ...{ level: cell.level, width: what.width, size: what.size, method: what.method, seed: cell.seed },
    weights: theta.reduce((count, value) => count + Number(value !== 0), 0),
    loss: riskOn(theta),
    error: null,
    trainLoss: errorOn(sample, theta),
    trainError: null,
    theory: what.theory,
  };
}

function firstOf(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function ascending(a: number, b: number): number {
  return a - b;
}
