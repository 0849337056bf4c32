import { describe, expect, it } from "vitest";
import { Random } from "../../../src/base/random.ts";
import { normalCdf } from "../../../src/base/distributions.ts";
import { mean } from "../../../src/base/statistics.ts";
import { asymptotics, type Moments, prunedRisks, riskOf } from "../../../src/study/size/made/asymptotics.ts";
import { Covariance } from "../../../src/study/size/made/covariance.ts";
import { keepLargestCoefficients, leastSquares, type Sample } from "../../../src/study/size/made/least-squares.ts";
import { errorOn, linearModel, randomFeatureModel } from "../../../src/study/size/made/models.ts";

const noFactor = (size: number) => ({ rows: size, columns: 1, data: new Float64Array(size) });

/** Independent features of variance 1 with these coefficients, and noise. */
function isotropic(coefficients: Float64Array, noise: number): Moments {
  const power = coefficients.reduce((sum, value) => sum + value * value, noise);
  const diagonal = new Float64Array(coefficients.length).fill(1);
  return { covariance: new Covariance(diagonal, noFactor(coefficients.length)), cross: coefficients, power };
}

describe("the resolvent of a covariance", () => {
  const random = Random.of("resolvent");
  const normal = (length: number) => Float64Array.from({ length }, () => random.normal());
  const diagonal = Float64Array.from({ length: 12 }, (_, i) => (i < 5 ? 2 : 0.5));
  const covariance = new Covariance(diagonal, { rows: 12, columns: 3, data: normal(36) });

  it("undoes the covariance with the ridge", () => {
    const vector = normal(12);
    const solved = covariance.resolvent(0.7).apply(vector);
    const back = covariance.times(solved).map((value, i) => value + 0.7 * solved[i]!);
    for (const [i, value] of back.entries()) expect(value).toBeCloseTo(vector[i]!, 10);
  });

  it("has the traces of the matrix written out", () => {
    const { apply, traces } = covariance.resolvent(0.7);
    const { degrees, squaredDegrees } = traces();
    const unit = (i: number) => Float64Array.from({ length: 12 }, (_, k) => Number(k === i));
    const smoother = (vector: Float64Array) => covariance.times(apply(vector));
    const diagonals = Array.from({ length: 12 }, (_, i) => [smoother(unit(i))[i]!, smoother(smoother(unit(i)))[i]!]);
    expect(degrees).toBeCloseTo(
      diagonals.reduce((sum, [one]) => sum + one!, 0),
      10,
    );
    expect(squaredDegrees).toBeCloseTo(
      diagonals.reduce((sum, [, two]) => sum + two!, 0),
      10,
    );
  });
});

describe("the asymptotic risk of least squares", () => {
  const signal = 1.5;
  const noise = 0.4;
  const coefficients = (size: number) => new Float64Array(size).fill(Math.sqrt(signal / size));

  it.each([0.2, 0.5, 0.9])("is that of the textbook at %d features a row", (ratio) => {
    const size = 300 * ratio;
    expect(asymptotics(isotropic(coefficients(size), noise), 300).risk).toBeCloseTo(noise / (1 - ratio), 8);
  });

  it.each([1.2, 2, 5])("is that of Hastie and others at %d features a row", (ratio) => {
    const size = 300 * ratio;
    const expected = noise + signal * (1 - 1 / ratio) + noise / (ratio - 1);
    expect(asymptotics(isotropic(coefficients(size), noise), 300).risk).toBeCloseTo(expected, 6);
  });

  it("has no bound where features and rows are as many", () => {
    expect(asymptotics(isotropic(coefficients(50), noise), 50).risk).toBe(Infinity);
  });
});

/** Draws of least squares on data of a model, on all features or pruned to `size`. */
function simulated(draw: (random: Random) => { sample: Sample; test: (theta: Float64Array) => number }, size: number) {
  const found = Array.from({ length: 8 }, (_, seed) => {
    const { sample, test } = draw(Random.of("simulated", seed));
    const named = Array.from({ length: sample.features.columns }, (_value, i) => i);
    const theta = leastSquares(sample, named);
    return { large: test(theta), pruned: test(keepLargestCoefficients(theta, size)) };
  });
  return { large: mean(found.map(({ large }) => large)), pruned: mean(found.map(({ pruned }) => pruned)) };
}

describe("the risk after pruning", () => {
  it("equals the integral over each coefficient's normal law where features are independent", () => {
    const size = 400;
    const weights = Float64Array.from({ length: size }, (_, i) => (i < 40 ? 0.2 : 0.01));
    const moments = isotropic(weights, 0.5);
    const fit = asymptotics(moments, 200);
    const kept = 60;
    // The share of coefficients beyond ±t is that of the 60 that stay; then E(θ·1 − β)² in closed form.
    const shrink = 200 / size;
    const spread = (shrink * Math.sqrt(fit.risk)) / Math.sqrt(200);
    const beyond = (t: number, middle: number) => {
      return normalCdf((-t - middle) / spread) + 1 - normalCdf((t - middle) / spread);
    };
    let [low, high] = [0, 5];
    for (let step = 0; step < 60; step++) {
      const t = (low + high) / 2;
      if (weights.reduce((sum, b) => sum + beyond(t, shrink * b), 0) > kept) low = t;
      else high = t;
    }
    const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const excess = weights.reduce((sum, b) => {
      const middle = shrink * b;
      const [from, to] = [(-low - middle) / spread, (low - middle) / spread];
      const inside = normalCdf(to) - normalCdf(from);
      // Σ over what is beyond of (θ − β)²: all of it, less what lies between −t and t, which counts β² instead.
      const whole = (middle - b) * (middle - b) + spread * spread;
      const offset = middle - b;
      const between =
        offset * offset * inside +
        2 * offset * spread * (density(from) - density(to)) +
        spread * spread * (inside + from * density(from) - to * density(to));
      return sum + whole - between + b * b * inside;
    }, 0);
    const [drawn] = prunedRisks(fit, [kept], Random.of("integral"));
    expect(Math.abs(drawn! / (0.5 + excess) - 1)).toBeLessThan(0.02);
  });

  it.each([0, 0.5])("is that of simulated linear data with correlation %d", (correlation) => {
    const model = linearModel(correlation);
    const moments = model.moments(1024);
    const fit = asymptotics(moments, 200);
    const found = simulated((random) => {
      return { sample: model.sample(200, random), test: (theta) => riskOf(moments, theta) };
    }, 160);
    expect(Math.abs(found.large / fit.risk - 1)).toBeLessThan(0.06);
    const [predicted] = prunedRisks(fit, [160], Random.of("linear"));
    expect(Math.abs(found.pruned / predicted! - 1)).toBeLessThan(correlation === 0 ? 0.08 : 0.25);
  });

  it("is that of simulated random features, by their Gaussian equivalent", () => {
    const model = randomFeatureModel(100, Random.of("features"));
    const moments = model.moments(1024);
    const fit = asymptotics(moments, 200);
    const found = simulated((random) => {
      const test = model.sample(500, random);
      return { sample: model.sample(200, random), test: (theta) => errorOn(test, theta) };
    }, 160);
    expect(Math.abs(found.large / fit.risk - 1)).toBeLessThan(0.06);
    const [predicted] = prunedRisks(fit, [160], Random.of("features"));
    expect(Math.abs(found.pruned / predicted! - 1)).toBeLessThan(0.06);
  });
});
