import { Cholesky } from "../../../base/cholesky.ts";
import type { Matrix64 } from "../../../base/matrix.ts";

/** Rows to fit: `features` rows × all features. */
export interface Sample {
  readonly features: Matrix64;
  readonly target: Float64Array;
}

/**
 * Least squares on the named features; of all solutions, where there are more features than rows, the one of least
 * norm. The result has a number for each of `features` columns, 0 for those not named.
 */
export function leastSquares({ features, target }: Sample, named: readonly number[]): Float64Array {
  const { rows, columns } = features;
  const x = named.map((column) => Float64Array.from(target, (_, row) => features.data[row * columns + column]!));
  const theta = new Float64Array(columns);
  if (named.length <= rows) {
    const normal = new Cholesky(named.length, (i, j) => dot(x[i]!, x[j]!));
    const values = normal.solve(x.map((column) => dot(column, target)));
    for (const [at, column] of named.entries()) theta[column] = values[at]!;
    return theta;
  }
  const kernel = new Float64Array(rows * rows);
  for (const column of x) {
    for (let i = 0; i < rows; i++) for (let j = 0; j <= i; j++) kernel[i * rows + j]! += column[i]! * column[j]!;
  }
  const values = new Cholesky(rows, (i, j) => kernel[i * rows + j]!).solve(target);
  for (const [at, column] of named.entries()) theta[column] = dot(x[at]!, values);
  return theta;
}

/** The vector with all but its `size` largest entries set to zero, ties going to the first. */
export function keepLargestCoefficients(theta: Float64Array, size: number): Float64Array {
  const kept = new Float64Array(theta.length);
  for (const place of largest(theta, size)) kept[place] = theta[place]!;
  return kept;
}

/** Indices of the `size` entries of largest magnitude, ascending. */
export function largest(theta: Float64Array, size: number): readonly number[] {
  const order = Array.from(theta.keys()).sort((a, b) => Math.abs(theta[b]!) - Math.abs(theta[a]!) || a - b);
  return order.slice(0, size).sort((a, b) => a - b);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
