/**
 * The operations that make up a training step, named as in TensorFlow.js, over any kind of tensor: numbers that are
 * computed at once, or nodes of a graph that computes them later.
 */
export interface Kernels<T> {
  slice(x: T, begin: readonly number[], size: readonly number[]): T;
  gather(x: T, indices: T): T;
  reshape(x: T, shape: readonly number[]): T;
  concat(parts: readonly T[], axis: number): T;
  oneHot(labels: T, depth: number): T;
  matMul(a: T, b: T, transposeA?: boolean, transposeB?: boolean): T;
  add(a: T, b: T | number): T;
  sub(a: T, b: T | number): T;
  mul(a: T, b: T | number): T;
  div(a: T, b: T | number): T;
  square(x: T): T;
  sqrt(x: T): T;
  exp(x: T): T;
  log(x: T): T;
  relu(x: T): T;
  step(x: T): T;
  sigmoid(x: T): T;
  softplus(x: T): T;
  max(x: T, axis: number, keepDimensions: boolean): T;
  sum(x: T, axis: number | readonly number[], keepDimensions?: boolean): T;
  zerosLike(x: T): T;
}
