/**
 * The Cholesky factor L of a symmetric positive definite matrix, A = L·Lᵀ, for systems with A. `at(i, j)` is asked for
 * j ≤ i alone. Throws where a pivot is not positive.
 */
export class Cholesky {
  readonly size: number;
  private readonly factor: Float64Array; // size × size, the lower triangle

  constructor(size: number, at: (row: number, column: number) => number) {
    const factor = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let rest = at(i, j);
        for (let k = 0; k < j; k++) rest -= factor[i * size + k]! * factor[j * size + k]!;
        if (i > j) factor[i * size + j] = rest / factor[j * size + j]!;
        else if (rest > 0) factor[i * size + i] = Math.sqrt(rest);
        else throw new Error(`Pivot ${i} is ${rest}: the matrix is not positive definite.`);
      }
    }
    this.size = size;
    this.factor = factor;
  }

  /** The x with A·x = b. */
  solve(b: ArrayLike<number>): Float64Array {
    const { size, factor } = this;
    const x = Float64Array.from(b);
    for (let i = 0; i < size; i++) {
      let rest = x[i]!;
      for (let k = 0; k < i; k++) rest -= factor[i * size + k]! * x[k]!;
      x[i] = rest / factor[i * size + i]!;
    }
    // By rows of L, which lie together, though Lᵀ is what is solved.
    for (let i = size - 1; i >= 0; i--) {
      const value = x[i]! / factor[i * size + i]!;
      x[i] = value;
      for (let k = 0; k < i; k++) x[k]! -= factor[i * size + k]! * value;
    }
    return x;
  }
}
