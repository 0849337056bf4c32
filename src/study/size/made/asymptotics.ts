import type { Random } from "../../../base/random.ts";
import { mean } from "../../../base/statistics.ts";
import type { Covariance, Resolvent } from "./covariance.ts";
import { keepLargestCoefficients } from "./least-squares.ts";

/**
 * A regression as its second moments: features x with covariance Σ, and a target y, all with mean zero. That is all
 * that least squares sees of Gaussian data, and by the Gaussian equivalence of random features too.
 */
export interface Moments {
  readonly covariance: Covariance; // Σ
  readonly cross: Float64Array; // E[x·y]
  readonly power: number; // E[y²]
}

/** What least squares gives, as rows and features grow together: θ = `mean` + `deviation` · (Σ + τ)⁻¹Σ^½ · noise. */
export interface Asymptotics {
  readonly moments: Moments; // that they are of
  readonly mean: Float64Array;
  readonly risk: number; // mean squared error of a new row
  draw(random: Random): Float64Array; // of θ
}

/** Mean squared error of θ on new rows. */
export function riskOf({ covariance, cross, power }: Moments, theta: Float64Array): number {
  const spread = covariance.times(theta);
  return theta.reduce((sum, value, i) => sum + value * (spread[i]! - 2 * cross[i]!), power);
}

/**
 * The law of the least-squares fit of least norm to `rows` rows, in the limit of many rows and features (X. Chang et
 * al., arXiv:2012.08749): that of a ridge regression on Σ itself, whose τ solves tr Σ(Σ + τ)⁻¹ = rows, and is 0 while
 * there are fewer features than rows; its noise is the risk itself, so risk = bias / (1 − tr (Σ(Σ + τ)⁻¹)² / rows).
 * Infinite where features and rows are as many.
 */
export function asymptotics(moments: Moments, rows: number): Asymptotics {
  const { covariance, cross } = moments;
  const resolvent = resolventAt(covariance, rows);
  const expected = resolvent.apply(cross);
  const free = 1 - resolvent.traces().squaredDegrees / rows;
  const risk = free > 1e-9 ? riskOf(moments, expected) / free : Infinity;
  const deviation = Math.sqrt(risk / rows);
  return {
    moments,
    mean: expected,
    risk,
    draw: (random) => {
      const noise = resolvent.apply(covariance.draw(random));
      return expected.map((value, i) => value + deviation * noise[i]!);
    },
  };
}

/**
 * (Σ + τ)⁻¹ for the τ at which Σ has as many degrees of freedom d as there are rows, by Newton's steps on 1/d. That is
 * concave, so no step from the left goes too far, and almost straight; the slope of d is (tr (Σ(Σ + τ)⁻¹)² − d) / τ.
 */
function resolventAt(covariance: Covariance, rows: number): Resolvent {
  if (covariance.size <= rows) return covariance.resolvent(0);
  for (let tau = 1e-6; ; ) {
    const resolvent = covariance.resolvent(tau);
    const { degrees, squaredDegrees } = resolvent.traces();
    const step = (tau * (degrees - rows) * degrees) / (rows * (degrees - squaredDegrees));
    if (step <= 1e-6 * tau) return resolvent;
    tau += step;
  }
}

/** Draws of θ that the risk after pruning is averaged over. */
const draws = 60;

/** The risks of that fit when only its largest coefficients are kept, one for each of `sizes`. */
export function prunedRisks(fit: Asymptotics, sizes: readonly number[], random: Random): readonly number[] {
  if (!Number.isFinite(fit.risk)) return sizes.map(() => Infinity);
  const thetas = Array.from({ length: draws }, () => fit.draw(random));
  return sizes.map((size) => mean(thetas.map((theta) => riskOf(fit.moments, keepLargestCoefficients(theta, size)))));
}
